import { buffer } from 'node:stream/consumers';
import SQLite from 'better-sqlite3';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownedTables } from '../../app.server';
import { startTestApp, type TestApp } from '../../testing/app';
import { keysFor } from '../../testing/keys';
import type { Reader } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { newAccount, newGuest, visitorBy, type Visitor } from './accounts.fixtures';
import { archiveOf } from './archive';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_GUESTS_PER_HOUR: '10000' });
});
afterAll(() => house.stop());

/** Types a text of one's own to its end, on the line. */
async function typeText({ identity, cookie }: Visitor, text: string): Promise<void> {
	const { userId } = identity;
	const settings = { mode: 'custom', text } as const;
	const [made] = await house.app.typing.reserveTests(userId, settings, 1);
	const client = await house.open({ headers: { cookie, origin: house.origin } });
	await client.next('connection_success');
	client.send('input_update', { sessionId: made!.sessionId, seq: 0, events: keysFor(text) });
	await client.next('session_complete');
	client.close();
}

async function filesOf({ identity }: Visitor): Promise<Record<string, string>> {
	const archive = await buffer(house.app.accounts.belongings.export(identity));
	return Object.fromEntries(
		Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, strFromU8(bytes)])
	);
}

/** Every row anywhere that names this user, by a connection of the test's own. */
function rowsNaming(userId: string): string[] {
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'), { readonly: true });
	const tables = sqlite
		.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
		.pluck()
		.all() as string[];
	const naming = tables.filter((table) => {
		const rows = sqlite.prepare(`select * from "${table}"`).all() as Record<string, unknown>[];
		return rows.some((row) => Object.values(row).includes(userId));
	});
	sqlite.close();
	return naming;
}

test('[R3] what a person has here is told by kind', async () => {
	const account = await newAccount(house.app, 'holder@example.org');
	await typeText(account, 'one two');
	await typeText(account, 'three');
	const items = await house.app.accounts.belongings.list(account.identity);
	expect(items).toEqual(
		expect.arrayContaining([
			{ name: 'typing_result', label: 'Typing results', count: 2 },
			{ name: 'session', label: 'Signed-in devices', count: 1 }
		])
	);
	expect(items.map(({ name }) => name)).not.toContain('api_key');
});

test('[R3] the export holds every kind as JSON and CSV, with keys as they were typed', async () => {
	const account = await newAccount(house.app, 'leaver@example.org');
	await typeText(account, 'a "b", c');
	const files = await filesOf(account);
	const results = JSON.parse(files['typing_result.json']!) as {
		wpm: number;
		log: { kind: string; text: string }[];
	}[];
	expect(results).toHaveLength(1);
	expect(results[0]!.log.map(({ text }) => text).join('')).toBe('a "b", c');
	expect(results[0]!.wpm).toBeGreaterThan(0);
	expect(files['typing_test.csv']).toContain('"a ""b"", c"');
	const [person] = JSON.parse(files['user.json']!) as { email: string; preferences: object }[];
	expect(person).toMatchObject({ email: 'leaver@example.org', preferences: {} });
	for (const name of Object.keys(files)) {
		if (name !== 'README.txt') expect(files['README.txt']).toContain(name);
	}
	expect(Object.keys(files).filter((name) => name.endsWith('.csv'))).toHaveLength(
		Object.keys(files).filter((name) => name.endsWith('.json')).length
	);
});

test('[R3] no secret leaves with an export', async () => {
	const account = await newAccount(house.app, 'secretive@example.org');
	const { key } = await house.app.accounts.keys.create(account.identity, {
		name: 'k',
		permission: 'read'
	});
	await house.app.accounts.links.makeDeviceLink(account.identity);
	const all = Object.values(await filesOf(account)).join('\n');
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'), { readonly: true });
	const { userId } = account.identity;
	const secrets = [
		...['password', 'recovery_code', 'one_time_token', 'api_key'].flatMap(
			(table) =>
				sqlite
					.prepare(`select hash from ${table} where user_id = ?`)
					.pluck()
					.all(userId) as string[]
		),
		...(sqlite
			.prepare('select token from session where user_id = ?')
			.pluck()
			.all(userId) as string[]),
		key
	];
	sqlite.close();
	expect(secrets).toHaveLength(15);
	for (const secret of secrets) expect(all).not.toContain(secret);
});

test('[R3] the export of one person holds nothing of another', async () => {
	const one = await newAccount(house.app, 'one@example.org');
	const other = await newAccount(house.app, 'other@example.org');
	await typeText(other, 'only the other’s');
	const all = Object.values(await filesOf(one)).join('\n');
	expect(all).not.toContain(other.identity.userId);
	expect(all).not.toContain('only the other’s');
});

test('[R3] an export that nobody reads on is not made on', async () => {
	const account = await newAccount(house.app, 'impatient@example.org');
	const reader = house.app.accounts.belongings.export(account.identity).getReader();
	await reader.read();
	await reader.cancel();
	expect((await reader.read()).done).toBe(true);
});

test('[R3] deleting everything leaves no row that names the person', async () => {
	const account = await newAccount(house.app, 'gone@example.org');
	await typeText(account, 'the last words');
	await house.app.accounts.keys.create(account.identity, { name: 'k', permission: 'read' });
	await house.app.accounts.links.makeDeviceLink(account.identity);
	const { userId } = account.identity;
	expect(rowsNaming(userId)).toEqual(
		expect.arrayContaining(['typing_result', 'password', 'recovery_code', 'user'])
	);
	await house.app.accounts.belongings.remove(account.identity);
	expect(rowsNaming(userId)).toEqual([]);
	await expect(house.app.accounts.me(account.identity)).rejects.toMatchObject({
		code: 'UNAUTHORIZED'
	});
});

test('[R3] everything of a guest moves: no row names him afterwards', async () => {
	const account = await newAccount(house.app, 'collector@example.org');
	const guest = await newGuest(house.app);
	await typeText(guest, 'by a guest');
	await house.app.accounts.keys.create(guest.identity, { name: 'k', permission: 'read' });
	await house.app.accounts.links.makeDeviceLink(guest.identity);
	await house.app.accounts.entrance.signIn(guest.identity, {
		email: 'collector@example.org',
		password: 'correct horse battery'
	});
	expect(rowsNaming(guest.identity.userId)).toEqual([]);
	const results = await house.app.typing.listResults(account.identity.userId, { limit: 10 });
	expect(results.items).toHaveLength(1);
});

test('[T4] a test begun as a guest is finished as the account he became part of', async () => {
	const account = await newAccount(house.app, 'typist@example.org');
	const guest = await newGuest(house.app);
	const text = 'begun as a guest';
	const [made] = await house.app.typing.reserveTests(
		guest.identity.userId,
		{ mode: 'custom', text },
		1
	);
	const { sessionId } = made!;
	const keys = keysFor(text);
	const client = await house.open({
		headers: { cookie: guest.cookie, origin: house.origin }
	});
	await client.next('connection_success');
	await client.request('input_update', { sessionId, seq: 0, events: keys.slice(0, 5) });
	const session = await house.app.accounts.entrance.signIn(guest.identity, {
		email: 'typist@example.org',
		password: 'correct horse battery'
	});
	await client.next('connection_success');
	const { userId } = account.identity;
	expect(await house.app.typing.session(userId, sessionId)).toMatchObject({ nextSeq: 5 });
	const answer = await client.request('input_update', { sessionId, seq: 5, events: keys.slice(5) });
	expect(answer.type).toBe('metrics_update');
	const { payload } = await client.next('session_complete');
	const result = await house.app.typing.result(userId, String(payload['resultId']));
	expect(result.text).toBe(text);
	expect((await visitorBy(house.app, session)).identity.userId).toBe(userId);
	client.close();
});

test('[T4] a test whose typist deleted everything keeps nothing', async () => {
	const guest = await newGuest(house.app);
	const { userId } = guest.identity;
	const [made] = await house.app.typing.reserveTests(userId, { mode: 'custom', text: 'ab' }, 1);
	const typist = { userId, connectionId: 'tab' };
	const { sessionId } = made!;
	await house.app.typing.update(typist, { sessionId, seq: 0, events: keysFor('a') }, 0);
	await house.app.accounts.belongings.remove(guest.identity);
	const late = await house.app.typing.update(
		typist,
		{ sessionId, seq: 1, events: [{ t: 500, kind: 'insert', text: 'b' }] },
		500
	);
	await expect(late.completed).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
});

test('[D3] a request id that both have used does not stop the move', async () => {
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'));
	const account = await newAccount(house.app, 'twice@example.org');
	const guest = await newGuest(house.app);
	const keep = sqlite.prepare("insert into kept_request values (?, ?, 'h', '{}', 0)");
	keep.run(account.identity.userId, 'both');
	keep.run(guest.identity.userId, 'both');
	keep.run(guest.identity.userId, 'only the guest');
	await house.app.accounts.entrance.signIn(guest.identity, {
		email: 'twice@example.org',
		password: 'correct horse battery'
	});
	const ids = sqlite
		.prepare('select request_id from kept_request where user_id = ? order by 1')
		.pluck()
		.all(account.identity.userId);
	sqlite.close();
	expect(ids).toEqual(['both', 'only the guest']);
});

test('[R3] every kind of thing with an owner says in the export what it is', () => {
	const silent = ownedTables.filter(({ label, about }) => label !== undefined && !about);
	expect(silent.map(({ name }) => name)).toEqual([]);
});

test('[A7] a key deletes nobody; a session and a token do', async () => {
	const { accounts } = house.app;
	const guest = await newGuest(house.app);
	const { key } = await accounts.keys.create(guest.identity, { name: 'k', permission: 'write' });
	await expect(accounts.belongings.remove(await accounts.byToken(key))).rejects.toMatchObject({
		code: 'FORBIDDEN'
	});
	await accounts.me(guest.identity);
	const bearer = await accounts.byToken('bob');
	const made = await accounts.keys.create(bearer, { name: 'k', permission: 'write' });
	await expect(accounts.belongings.remove(await accounts.byToken(made.key))).rejects.toMatchObject({
		code: 'FORBIDDEN'
	});
	await accounts.belongings.remove(bearer);
	await expect(accounts.me(bearer)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('[L6] one export is made at a time, and ten an hour, each person by himself', async () => {
	const { belongings } = house.app.accounts;
	const { identity } = await newAccount(house.app, 'hoarder@example.org');
	const limited = expect.objectContaining({
		code: 'RATE_LIMIT_EXCEEDED',
		details: { retryAfterMs: expect.any(Number) as unknown }
	}) as unknown;
	const first = belongings.export(identity);
	expect(() => belongings.export(identity)).toThrow(limited);
	await buffer(belongings.export((await newGuest(house.app)).identity));
	await buffer(first);
	await belongings.export(identity).cancel();
	for (let exports = 2; exports < 10; exports += 1) await buffer(belongings.export(identity));
	expect(() => belongings.export(identity)).toThrow(limited);
});

test('[L6] an export that fails does not keep the next from being made', async () => {
	const broken: OwnedTable = {
		...ownedTables[0]!,
		export: () => {
			throw new Error('the disk');
		}
	};
	let ended = 0;
	const archive = archiveOf({
		...{ read: null as unknown as Reader, userId: 'ada', tables: [broken], madeAt: 'now' },
		onEnd: () => (ended += 1)
	});
	await expect(buffer(archive)).rejects.toThrow('the disk');
	expect(ended).toBe(1);
});

test('[R3] others have their turn after each row of an export', async () => {
	const rows = Array.from({ length: 100 }, (_, n) => ({ n }));
	const table: OwnedTable = { ...ownedTables[0]!, export: () => rows };
	let turns = 0;
	let isDone = false;
	const count = () => {
		turns += 1;
		if (!isDone) setImmediate(count);
	};
	setImmediate(count);
	await buffer(
		archiveOf({
			...{ read: null as unknown as Reader, userId: 'ada', tables: [table], madeAt: 'now' },
			onEnd: () => (isDone = true)
		})
	);
	// Once for the JSON, once for the CSV.
	expect(turns).toBeGreaterThanOrEqual(2 * rows.length);
});
