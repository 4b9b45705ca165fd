import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawClient } from '../../testing/raw-client';
import { startTestApp, type TestApp } from '../../testing/app';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp();
});
afterAll(() => house.stop());

/** The HTTP answer to an upgrade, 101 when it was accepted. */
function upgrade(
	path: string,
	headers: Record<string, string> = {}
): Promise<{ status: number; body: string }> {
	return new Promise((resolve, reject) => {
		const asked = request(new URL(path, house.origin), {
			headers: {
				connection: 'Upgrade',
				upgrade: 'websocket',
				'sec-websocket-version': '13',
				'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
				...headers
			}
		});
		asked.on('upgrade', (_response, socket) => {
			socket.destroy();
			resolve({ status: 101, body: '' });
		});
		asked.on('response', (response) => {
			let body = '';
			response.setEncoding('utf8').on('data', (text: string) => (body += text));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
		});
		asked.on('error', reject);
		asked.end();
	});
}

test('[C1] /v1/ws upgrades, with or without a query', async () => {
	expect((await upgrade('/v1/ws')).status).toBe(101);
	expect((await upgrade('/v1/ws?debug=line')).status).toBe(101);
});

test('[C1] an upgrade that nobody claims is refused with 404', async () => {
	expect((await upgrade('/elsewhere')).status).toBe(404);
});

test('[C1] a client that resets an upgrade nobody claims takes nobody along', async () => {
	const { port } = house.server.address() as AddressInfo;
	const reset = connect(port, '127.0.0.1');
	const closed = once(house.server, 'upgrade').then(([, socket]) =>
		once(socket as Socket, 'close')
	);
	reset.write(
		'GET /elsewhere HTTP/1.1\r\nHost: any\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n'
	);
	await once(reset, 'ready');
	setTimeout(() => reset.resetAndDestroy(), 5);
	// Without a listener for its error, the process would end here.
	await closed;
	expect((await upgrade('/v1/ws')).status).toBe(101);
});

test('[C2] a client that names no subprotocol, or ours among others, is served', async () => {
	const plain = await house.open();
	expect(plain.socket.protocol).toBe('');
	const choosy = await house.open({ protocols: ['chat', 'greenroom.v1'] });
	expect(choosy.socket.protocol).toBe('greenroom.v1');
	plain.close();
	choosy.close();
});

test('[C2] only unknown subprotocols get HTTP 400 and the list of what is spoken', async () => {
	const { status, body } = await upgrade('/v1/ws', { 'sec-websocket-protocol': 'chat, mqtt' });
	expect(status).toBe(400);
	expect(body).toContain('greenroom.v1');
});

test.each([
	['its own', 'http://127.0.0.1', 101],
	['another site', 'https://evil.example', 403],
	['the null origin', 'null', 403]
])('[C3] the Origin of %s', async (_, origin, status) => {
	const own = origin.startsWith('http://127') ? house.origin : origin;
	expect((await upgrade('/v1/ws', { origin: own })).status).toBe(status);
});

test('[C3] a Host that is not ours is refused: DNS rebinding ends here', async () => {
	expect((await upgrade('/v1/ws', { host: 'rebound.example' })).status).toBe(403);
});

test('[C3] ALLOWED_ORIGINS and ALLOWED_HOSTS add to what is ours', async () => {
	const open = await startTestApp({
		ALLOWED_ORIGINS: 'https://friend.example',
		ALLOWED_HOSTS: 'greenroom.test'
	});
	const client = await open.open({
		headers: { origin: 'https://friend.example', host: 'greenroom.test' }
	});
	client.close();
	await open.stop();
});

test('[C3] a cookie counts only with an allowed Origin', async () => {
	const { setCookies, identity } = await house.app.accounts.welcomeGuest(new Headers(), 'test');
	const cookie = setCookies.map((line) => line.split(';')[0]).join('; ');
	const browser = await house.open({ headers: { cookie, origin: house.origin } });
	expect((await browser.next('connection_success')).payload['userId']).toBe(identity.userId);
	const other = await house.open({ headers: { cookie } });
	other.send('ping');
	await other.next('pong');
	expect(other.received.some(({ type }) => type === 'connection_success')).toBe(false);
	browser.close();
	other.close();
});

test('[C4] the first message says who speaks, how, and within which limits', async () => {
	const client = await house.open();
	expect(client.received[0]).toMatchObject({
		type: 'connection_established',
		payload: {
			message: 'Connection established, waiting for authentication',
			protocolVersion: 1,
			heartbeatIntervalMs: 5000,
			limits: { messageBytes: 131072, messagesPerMinute: 100 }
		}
	});
	client.close();
});

test('[C5] a silent connection is pinged after the interval and terminated after two', async () => {
	const quick = await startTestApp({ HEARTBEAT_INTERVAL_MS: '200' });
	const alive = await quick.openAs('alice');
	const dead = new RawClient(quick.url);
	await dead.next('connection_established');
	let pings = 0;
	alive.socket.on('ping', () => (pings += 1));
	// It no longer answers pings, as a client on a dead network does not.
	dead.socket.pong = () => undefined;
	dead.socket.removeAllListeners('ping');
	(dead.socket as unknown as { _autoPong: boolean })._autoPong = false;
	expect((await dead.closed).code).toBe(1006);
	await delay(500);
	expect(alive.socket.readyState).toBe(alive.socket.OPEN);
	expect(pings).toBeGreaterThanOrEqual(2);
	alive.close();
	await quick.stop();
});

test('[C5] the application ping is answered before authentication too', async () => {
	const client = await house.open();
	expect((await client.request('ping')).type).toBe('pong');
	client.close();
});

test('[C6] no message for the idle time: CONNECTION_TIMEOUT, then 4008; ping counts', async () => {
	const quick = await startTestApp({ HEARTBEAT_INTERVAL_MS: '100', LIMIT_IDLE_MS: '400' });
	const idle = await quick.openAs('alice');
	const busy = await quick.openAs('alice');
	const chatter = setInterval(() => busy.send('ping'), 150);
	expect(await idle.closed).toMatchObject({ code: 4008 });
	expect((await idle.next('error')).payload['errorCode']).toBe('CONNECTION_TIMEOUT');
	expect(busy.socket.readyState).toBe(busy.socket.OPEN);
	clearInterval(chatter);
	busy.close();
	await quick.stop();
});

test('[C7] a shutdown says so, with retry times spread, closes 1001, and refuses newcomers', async () => {
	const going = await startTestApp();
	const clients = await Promise.all(['alice', 'bob', 'chief'].map((key) => going.openAs(key)));
	const drained = going.app.drain();
	const waits: number[] = [];
	for (const client of clients) {
		const { payload } = await client.next('disconnect');
		expect(payload['reason']).toBe('Server shutting down');
		waits.push(payload['retryAfterMs'] as unknown as number);
		expect(await client.closed).toMatchObject({ code: 1001 });
	}
	expect(new Set(waits).size).toBe(3);
	const late = new RawClient(going.url);
	expect((await late.closed).code).toBe(1006);
	await drained;
	await going.stop();
});

test('[C7] a client that does not close is terminated after the patience', async () => {
	const going = await startTestApp({ SHUTDOWN_TIMEOUT: '1' });
	const stuck = await going.openAs('alice');
	stuck.socket.pause();
	const before = Date.now();
	await going.app.drain();
	expect(Date.now() - before).toBeLessThan(4_000);
	expect(going.app.connectionCount()).toBe(0);
	await going.stop();
});

test('[C7] whoever was still being recognised when the shutdown began is refused', async () => {
	const going = await startTestApp();
	const { accounts } = going.app;
	const byToken = accounts.byToken.bind(accounts);
	let recognise: () => void = () => undefined;
	const asked = new Promise<void>((told) => {
		accounts.byToken = async (token) => {
			told();
			await new Promise<void>((resolve) => (recognise = resolve));
			return byToken(token);
		};
	});
	const late = new RawClient(going.url, { headers: { authorization: 'Bearer alice' } });
	await asked;
	await going.app.drain();
	recognise();
	expect((await late.closed).code).toBe(1006);
	expect(going.app.connectionCount()).toBe(0);
	await going.stop();
});
