import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { RawClient } from '../src/lib/testing/raw-client';
import { TEST_KEY, type TestServer } from './server';
import { expect, test } from './test';
import { Caller, type ErrorAnswer } from './test-helpers/rest';
import { allRoutes, type Route } from './test-helpers/routes';

/**
 * F7: what another site's page can do with a visitor's browser, by his cookie (cross-site request
 * forgery and WebSocket hijacking) or by a name that it points at this machine (DNS rebinding):
 * nothing, on any route there is.
 */

const routes = allRoutes();
const readsOnly = ({ method }: Route) => method === 'GET';
const changing = routes.filter((route) => !readsOnly(route));

/** For those who only ask whether the server is there, by whatever name they reach it. */
const ASKED_BY_ANY_NAME = ['/healthz', '/readyz'];

/** What is not ours, though some of it looks like it. */
const foreignOrigins = ({ port, url }: TestServer) => [
	'https://elsewhere.example',
	'null',
	'',
	`https://localhost:${port}`,
	`http://localhost:${port + 1}`,
	'http://localhost',
	`${url}.elsewhere.example`,
	`http://elsewhere.example/?${url}`,
	`http://user@localhost:${port}`,
	`${url}/`,
	'file://',
	'chrome-extension://abcdefgh'
];

const foreignHosts = ({ port }: TestServer) => [
	`rebound.example:${port}`,
	'rebound.example',
	`localhost.rebound.example:${port}`,
	`localhost:${port + 1}`,
	`localhost.:${port}`,
	`127.0.0.1.rebound.example:${port}`,
	`0.0.0.0:${port}`,
	`[::]:${port}`
];

test('[F7] the routes are found by their files', () => {
	const names = routes.map(({ method, path }) => `${method} ${path}`);
	expect(names).toContain('GET /');
	expect(names).toContain('GET /typing/__data.json');
	expect(names).toContain('POST /api/typing/sessions');
	expect(names).toContain('GET /metrics');
	expect(names).toContain('GET /openapi.json');
	expect(names.length).toBeGreaterThan(40);
});

for (const { method, path } of routes) {
	const isOpen = ASKED_BY_ANY_NAME.includes(path);
	test(`[F7] [C3] a rebound name: ${method} ${path} is ${isOpen ? 'answered' : 'refused'}`, async ({
		server
	}) => {
		const guest = await Caller.guest(server);
		const callers = [new Caller(server), Caller.withKey(server), guest];
		for (const [index, host] of foreignHosts(server).entries()) {
			const pretences: OutgoingHttpHeaders = {
				host,
				'x-forwarded-host': new URL(server.url).host,
				forwarded: `host=${new URL(server.url).host}`
			};
			const caller = callers[index % callers.length]!;
			const answer = await caller.ask(method, path, undefined, pretences);
			if (isOpen) {
				expect(answer.status).toBe(200);
			} else {
				expect([host, answer.status]).toEqual([host, 403]);
				expect(String(answer.body)).toContain('ALLOWED_HOSTS');
			}
			expect(answer.headers['set-cookie']).toBeUndefined();
		}
	});
}

for (const { method, path } of changing) {
	test(`[F7] [R1] a visitor’s cookie from another site: ${method} ${path} is refused`, async ({
		server
	}) => {
		const { headers } = await Caller.guest(server);
		const visitor = new Caller(server, { cookie: headers['cookie'] });
		for (const origin of [undefined, ...foreignOrigins(server)]) {
			const pretences: OutgoingHttpHeaders[] = [
				{ 'content-type': 'application/json' },
				// What a form, or fetch without asking first, can send.
				{ 'content-type': 'text/plain' },
				{ 'content-type': 'application/x-www-form-urlencoded' }
			];
			for (const pretence of pretences) {
				const said = { ...pretence, ...(origin !== undefined && { origin }) };
				const answer = await visitor.ask(method, path, '{}', said);
				expect([origin, answer.status]).toEqual([origin, 403]);
				expect(answer.headers['set-cookie']).toBeUndefined();
			}
		}
		// He is who he was: nothing was done to him.
		const me = await visitor.get('/api/me', { origin: server.url });
		expect(me.status).toBe(200);
	});
}

for (const { method, path } of routes) {
	test(`[F7] another site’s page reads nothing of ${method} ${path}`, async ({ server }) => {
		const guest = await Caller.guest(server);
		for (const asks of [method, 'OPTIONS']) {
			const answer = await guest.ask(asks, path, undefined, {
				origin: 'https://elsewhere.example',
				'access-control-request-method': method,
				'access-control-request-headers': 'content-type'
			});
			const allowing = Object.keys(answer.headers).filter((name) =>
				name.startsWith('access-control-')
			);
			expect(allowing).toEqual([]);
		}
	});
}

/** The HTTP status that an upgrade is refused with. */
async function refusal(server: TestServer, headers: Record<string, string>): Promise<number> {
	const socket = new WebSocket(server.lineUrl, 'greenroom.v1', { headers });
	const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
	const accepted = once(socket, 'open').then(() => socket.terminate());
	const outcome = await Promise.race([refused, accepted]);
	return outcome ? (outcome[1].statusCode ?? 0) : 101;
}

test('[F7] [C3] cross-site WebSocket hijacking: a cookie with another site’s Origin is refused', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const cookie = String(guest.headers['cookie']);
	for (const origin of foreignOrigins(server)) {
		expect([origin, await refusal(server, { cookie, origin })]).toEqual([origin, 403]);
	}
	// A key in the header does not make the page's site ours.
	const authorization = `Bearer ${TEST_KEY}`;
	const origin = 'https://elsewhere.example';
	expect(await refusal(server, { authorization, origin })).toBe(403);
});

test('[F7] [C3] a cookie without an Origin counts for nothing; with our own it is whose it is', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const cookie = String(guest.headers['cookie']);
	const bare = new RawClient(server.lineUrl, { headers: { cookie } });
	await bare.next('connection_established');
	const answer = await bare.request('join_channel', { channel: 'room:mine' });
	expect(answer.payload).toMatchObject({ errorCode: 'UNAUTHORIZED' });
	expect(bare.received.some(({ type }) => type === 'connection_success')).toBe(false);
	bare.close();

	const own = new RawClient(server.lineUrl, { headers: { cookie, origin: server.url } });
	const { payload } = await own.next('connection_success');
	const me = (await guest.get('/api/me')).body as { userId: string };
	expect(payload['userId']).toBe(me.userId);
	own.close();
});

test('[F7] [C3] a rebound name at the upgrade is refused, whatever it brings', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const cookie = String(guest.headers['cookie']);
	for (const host of foreignHosts(server)) {
		for (const headers of [
			{ host },
			{ host, cookie, origin: `http://${host}` },
			{ host, cookie, origin: server.url },
			{ host, authorization: `Bearer ${TEST_KEY}`, 'x-forwarded-host': new URL(server.url).host }
		]) {
			const given = Object.fromEntries(
				Object.entries(headers).filter(([, value]) => value !== undefined)
			) as Record<string, string>;
			expect([host, await refusal(server, given)]).toEqual([host, 403]);
		}
	}
});

test('[F7] [R1] a bearer needs no Origin, and no Origin makes a bearer of a cookie', async ({
	server
}) => {
	const wish = { mode: 'words', words: 10 };
	const origin = 'https://elsewhere.example';
	const program = await Caller.withKey(server).post('/api/typing/sessions', wish);
	expect(program.status).toBe(201);
	const { headers } = await Caller.guest(server);
	const both = new Caller(server, { cookie: headers['cookie'], authorization: 'Bearer wrong' });
	const answer = await both.post('/api/typing/sessions', wish, { origin });
	expect(answer.status).toBe(401);
	expect((answer.body as ErrorAnswer).error.errorCode).toBe('INVALID_KEY');
});
