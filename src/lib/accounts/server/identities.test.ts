import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { newAccount, newGuest, PASSWORD } from './accounts.fixtures';

let folder: string;
let house: TestApp;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	const before = await startTestApp({ DATA_DIR: folder });
	await newAccount(before.app, 'chief@example.org');
	await before.stop();
	house = await startTestApp({
		DATA_DIR: folder,
		LIMIT_GUESTS_PER_HOUR: '10000',
		ADMIN_EMAILS: 'Chief@Example.org, guest-admin@example.org'
	});
});
afterAll(async () => {
	await house.stop();
	rmSync(folder, { recursive: true });
});

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

function change(statement: string, ...values: unknown[]): void {
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'));
	sqlite.prepare(statement).run(...values);
	sqlite.close();
}

test('[A7] administrators are the accounts that ADMIN_EMAILS names, in whatever case', async () => {
	const guest = await newGuest(house.app);
	const session = await house.app.accounts.entrance.signIn(guest.identity, {
		email: 'chief@example.org',
		password: PASSWORD
	});
	const chief = await house.app.accounts.byCredential(session.id);
	expect(chief.permissions).toEqual(['read', 'write', 'admin']);
	const other = await newAccount(house.app, 'other@example.org');
	expect(other.identity.permissions).toEqual(['read', 'write']);
});

test('[A7] an address without an account administers nothing', async () => {
	const { identity } = await newGuest(house.app);
	change("update user set email = 'guest-admin@example.org' where id = ?", identity.userId);
	const again = await house.app.accounts.byCredential(identity.credential!);
	expect(again.permissions).toEqual(['read', 'write']);
});

test('[A7] an administrator’s key is as strong as it was made, and never stronger than he is', async () => {
	const maker = await newAccount(house.app, 'maker@example.org');
	change('update user set is_admin = 1 where id = ?', maker.identity.userId);
	const admin = await house.app.accounts.byCredential(maker.identity.credential!);
	const strong = await house.app.accounts.keys.create(admin, { name: 'a', permission: 'admin' });
	const weak = await house.app.accounts.keys.create(admin, { name: 'r', permission: 'read' });
	const { accounts } = house.app;
	expect((await accounts.byToken(strong.key)).permissions).toEqual(['read', 'write', 'admin']);
	expect((await accounts.byToken(weak.key)).permissions).toEqual(['read']);
	change('update user set is_admin = 0 where id = ?', maker.identity.userId);
	expect((await accounts.byToken(strong.key)).permissions).toEqual(['read', 'write']);
});

test('[A7] nobody has more than a hundred keys', async () => {
	const { identity } = await newGuest(house.app);
	const wish = { name: 'one of many', permission: 'read' } as const;
	const { keys } = house.app.accounts;
	await Promise.all(Array.from({ length: 100 }, () => keys.create(identity, wish)));
	await expect(keys.create(identity, wish)).rejects.toEqual(refusal('INVALID_STATE'));
	await keys.revoke(identity.userId, (await keys.list(identity.userId))[0]!.keyId);
	await keys.create(identity, wish);
});

test('[A5] every identity names its credential, and is found again by it', async () => {
	const { accounts } = house.app;
	const guest = await newGuest(house.app);
	expect(await accounts.byCredential(guest.identity.credential!)).toEqual(guest.identity);
	const { key } = await accounts.keys.create(guest.identity, { name: 'k', permission: 'read' });
	const byKey = await accounts.byToken(key);
	expect(await accounts.byCredential(byKey.credential!)).toEqual(byKey);
	await expect(accounts.byCredential('no-such')).rejects.toEqual(refusal('UNAUTHORIZED'));
});

test('[A5] a session that slid on is good by its credential, one that ended is not', async () => {
	const { accounts } = house.app;
	const { identity } = await newGuest(house.app);
	const later = Date.now() + 400 * 24 * 60 * 60_000;
	change('update session set expires_at = ? where id = ?', later, identity.credential);
	expect((await accounts.byCredential(identity.credential!)).expiresAt).toEqual(new Date(later));
	change('update session set expires_at = ? where id = ?', Date.now() - 1, identity.credential);
	await expect(accounts.byCredential(identity.credential!)).rejects.toEqual(
		refusal('UNAUTHORIZED')
	);
});

test('[A5] whatever ends is heard of in order; what took its place is named first', async () => {
	const { accounts } = house.app;
	const account = await newAccount(house.app, 'order@example.org');
	const guest = await newGuest(house.app);
	const key = await accounts.keys.create(guest.identity, { name: 'ends', permission: 'read' });
	const from = accounts.latestEnded();
	const session = await accounts.entrance.signIn(guest.identity, {
		email: 'order@example.org',
		password: PASSWORD
	});
	const own = await accounts.keys.create(account.identity, { name: 'k', permission: 'read' });
	await accounts.keys.revoke(account.identity.userId, own.keyId);
	const ended = accounts.endedSince(from);
	const { credential } = guest.identity;
	expect(ended.filter((one) => one.credential === credential)).toMatchObject([
		{ successor: session.id },
		{ credential }
	]);
	for (const { keyId } of [key, own]) {
		const [only, ...more] = ended.filter((one) => one.credential === keyId);
		expect(only).not.toHaveProperty('successor');
		expect(more).toEqual([]);
	}
	expect(ended.map(({ seq }) => seq)).toEqual(
		ended.map(({ seq }) => seq).toSorted((a, b) => a - b)
	);
	expect(accounts.endedSince(accounts.latestEnded())).toEqual([]);
});

test('[A5] a look at what ended costs next to nothing', () => {
	const { accounts } = house.app;
	const latest = accounts.latestEnded();
	const from = performance.now();
	for (let look = 0; look < 1000; look += 1) accounts.endedSince(latest);
	expect((performance.now() - from) / 1000).toBeLessThan(0.2);
});

test('[A5] whoever signs in goes on as the account on a line that is open', async () => {
	const account = await newAccount(house.app, 'goes-on@example.org');
	const guest = await newGuest(house.app);
	const client = await house.open({ headers: { cookie: guest.cookie, origin: house.origin } });
	await client.next('connection_success');
	await house.app.accounts.entrance.signIn(guest.identity, {
		email: 'goes-on@example.org',
		password: PASSWORD
	});
	const { payload } = await client.next('connection_success');
	expect(payload['userId']).toBe(account.identity.userId);
	client.close();
});

test('[A5] whoever deletes everything is told so on the line, by whatever credential', async () => {
	const guest = await newGuest(house.app);
	const byCookie = await house.open({ headers: { cookie: guest.cookie, origin: house.origin } });
	await byCookie.next('connection_success');
	await house.app.accounts.belongings.remove(guest.identity);
	expect((await byCookie.closed).code).toBe(4000);

	const byTestKey = await house.openAs('bob');
	await house.app.accounts.belongings.remove(await house.app.accounts.byToken('bob'));
	expect((await byTestKey.closed).code).toBe(4000);
});

test('[L6] attempts to sign in are counted by network, ten a quarter of an hour, each kind by itself', async () => {
	const { attempts } = house.app.accounts;
	for (let attempt = 0; attempt < 10; attempt += 1)
		attempts.count('sign-in', `2001:db8::${attempt}`);
	expect(() => attempts.count('sign-in', '2001:db8::ffff')).toThrow(/Too many attempts/);
	attempts.count('sign-up', '2001:db8::ffff');
	attempts.count('sign-in', '2001:db8:1::1');
});

test('[A5] who deleted everything and comes back at once by the same token stays', async () => {
	const { accounts } = house.app;
	const before = await accounts.byToken('alice');
	const old = await house.openAs('alice');
	await accounts.belongings.remove(before);
	expect((await old.closed).code).toBe(4000);
	await expect(accounts.byCredential(before.credential!)).rejects.toEqual(refusal('UNAUTHORIZED'));

	const client = await house.openAs('alice');
	const again = await accounts.byToken('alice');
	expect(again.userId).toBe(before.userId);
	// Longer than any look at what has ended takes.
	await delay(600);
	expect((await client.request('ping', {})).type).toBe('pong');
	// The end of the one made before says nothing of the one made anew.
	await expect(accounts.byCredential(before.credential!)).rejects.toEqual(refusal('UNAUTHORIZED'));
	await expect(accounts.byCredential(again.credential!)).rejects.toEqual(refusal('TOKEN_EXPIRED'));
	client.close();
});
