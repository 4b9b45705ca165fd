import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { strFromU8, unzipSync } from 'fflate';
import { TestServer } from './server';
import { expect, test } from './test';
import { Caller, cookieOf, type Answer, type ErrorAnswer } from './test-helpers/rest';

const PASSWORD = 'correct horse battery';

let people = 0;
const newEmail = () => `person-${process.pid}-${(people += 1)}@example.org`;

interface Me {
	userId: string;
	name: string;
	isGuest: boolean;
	email?: string;
	permissions: string[];
}

const meOf = async (caller: Caller) => (await caller.get('/api/me')).body as Me;

/** The browser that got this answer, with the cookie it got. */
function browserAfter(server: TestServer, answer: Answer): Caller {
	const cookie = cookieOf(answer.headers['set-cookie']);
	return new Caller(server, { origin: server.url, cookie });
}

async function signUp(server: TestServer, email = newEmail()) {
	const guest = await Caller.guest(server);
	const made = await guest.post('/api/me/sign-up', { email, password: PASSWORD });
	expect(made.status).toBe(201);
	const { recoveryCodes } = made.body as { recoveryCodes: string[] };
	return { email, recoveryCodes, caller: browserAfter(server, made), guest };
}

function expectRefused(answer: Answer, status: number, errorCode: string, details?: object): void {
	expect((answer.body as ErrorAnswer).error).toMatchObject({
		errorCode,
		...(details && { details })
	});
	expect(answer.status).toBe(status);
}

/** The server's database, as another process sees it. */
function databaseOf(server: TestServer): SQLite.Database {
	return new SQLite(join(server.dataDir, 'greenroom.sqlite'), { timeout: 5_000 });
}

test('[R3] a guest becomes an account: the same person, a new cookie, ten codes', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const before = await meOf(guest);
	expect(before).toMatchObject({ name: 'Guest', isGuest: true });
	expect(before).not.toHaveProperty('email');
	const email = newEmail();
	const body = { email: ` ${email.toUpperCase()} `, password: PASSWORD, name: ' Ada ' };
	const made = await guest.post('/api/me/sign-up', body);
	expect(made.status).toBe(201);
	expect(made.body).toMatchObject({ userId: before.userId, name: 'Ada', isGuest: false, email });
	expect((made.body as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
	expect(made.headers['set-cookie']).toHaveLength(1);
	expect(String(made.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/i);
	expect(String(made.headers['set-cookie'])).not.toMatch(/Secure/i);
	expect(await meOf(browserAfter(server, made))).toMatchObject({ userId: before.userId, email });
	expectRefused(await guest.get('/api/me'), 401, 'UNAUTHORIZED');
});

for (const [what, body, path] of [
	['a password of nine characters', { password: 'ninechars' }, 'password'],
	['a password of 257 characters', { password: 'a'.repeat(257) }, 'password'],
	['what is no address', { email: 'ada' }, 'email'],
	['an address that cannot exist', { email: 'temp@guest.invalid' }, 'email'],
	['an address with a zero-width space', { email: 'ad\u200ba@example.org' }, 'email'],
	['two addresses', { email: 'ada@example.org,bob@example.org' }, 'email'],
	['a password of white space', { password: ' '.repeat(12) }, 'password'],
	['an address of 255 characters', { email: `${'a'.repeat(244)}@example.org` }, 'email'],
	['an invisible name', { name: ' \u200b ' }, 'name'],
	['a name of 65 characters', { name: 'a'.repeat(65) }, 'name']
] as const) {
	test(`[R3] ${what} is answered 400 with the path that failed`, async ({ server }) => {
		const guest = await Caller.guest(server);
		const wish = { email: newEmail(), password: PASSWORD, ...body };
		const answer = await guest.post('/api/me/sign-up', wish);
		expectRefused(answer, 400, 'INVALID_MESSAGE_FORMAT', { path });
	});
}

test('[R3] a taken address and a second account are answered 409, each with its state', async ({
	server
}) => {
	const { email, caller } = await signUp(server);
	const wish = { email, password: PASSWORD };
	const other = await Caller.guest(server);
	const taken = await other.post('/api/me/sign-up', wish);
	expectRefused(taken, 409, 'INVALID_STATE', { state: 'email_taken' });
	const second = await caller.post('/api/me/sign-up', { email: newEmail(), password: PASSWORD });
	expectRefused(second, 409, 'INVALID_STATE', { state: 'account' });
});

test('[R3] a guest signs in and out; what he did comes along', async ({ server }) => {
	const { email, caller } = await signUp(server);
	const guest = await Caller.guest(server);
	const made = await guest.post('/api/typing/sessions', { mode: 'words', words: 10 });
	const { sessionId } = made.body as { sessionId: string };

	const wrong = await guest.post('/api/me/sign-in', { email, password: 'something else' });
	expectRefused(wrong, 401, 'UNAUTHORIZED');
	expect((wrong.body as ErrorAnswer).error.errorMessage).toBe(
		'The e-mail address or the password is wrong.'
	);
	const signedIn = await guest.post('/api/me/sign-in', { email, password: PASSWORD });
	expect(signedIn.status).toBe(200);
	expect(signedIn.body).toEqual(await meOf(caller));
	expect((await caller.get(`/api/typing/sessions/${sessionId}`)).status).toBe(200);

	const here = browserAfter(server, signedIn);
	const out = await here.post('/api/me/sign-out', undefined);
	expect(out.status).toBe(204);
	expect(String(out.headers['set-cookie'])).toMatch(/greenroom\.session_token=; Max-Age=0/);
	expectRefused(await here.get('/api/me'), 401, 'UNAUTHORIZED');
	expect((await caller.get('/api/me')).status).toBe(200);
});

test('[R3] the session that a request began with does not come back over the new one', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const { userId } = await meOf(guest);
	const database = databaseOf(server);
	// Old enough for better-auth to send the cookie anew with whatever is answered.
	const soon = Date.now() + 24 * 60 * 60 * 1000;
	database.prepare('update session set expires_at = ? where user_id = ?').run(soon, userId);
	database.close();
	const body = { email: newEmail(), password: PASSWORD };
	const made = await guest.post('/api/me/sign-up', body);
	expect(made.headers['set-cookie']).toHaveLength(1);
	expect(await meOf(browserAfter(server, made))).toMatchObject({ userId, isGuest: false });
});

test('[R3] a recovery code signs in with a new password', async ({ server }) => {
	const { email, caller, recoveryCodes } = await signUp(server);
	const guest = await Caller.guest(server);
	const password = 'a brand new password';
	const wrong = await guest.post('/api/me/recover', { email, password, code: 'AAAA-AAAA' });
	expectRefused(wrong, 401, 'UNAUTHORIZED');
	const recovered = await guest.post('/api/me/recover', {
		email,
		password,
		code: recoveryCodes[0]
	});
	expect(recovered.body).toMatchObject({ email, isGuest: false });
	expectRefused(await caller.get('/api/me'), 401, 'UNAUTHORIZED');
	const here = browserAfter(server, recovered);
	const changed = await here.post('/api/me/password', { current: password, password: PASSWORD });
	expect(changed.status).toBe(204);
	const renewed = await here.post('/api/me/recovery-codes', { password: PASSWORD });
	expect((renewed.body as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
});

async function recover(server: TestServer, email: string) {
	const script = spawn(process.execPath, ['scripts/recover.js', email], {
		cwd: join(import.meta.dirname, '..'),
		env: { ...process.env, DATA_DIR: server.dataDir, ORIGIN: server.url }
	});
	const exited = once(script, 'exit');
	const [out, complaint] = await Promise.all([text(script.stdout), text(script.stderr)]);
	return { out, complaint, exitCode: (await exited)[0] as number };
}

test('[R3] npm run recover makes a code while the server runs; an unknown address is told so', async ({
	server
}) => {
	const { email } = await signUp(server);
	const { out, exitCode } = await recover(server, email.toUpperCase());
	expect(exitCode).toBe(0);
	const code = /: ([0-9A-F-]{24})$/m.exec(out)?.[1];
	const guest = await Caller.guest(server);
	const wish = { email, password: 'a brand new password', code };
	const recovered = await guest.post('/api/me/recover', wish);
	expect(recovered.body).toMatchObject({ email });
	expectRefused(
		await (await Caller.guest(server)).post('/api/me/recover', wish),
		401,
		'UNAUTHORIZED'
	);

	const unknown = await recover(server, 'nobody@example.org');
	expect(unknown.exitCode).toBe(1);
	expect(unknown.complaint).toBe(
		'There is no account with the e-mail address nobody@example.org.\n'
	);
});

test('[A6] devices are listed and signed out; somebody else’s do not exist', async ({ server }) => {
	const { email, caller } = await signUp(server);
	const guest = await Caller.guest(server);
	const phone = browserAfter(
		server,
		await guest.post(
			'/api/me/sign-in',
			{ email, password: PASSWORD },
			{ 'user-agent': 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' }
		)
	);
	interface Device {
		deviceId: string;
		current: boolean;
	}
	const { items } = (await caller.get('/api/me/devices')).body as { items: Device[] };
	expect(items).toHaveLength(2);
	const other = items.find(({ current }) => !current);
	expect(other).toMatchObject({
		createdAt: expect.stringMatching(/Z$/) as unknown,
		lastSeenAt: expect.stringMatching(/Z$/) as unknown
	});
	const stranger = await Caller.guest(server);
	const foreign = await stranger.ask('DELETE', `/api/me/devices/${other?.deviceId}`);
	expectRefused(foreign, 404, 'NOT_FOUND');
	const unknown = await stranger.ask('DELETE', '/api/me/devices/none');
	expect(foreign.body).toEqual(unknown.body);
	expect((await caller.ask('DELETE', `/api/me/devices/${other?.deviceId}`)).status).toBe(204);
	expectRefused(await phone.get('/api/me'), 401, 'UNAUTHORIZED');
});

test('[R3] a device link is looked at, redeemed, and used up', async ({ server }) => {
	const { email, caller } = await signUp(server);
	const made = await caller.post('/api/me/device-link', undefined);
	expect(made.status).toBe(201);
	const { url } = made.body as { url: string };
	expect(url.startsWith(`${server.url}/link#device.`)).toBe(true);
	const token = url.split('#device.')[1];
	const guest = await Caller.guest(server);
	const looked = await guest.post('/api/me/device-link/look', { token });
	expect(looked.body).toMatchObject({ name: 'Guest', isGuest: false, email });
	const redeemed = await guest.post('/api/me/device-link/redeem', { token });
	expect(redeemed.body).toMatchObject({ email });
	expect(await meOf(browserAfter(server, redeemed))).toMatchObject({ email });
	const late = await Caller.guest(server);
	expectRefused(await late.post('/api/me/device-link/look', { token }), 404, 'NOT_FOUND');
	expectRefused(await late.post('/api/me/device-link/redeem', { token }), 404, 'NOT_FOUND');
});

test('[A7] the server prints a link that makes its first administrator', async () => {
	const server = await TestServer.startBuilt();
	await expect.poll(() => server.output).toContain('Open once to administer: ');
	const token = /Open once to administer: \S+\/link#admin\.([\w-]+)/.exec(server.output)?.[1];
	const guest = await Caller.guest(server);
	const redeemed = await guest.post('/api/me/admin-link/redeem', { token });
	expect(redeemed.body).toMatchObject({ permissions: ['read', 'write', 'admin'] });
	const second = await Caller.guest(server);
	expectRefused(await second.post('/api/me/admin-link/redeem', { token }), 404, 'NOT_FOUND');

	const before = server.output.length;
	await server.kill();
	await server.start();
	await delay(300);
	expect(server.output.slice(before)).not.toContain('Open once');
	await server.dispose();
});

test('[R3] name and preferences are changed apart, and follow the person', async ({ server }) => {
	const { email, caller } = await signUp(server);
	await caller.ask('PATCH', '/api/me', { preferences: { theme: 'dark' } });
	const renamed = await caller.ask('PATCH', '/api/me', { name: 'Grace' });
	expect(renamed.body).toMatchObject({ name: 'Grace', preferences: { theme: 'dark' } });
	const guest = await Caller.guest(server);
	const signedIn = await guest.post('/api/me/sign-in', { email, password: PASSWORD });
	expect(signedIn.body).toMatchObject({ name: 'Grace', preferences: { theme: 'dark' } });
});

test('[R3] everything is exported as one archive, told by kind, and deleted for good', async ({
	server
}) => {
	const { email, caller } = await signUp(server);
	await caller.post('/api/typing/sessions', { mode: 'custom', text: '=1+1' });
	const holdings = await caller.get('/api/me/holdings');
	expect(holdings.body).toMatchObject({
		items: expect.arrayContaining([
			{ name: 'typing_test', label: 'Typing tests', count: 1 }
		]) as unknown
	});
	const signedIn = await (
		await Caller.guest(server)
	).post('/api/me/sign-in', { email, password: PASSWORD });
	const cookie = cookieOf(signedIn.headers['set-cookie']);
	const answer = await fetch(`${server.url}/api/me/export`, { headers: { cookie } });
	expect(answer.headers.get('content-type')).toBe('application/zip');
	expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="greenroom-/);
	const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
	expect(strFromU8(files['user.json']!)).toContain(email);
	expect(strFromU8(files['typing_test.csv']!)).toContain(`,'=1+1,`);

	const unsure = await caller.ask('DELETE', '/api/me', { confirm: 'yes' });
	expectRefused(unsure, 400, 'INVALID_MESSAGE_FORMAT', { path: 'confirm' });
	const deleted = await caller.ask('DELETE', '/api/me', { confirm: 'delete everything' });
	expect(deleted.status).toBe(204);
	expect(String(deleted.headers['set-cookie'])).toMatch(/greenroom\.session_token=; Max-Age=0/);
	expectRefused(await caller.get('/api/me'), 401, 'UNAUTHORIZED');
	const gone = await (
		await Caller.guest(server)
	).post('/api/me/sign-in', { email, password: PASSWORD });
	expectRefused(gone, 401, 'UNAUTHORIZED');
});

test('[A7] what is about one’s own credentials takes a session, not a key', async ({ server }) => {
	const bearer = Caller.withKey(server);
	for (const path of ['sign-out', 'device-link']) {
		expectRefused(await bearer.post(`/api/me/${path}`, undefined), 403, 'FORBIDDEN');
	}
	const proof = { email: newEmail(), password: PASSWORD };
	expectRefused(await bearer.post('/api/me/sign-up', proof), 403, 'FORBIDDEN');
});

test('[A7] a key deletes nobody, and makes no key that outlives it; a token deletes its own', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
	const made = await guest.post('/api/keys', { name: 'mine', expiresAt });
	const bearer = Caller.withKey(server, (made.body as { key: string }).key);
	const confirm = { confirm: 'delete everything' };
	expectRefused(await bearer.ask('DELETE', '/api/me', confirm), 403, 'FORBIDDEN');
	const later = new Date(Date.now() + 7_200_000).toISOString();
	const longer = await bearer.post('/api/keys', { name: 'longer', expiresAt: later });
	expectRefused(longer, 403, 'FORBIDDEN');
	expect((await bearer.post('/api/keys', { name: 'as long' })).body).toMatchObject({ expiresAt });

	const token = Caller.withKey(server);
	expect((await token.ask('DELETE', '/api/me', confirm)).status).toBe(204);
	expect((await token.get('/api/me')).status).toBe(200);
});

test('[L6] the eleventh export within the hour is answered 429', async ({ server }) => {
	const guest = await Caller.guest(server);
	const { cookie } = guest.headers;
	const ask = (method: string) =>
		fetch(`${server.url}/api/me/export`, { method, headers: { cookie: String(cookie) } });
	for (let exports = 0; exports < 9; exports += 1) {
		const answer = await ask('GET');
		expect(answer.status).toBe(200);
		await answer.arrayBuffer();
	}
	expect((await ask('HEAD')).status).toBe(200);
	await expect.poll(async () => (await ask('GET')).headers.get('retry-after')).toMatch(/^3[56]\d$/);
});

test('[A7] an address in ADMIN_EMAILS is nobody’s who came first', async () => {
	const email = newEmail();
	const server = await TestServer.startBuilt({ ADMIN_EMAILS: email });
	await expect.poll(() => server.output).toContain('Open once to administer: ');
	const guest = await Caller.guest(server);
	const refused = await guest.post('/api/me/sign-up', { email, password: PASSWORD });
	expectRefused(refused, 403, 'FORBIDDEN');
	await server.dispose();
});

test('[L6] the eleventh attempt to sign in within a quarter of an hour is answered 429', async () => {
	const server = await TestServer.startBuilt({ LIMIT_SIGN_INS_PER_QUARTER_HOUR: '' });
	const guest = await Caller.guest(server);
	const attempt = (path: string, more: object = {}) =>
		guest.post(path, { email: 'ada@example.org', password: 'not this one', ...more });
	for (let attempts = 0; attempts < 9; attempts += 1) {
		expect((await attempt('/api/me/sign-in')).status).toBe(401);
	}
	expect((await attempt('/api/me/recover', { code: 'AAAA' })).status).toBe(401);
	const refused = await attempt('/api/me/sign-in');
	expectRefused(refused, 429, 'RATE_LIMIT_EXCEEDED');
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
	expect((await attempt('/api/me/recover', { code: 'AAAA' })).status).toBe(429);
	const token = 'none';
	for (let looks = 0; looks < 10; looks += 1) {
		expect((await guest.post('/api/me/device-link/look', { token })).status).toBe(404);
	}
	expect((await guest.post('/api/me/device-link/look', { token })).status).toBe(429);
	await server.dispose();
});

test('[A1] behind an https address the cookie travels by https alone', async () => {
	const server = await TestServer.startBuilt({ ORIGIN: 'https://greenroom.example' });
	const outside = { host: 'greenroom.example', origin: 'https://greenroom.example' };
	const stranger = new Caller(server, outside);
	const visited = await stranger.post('/api/me', undefined);
	const cookie = cookieOf(visited.headers['set-cookie']);
	const browser = new Caller(server, { ...outside, cookie });
	const body = { email: newEmail(), password: PASSWORD };
	const made = await browser.post('/api/me/sign-up', body);
	for (const { headers } of [visited, made]) {
		expect(String(headers['set-cookie'])).toMatch(/^__Secure-greenroom\.session_token=/);
		expect(String(headers['set-cookie'])).toMatch(/; Secure/);
		expect(String(headers['set-cookie'])).toMatch(/; HttpOnly/);
	}
	const here = new Caller(server, { ...outside, cookie: cookieOf(made.headers['set-cookie']) });
	expect(await meOf(here)).toMatchObject({ email: body.email });
	const out = await here.post('/api/me/sign-out', undefined);
	expect(String(out.headers['set-cookie'])).toMatch(
		/^__Secure-greenroom\.session_token=; Max-Age=0;.*Secure/
	);
	await server.dispose();
});

test('[R1] a method that an address does not take is answered 405 in the form of all errors', async ({
	server
}) => {
	const answer = await Caller.withKey(server).ask('PUT', '/api/keys');
	expectRefused(answer, 405, 'METHOD_NOT_ALLOWED');
	expect(String(answer.headers['allow'])).toMatch(/GET.*POST/);
});

test('[R1] an address that cannot be decoded is answered 400 in the form of all errors', async ({
	server
}) => {
	const answer = await Caller.withKey(server).get('/api/typing/results/%E0%A4%A');
	expectRefused(answer, 400, 'INVALID_MESSAGE_FORMAT');
});

test('[R3] a move that kill -9 interrupts is done whole or not at all', async () => {
	test.setTimeout(240_000);
	const server = await TestServer.startBuilt();
	const { email, caller } = await signUp(server);
	const account = (await meOf(caller)).userId;
	const seen = { moved: 0, stayed: 0 };
	for (let round = 0; round < 5; round += 1) {
		const guests = await Promise.all(Array.from({ length: 10 }, () => guestWithThings(server)));
		const answers: Promise<boolean>[] = [];
		let answered = 0;
		const enough = new Promise<void>((resolve) => {
			for (const { guest } of guests) {
				const signedIn = guest.post('/api/me/sign-in', { email, password: PASSWORD }).then(
					({ status }) => {
						answered += 1;
						if (answered === 1 + round) resolve();
						return status === 200;
					},
					() => false
				);
				answers.push(signedIn);
			}
		});
		await enough;
		await delay(Math.random() * 40);
		await server.kill('SIGKILL');
		const promised = await Promise.all(answers);
		const database = databaseOf(server);
		guests.forEach(({ userId, sessionIds, keyId }, index) => {
			const owners = new Set(sessionIds.map((id) => ownerOf(database, 'typing_test', id)));
			const isThere = database.prepare('select id from user where id = ?').get(userId);
			const sessions = database.prepare('select id from session where user_id = ?').all(userId);
			const moved = owners.has(account);
			expect([...owners]).toEqual([moved ? account : userId]);
			expect(isThere === undefined).toBe(moved);
			expect(ownerOf(database, 'api_key', keyId)).toBe(moved ? undefined : userId);
			expect(sessions).toHaveLength(moved ? 0 : 1);
			if (promised[index]) expect(moved).toBe(true);
			seen[moved ? 'moved' : 'stayed'] += 1;
		});
		database.close();
		await server.start();
	}
	expect(seen.moved).toBeGreaterThan(0);
	expect(seen.stayed).toBeGreaterThan(0);
	await server.dispose();
});

async function guestWithThings(server: TestServer) {
	const guest = await Caller.guest(server);
	const made = await guest.post('/api/typing/sessions', { mode: 'words', words: 10, count: 3 });
	const first = made.body as { sessionId: string; reserved: { sessionId: string }[] };
	const key = await guest.post('/api/keys', { name: 'laptop' });
	return {
		guest,
		userId: (await meOf(guest)).userId,
		sessionIds: [first, ...first.reserved].map(({ sessionId }) => sessionId),
		keyId: (key.body as { keyId: string }).keyId
	};
}

function ownerOf(database: SQLite.Database, table: string, id: string): string | undefined {
	const statement = database.prepare(`select user_id from ${table} where id = ?`);
	return statement.pluck().get(id) as string | undefined;
}
