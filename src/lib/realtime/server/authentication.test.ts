import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionsUpTo } from '../permissions';
import { RawClient } from '../../testing/raw-client';
import { startTestApp, type TestApp } from '../../testing/app';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp({ AUTH_TIMEOUT_MS: '400' });
});
afterAll(() => house.stop());

test('[A1] connect with a key: connection_success, then message_delivered (A2)', async () => {
	const client = await house.open();
	client.send('connect', {
		api_key: 'alice',
		connection_type: 'chat',
		domain: 'personal',
		workspace: 'personal'
	});
	await client.next('message_delivered');
	expect(client.received.slice(1)).toMatchObject([
		{
			type: 'connection_success',
			payload: { message: 'Connected', permissions: ['read', 'write'] }
		},
		{
			type: 'message_delivered',
			payload: {
				message: 'Authentication message received and processed',
				original_type: 'connect',
				status: 'success'
			}
		}
	]);
	client.close();
});

test('[A1] authenticate with a key as its token', async () => {
	const client = await house.open();
	expect((await client.request('authenticate', { token: 'bob' })).type).toBe('connection_success');
	expect((await client.next('message_delivered')).payload['original_type']).toBe('authenticate');
	client.close();
});

test('[A1] a bearer token at the upgrade', async () => {
	const client = await house.open({ headers: { authorization: 'Bearer chief' } });
	expect((await client.next('connection_success')).payload['permissions']).toEqual(
		permissionsUpTo('admin')
	);
	client.close();
});

test('[A1] a key that somebody made, until it is revoked', async () => {
	const { identity } = await house.app.accounts.welcomeGuest(new Headers(), 'maker');
	const { key, keyId, prefix } = await house.app.accounts.keys.create(identity, {
		name: 'laptop',
		permission: 'read'
	});
	expect(key.startsWith(prefix)).toBe(true);
	const client = await house.open();
	expect((await client.request('connect', { api_key: key })).payload).toMatchObject({
		userId: identity.userId,
		permissions: ['read']
	});
	client.close();
	await house.app.accounts.keys.revoke(identity.userId, keyId);
	const later = await house.open();
	expect((await later.request('connect', { api_key: key })).payload['errorCode']).toBe(
		'INVALID_KEY'
	);
});

test('[A7] nobody makes a key stronger than himself; of a key only its hash is kept', async () => {
	const { identity } = await house.app.accounts.welcomeGuest(new Headers(), 'maker');
	await expect(
		house.app.accounts.keys.create(identity, { name: 'root', permission: 'admin' })
	).rejects.toMatchObject({ code: 'FORBIDDEN' });
	const { key } = await house.app.accounts.keys.create(identity, {
		name: 'x',
		permission: 'write'
	});
	const [kept] = await house.app.accounts.keys.list(identity.userId);
	expect(JSON.stringify(kept)).not.toContain(key);
});

test('[A7] each name in TEST_API_KEYS is a user of its own, the same after a restart', async () => {
	const alice = await house.app.accounts.keys.identify('alice');
	const bob = await house.app.accounts.keys.identify('bob');
	expect(alice.userId).not.toBe(bob.userId);
	const again = await startTestApp();
	expect((await again.app.accounts.keys.identify('alice')).userId).toBe(alice.userId);
	await again.stop();
});

test('[A7] without TEST_API_KEYS none of those names is a key', async () => {
	const bare = await startTestApp({ TEST_API_KEYS: '' });
	for (const name of ['alice', 'development', 'valid-test-key']) {
		await expect(bare.app.accounts.byToken(name)).rejects.toMatchObject({ code: 'INVALID_KEY' });
	}
	await bare.stop();
});

test.each([
	['an unknown key', 'nonsense', 'INVALID_KEY', 'Invalid API key'],
	['an expired key', 'stale', 'TOKEN_EXPIRED', 'Token expired']
])('[A3] connect with %s: error, disconnect, close 4000', async (_, key, errorCode, reason) => {
	const client = await house.open();
	client.send('connect', { api_key: key });
	expect(await client.closed).toEqual({ code: 4000, reason });
	expect(client.received.slice(1)).toMatchObject([
		{ type: 'error', payload: { errorCode, errorMessage: reason, retryable: false } },
		{ type: 'disconnect', payload: { reason } }
	]);
});

test('[A3] authenticate with a bad token: UNAUTHORIZED with the reason', async () => {
	const client = await house.open();
	client.send('authenticate', { token: 'stale' });
	expect(await client.closed).toMatchObject({ code: 4000 });
	expect((await client.next('error')).payload).toMatchObject({
		errorCode: 'UNAUTHORIZED',
		details: { reason: 'Token expired' }
	});
});

test.each([
	['a bad bearer token', { authorization: 'Bearer nonsense' }],
	['an authorization of another kind', { authorization: 'Basic YTpi' }],
	['a forged cookie', { cookie: 'greenroom.session_token=forged.signature' }]
])('[A3] %s at the upgrade is HTTP 401', async (_, headers) => {
	const client = new RawClient(house.url, { headers: { origin: house.origin, ...headers } });
	const status = await new Promise((resolve) =>
		client.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
	);
	expect(status).toBe(401);
});

test('[A4] before success anything but credentials and pings is UNAUTHORIZED; the tenth closes 4003', async () => {
	const client = await house.open();
	const payload = { sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11' };
	expect((await client.request('start_session', payload)).payload['errorCode']).toBe(
		'UNAUTHORIZED'
	);
	for (let index = 0; index < 9; index++) client.send('start_session', payload);
	expect(await client.closed).toMatchObject({ code: 4003 });
});

test('[A4] what is sent right behind a credential waits for it and is served in order', async () => {
	const client = await house.open();
	client.send('connect', { api_key: 'alice' });
	client.send('start_session', { sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11' }, 'behind');
	const answer = await client.next('error');
	expect(answer).toMatchObject({
		requestId: 'behind',
		payload: { errorCode: 'SESSION_NOT_FOUND' }
	});
	expect(client.received.map(({ type }) => type)).toEqual([
		'connection_established',
		'connection_success',
		'message_delivered',
		'error'
	]);
	client.close();
});

test('[A4] nobody says who is asking in time: an A3 failure', async () => {
	const client = await house.open();
	expect(await client.closed).toMatchObject({ code: 4000 });
	expect((await client.next('error')).payload['errorCode']).toBe('UNAUTHORIZED');
	expect((await client.next('disconnect')).payload['reason']).toBe('Authentication timeout');
});

test('[A4] again as the same user refreshes; as another closes with 4003', async () => {
	const client = await house.openAs('alice');
	expect((await client.request('connect', { api_key: 'alice' })).type).toBe('connection_success');
	client.send('connect', { api_key: 'bob' });
	expect(await client.closed).toMatchObject({ code: 4003 });
});

test('[A5] a key revoked while connected: told so within a second, then closed with 4000', async () => {
	const { accounts } = house.app;
	const maker = await accounts.byToken('alice');
	const { key, keyId } = await accounts.keys.create(maker, { name: 'short', permission: 'write' });
	const client = await house.openAs(key);
	const other = await house.openAs('alice');
	await accounts.keys.revoke(maker.userId, keyId);
	const reason = 'This session or key has ended.';
	expect(await client.closed).toEqual({ code: 4000, reason });
	expect(client.received.slice(-2)).toMatchObject([
		{ type: 'error', payload: { errorCode: 'UNAUTHORIZED', errorMessage: reason } },
		{ type: 'disconnect', payload: { reason } }
	]);
	// Nobody else hears of it.
	await other.settle();
	other.close();
});

test('[A5] a key whose time runs out while connected: TOKEN_EXPIRED, then closed with 4000', async () => {
	const { accounts } = house.app;
	const maker = await accounts.byToken('alice');
	const expiresAt = new Date(Date.now() + 700);
	const wish = { name: 'short', permission: 'write', expiresAt } as const;
	const client = await house.openAs((await accounts.keys.create(maker, wish)).key);
	expect(await client.closed).toEqual({ code: 4000, reason: 'Token expired' });
	expect((await client.next('error')).payload['errorCode']).toBe('TOKEN_EXPIRED');
});

test('[A5] a session that ends while connected: UNAUTHORIZED, then closed with 4000', async () => {
	const { accounts } = house.app;
	const guest = await accounts.welcomeGuest(new Headers(), '192.0.2.1');
	const cookie = guest.setCookies.map((line) => line.split(';')[0]).join('; ');
	const client = await house.open({ headers: { origin: house.origin, cookie } });
	await client.next('connection_success');
	const sqlite = new SQLite(join(house.folder, 'greenroom.sqlite'));
	// As another process on the same database does it.
	sqlite.prepare('delete from session where user_id = ?').run(guest.identity.userId);
	sqlite.close();
	expect((await client.closed).code).toBe(4000);
	expect((await client.next('error')).payload['errorCode']).toBe('UNAUTHORIZED');
});
