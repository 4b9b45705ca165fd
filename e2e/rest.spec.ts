import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { ReservedTest, ResultSummary } from '../src/lib/typing/results';
import { TEST_KEY, TestServer } from './server';
import { expect, test } from './test';
import { Caller, cookieOf, type Answer, type ErrorAnswer } from './test-helpers/rest';

const tenWords = { mode: 'words', words: 10 };
const unknownId = '00000000-0000-4000-8000-000000000000';

/** Rule R1: the status and the error that fit. */
function expectError(answer: Answer, status: number, errorCode: string, retryable = false): void {
	expect(answer.body).toEqual({
		error: {
			errorCode,
			errorMessage: expect.stringMatching(/^\S.*\S$/s) as unknown,
			retryable,
			...((answer.body as ErrorAnswer).error.details !== undefined && {
				details: expect.anything() as unknown
			})
		}
	});
	expect(answer.status).toBe(status);
}

const pathOf = (answer: Answer) =>
	((answer.body as ErrorAnswer).error.details as { path?: string } | undefined)?.path;

for (const [what, body, path] of [
	['an unknown mode', { mode: 'sprint' }, 'mode'],
	['a length that is none', { mode: 'words', words: 11 }, 'words'],
	['a count that is too high', { ...tenWords, count: 6 }, 'count'],
	['an empty text', { mode: 'custom', text: ' \n ' }, 'text'],
	['a text of the wrong type', { mode: 'custom', text: 7 }, 'text'],
	['a control character', { mode: 'custom', text: 'a\u0007b' }, 'text'],
	['a text that is too long', { mode: 'custom', text: 'a'.repeat(20_001) }, 'text'],
	['what is not JSON', '{"mode":', '']
] as const) {
	test(`[R1] ${what} is answered 400 with the path that failed`, async ({ server }) => {
		const answer = await Caller.withKey(server).post('/api/typing/sessions', body);
		expectError(answer, 400, 'INVALID_MESSAGE_FORMAT');
		expect(pathOf(answer)).toBe(path);
	});
}

for (const query of ['limit=0', 'limit=201', 'limit=many', 'mode=sprint', 'cursor=nonsense']) {
	test(`[R1] a list asked for with ${query} is answered 400`, async ({ server }) => {
		const answer = await Caller.withKey(server).get(`/api/typing/results?${query}`);
		expectError(answer, 400, 'INVALID_MESSAGE_FORMAT');
		expect(pathOf(answer)).toBe(query.split('=')[0]);
	});
}

test('[R1] nobody, and a bearer of no key, are answered 401', async ({ server }) => {
	expectError(await new Caller(server).get('/api/me'), 401, 'UNAUTHORIZED');
	expectError(await Caller.withKey(server, 'wrong').get('/api/me'), 401, 'INVALID_KEY');
	const malformed = new Caller(server, { authorization: 'Basic dXNlcjpwYXNz' });
	expectError(await malformed.get('/api/me'), 401, 'UNAUTHORIZED');
});

test('[R1] a bearer counts before a cookie, and a wrong one is not made good by it', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	expectError(await guest.get('/api/me', { authorization: 'Bearer wrong' }), 401, 'INVALID_KEY');
});

test('[R1] another site cannot act with the cookie of a visitor', async ({ server }) => {
	const guest = await Caller.guest(server);
	const origin = 'https://elsewhere.example';
	const sent = await guest.post('/api/typing/sessions', tenWords, { origin });
	expectError(sent, 403, 'FORBIDDEN');
	const made = await new Caller(server).post('/api/me', undefined, { origin });
	expectError(made, 403, 'FORBIDDEN');
	expect(made.headers['set-cookie']).toBeUndefined();
});

test('[C3] a host that is not the server’s own is answered 403, page and API alike', async ({
	server
}) => {
	const caller = Caller.withKey(server);
	const host = 'rebound.example';
	expect((await caller.get('/', { host })).status).toBe(403);
	expect((await caller.get('/api/me', { host })).status).toBe(403);
	expect((await caller.get('/api/me', { host: `127.0.0.1:${server.port}` })).status).toBe(200);
});

test('[A6] somebody else’s test is answered exactly as one that does not exist', async ({
	server
}) => {
	const made = await Caller.withKey(server).post('/api/typing/sessions', tenWords);
	const { sessionId } = made.body as ReservedTest;
	const other = await Caller.guest(server);

	const foreign = await other.get(`/api/typing/sessions/${sessionId}`);
	const unknown = await other.get(`/api/typing/sessions/${unknownId}`);
	expectError(foreign, 404, 'SESSION_NOT_FOUND');
	expect(foreign.body).toEqual(unknown.body);
	const foreignLog = await other.get(`/api/typing/sessions/${sessionId}?include=log`);
	expect(foreignLog.body).toEqual(unknown.body);
});

test('[A6] somebody else’s result is answered exactly as one that does not exist', async ({
	server
}) => {
	const { resultId } = await typeOnLine(server, 'mine');
	const other = await Caller.guest(server);

	const foreign = await other.get(`/api/typing/results/${resultId}?include=log`);
	const unknown = await other.get(`/api/typing/results/${unknownId}?include=log`);
	expectError(foreign, 404, 'NOT_FOUND');
	expect(foreign.body).toEqual(unknown.body);
	expect((await other.get(`/api/typing/results/no-id-at-all`)).body).toEqual(unknown.body);
	expect((await Caller.withKey(server).get(`/api/typing/results/${resultId}`)).status).toBe(200);
});

test('[R1] a text of a megabyte is answered 413', async ({ server }) => {
	const body = { mode: 'custom', text: 'a'.repeat(1024 * 1024) };
	const answer = await Caller.withKey(server).post('/api/typing/sessions', body);
	expectError(answer, 413, 'PAYLOAD_TOO_LARGE');
});

test('[R1] a body that is said to be something else than JSON is answered 415', async ({
	server
}) => {
	const answer = await Caller.withKey(server).post(
		'/api/typing/sessions',
		JSON.stringify(tenWords),
		{ 'content-type': 'application/xml' }
	);
	expectError(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
});

test('[L6] too many requests and too many guests are answered 429 with Retry-After', async () => {
	const server = await TestServer.startBuilt({
		LIMIT_REQUESTS_PER_MINUTE: '3',
		LIMIT_GUESTS_PER_HOUR: '1'
	});
	const caller = Caller.withKey(server);
	for (let call = 0; call < 3; call += 1) expect((await caller.get('/api/me')).status).toBe(200);
	const refused = await caller.get('/api/me');
	expectError(refused, 429, 'RATE_LIMIT_EXCEEDED', true);
	expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
	expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(20);

	const visit = () => new Caller(server).get('/', { accept: 'text/html' });
	expect((await visit()).status).toBe(200);
	const unwelcome = await visit();
	expect(unwelcome.status).toBe(429);
	expect(Number(unwelcome.headers['retry-after'])).toBeGreaterThan(60);
	expect((await new Caller(server).get('/healthz')).status).toBe(200);
	await server.dispose();
});

test('[A7] a key is made, shown once, listed by its prefix, used and revoked', async ({
	server
}) => {
	const guest = await Caller.guest(server);
	const made = await guest.post('/api/keys', { name: 'laptop' });
	expect(made.status).toBe(201);
	const { key, keyId, prefix, permission } = made.body as Record<string, string>;
	expect(permission).toBe('write');
	expect(key).toMatch(/^gr_[\w-]{43}$/);
	expect(key?.startsWith(prefix ?? ' ')).toBe(true);

	const bearer = Caller.withKey(server, key);
	const owner = (await guest.get('/api/me')).body as { userId: string };
	expect((await bearer.get('/api/me')).body).toMatchObject({ userId: owner.userId });
	const listed = await guest.get('/api/keys');
	expect(listed.body).toMatchObject({ items: [{ keyId, prefix, name: 'laptop' }] });
	expect(JSON.stringify(listed.body)).not.toContain(key);

	const stranger = await Caller.guest(server);
	expectError(await stranger.ask('DELETE', `/api/keys/${keyId}`), 404, 'NOT_FOUND');
	expect((await guest.ask('DELETE', `/api/keys/${keyId}`)).status).toBe(204);
	expectError(await bearer.get('/api/me'), 401, 'INVALID_KEY');
	expect((await guest.get('/api/keys')).body).toEqual({ items: [] });
});

test('[A7] a key that reads cannot write, and makes no stronger one', async ({ server }) => {
	const guest = await Caller.guest(server);
	const made = await guest.post('/api/keys', { name: 'reader', permission: 'read' });
	const reader = Caller.withKey(server, (made.body as { key: string }).key);
	expect((await reader.get('/api/typing/results')).status).toBe(200);
	expectError(await reader.post('/api/typing/sessions', tenWords), 403, 'FORBIDDEN');
	expectError(await reader.post('/api/keys', { name: 'more' }), 403, 'FORBIDDEN');
	const stronger = await guest.post('/api/keys', { name: 'chief', permission: 'admin' });
	expectError(stronger, 403, 'FORBIDDEN');
});

test('[A7] a key that is past its time is told so', async ({ server }) => {
	const guest = await Caller.guest(server);
	const expiresAt = new Date(Date.now() + 1_000).toISOString();
	const made = await guest.post('/api/keys', { name: 'old', expiresAt });
	const { key } = made.body as { key: string };
	const holder = Caller.withKey(server, key);
	await expect.poll(async () => (await holder.get('/api/me')).status).toBe(401);
	expectError(await holder.get('/api/me'), 401, 'TOKEN_EXPIRED');
});

test('[A7] a key that would be past its time from the start is not made', async ({ server }) => {
	const guest = await Caller.guest(server);
	const wish = { name: 'old', expiresAt: '2020-01-01T00:00:00Z' };
	expectError(await guest.post('/api/keys', wish), 400, 'INVALID_MESSAGE_FORMAT');
});

test('[A1] a first visit makes a guest, and later ones keep it', async ({ server }) => {
	const visitor = new Caller(server, { accept: 'text/html' });
	const first = await visitor.get('/');
	const setCookie = [first.headers['set-cookie'] ?? []].flat();
	expect(setCookie).toHaveLength(1);
	expect(setCookie[0]).toMatch(/HttpOnly/i);
	expect(setCookie[0]).toMatch(/SameSite=Lax/i);

	const cookie = cookieOf(setCookie);
	expect((await visitor.get('/', { cookie })).headers['set-cookie']).toBeUndefined();
	const who = async () => (await visitor.get('/api/me', { cookie })).body as { userId: string };
	const { userId } = await who();
	await visitor.post('/api/me', undefined, { cookie, origin: server.url });
	expect((await who()).userId).toBe(userId);
});

test('[A1] POST /api/me makes a guest of who has no cookie, GET makes none', async ({ server }) => {
	const stranger = new Caller(server, { origin: server.url });
	expect((await stranger.get('/api/me')).headers['set-cookie']).toBeUndefined();
	const made = await stranger.post('/api/me', undefined);
	expect(made.status).toBe(200);
	expect(made.body).toMatchObject({ permissions: ['read', 'write'] });
	const cookie = cookieOf(made.headers['set-cookie']);
	const { userId } = made.body as { userId: string };
	expect((await stranger.get('/api/me', { cookie })).body).toMatchObject({ userId });
});

test('[T1] a test is made with the text brought, and more are reserved ahead', async ({
	server
}) => {
	const caller = Caller.withKey(server);
	const own = await caller.post('/api/typing/sessions', { mode: 'custom', text: 'a\r\n\tb  ' });
	expect(own.status).toBe(201);
	expect(own.body).toMatchObject({ text: 'a\n\tb', settings: { mode: 'custom' } });
	const made = await caller.post('/api/typing/sessions', { ...tenWords, count: 3 });
	const { sessionId, reserved } = made.body as ReservedTest & { reserved: ReservedTest[] };
	const ids = new Set([sessionId, ...reserved.map((one) => one.sessionId)]);
	expect(ids.size).toBe(3);
	const read = await caller.get(`/api/typing/sessions/${reserved[1]?.sessionId}`);
	expect(read.body).toMatchObject({ status: 'reserved', nextSeq: 0, text: reserved[1]?.text });
});

test('[R2] results come newest first, in pages that join without a gap', async () => {
	const server = await TestServer.startBuilt();
	const made: string[] = [];
	for (const text of ['one', 'two', 'three', 'four', 'five']) {
		made.unshift((await typeOnLine(server, text)).resultId);
	}
	const caller = Caller.withKey(server);
	const seen: string[] = [];
	for (let cursor: string | undefined = ''; cursor !== undefined;) {
		const more = cursor && `&cursor=${encodeURIComponent(cursor)}`;
		const { body } = await caller.get(`/api/typing/results?limit=2${more}`);
		const page = body as { items: ResultSummary[]; nextCursor?: string };
		expect(page.items.length).toBeLessThanOrEqual(2);
		seen.push(...page.items.map(({ resultId }) => resultId));
		cursor = page.nextCursor;
	}
	expect(seen).toEqual(made);
	const none = await caller.get('/api/typing/results?mode=time');
	expect(none.body).toEqual({ items: [] });
	await server.dispose();
});

test('the server says that it is alive, and that it is ready', async ({ server }) => {
	const caller = new Caller(server);
	expect((await caller.get('/healthz')).body).toEqual({ status: 'ok' });
	expect(await caller.get('/readyz')).toMatchObject({
		status: 200,
		body: { status: 'ok', troubles: {} }
	});
});

test('[R1] an address under /api where nothing is, is answered 404', async ({ server }) => {
	const answer = await Caller.withKey(server).get('/api/nothing');
	expectError(answer, 404, 'NOT_FOUND');
});

test('[C1] an upgrade that nobody claims is refused with 404', async ({ server }) => {
	const socket = new WebSocket(`ws://localhost:${server.port}/nowhere`);
	const refused = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
	const response = refused[1];
	expect(response.statusCode).toBe(404);
	response.destroy();
});

test('[C7] SIGTERM tells whoever is on the line, closes with 1001 and exits with 0', async () => {
	const server = await TestServer.startBuilt();
	const socket = await openLine(server);
	const said: { type: string; payload: Record<string, unknown> }[] = [];
	socket.on('message', (data) => said.push(JSON.parse(String(data))));
	const closed = once(socket, 'close');

	expect(await server.kill('SIGTERM')).toBe(0);

	expect((await closed)[0]).toBe(1001);
	expect(said.at(-1)).toMatchObject({
		type: 'disconnect',
		payload: { reason: 'Server shutting down' }
	});
	expect(said.at(-1)?.payload['retryAfterMs']).toEqual(expect.any(Number));
	await server.dispose();
});

test('[C7] a second signal does not wait for those who will not go', async () => {
	const server = await TestServer.startBuilt({ SHUTDOWN_TIMEOUT: '60' });
	const socket = await openLine(server);
	// It answers no close frame: the first signal waits for it.
	socket.pause();
	const first = server.kill('SIGTERM');
	await expect
		.poll(() => new Caller(server).get('/healthz').catch(() => 'refused'))
		.toBe('refused');

	const exitCode = await server.kill('SIGTERM');

	expect(exitCode).toBe(1);
	await first;
	socket.terminate();
	await server.dispose();
});

/** A connection of the test key's, ready for messages. */
async function openLine(server: TestServer): Promise<WebSocket> {
	const headers = { authorization: `Bearer ${TEST_KEY}` };
	const socket = new WebSocket(server.lineUrl, 'greenroom.v1', { headers });
	await hear(socket, 'connection_success');
	return socket;
}

/** Waits for one type of message. @returns its payload */
function hear<T>(socket: WebSocket, wanted: string): Promise<T> {
	return new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => reject(new Error(`closed before ${wanted}`)));
		socket.on('message', function listen(data) {
			const { type, payload } = JSON.parse(String(data)) as { type: string; payload: T };
			if (type !== wanted) return;
			socket.off('message', listen);
			resolve(payload);
		});
	});
}

/** Types a text of one's own, as the test key. */
async function typeOnLine(server: TestServer, text: string): Promise<{ resultId: string }> {
	const made = await Caller.withKey(server).post('/api/typing/sessions', { mode: 'custom', text });
	const { sessionId } = made.body as ReservedTest;
	const socket = await openLine(server);
	const done = hear<{ resultId: string }>(socket, 'session_complete');
	const events = Array.from(text, (char, index) => ({ t: index * 90, kind: 'insert', text: char }));
	socket.send(
		JSON.stringify({
			type: 'input_update',
			timestamp: new Date().toISOString(),
			payload: { sessionId, seq: 0, events },
			requestId: sessionId
		})
	);
	const result = await done;
	socket.close();
	return result;
}
