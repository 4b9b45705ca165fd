import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { RawClient } from '../src/lib/testing/raw-client';
import { TestServer } from './server';
import { expect, test } from './test';
import { Caller, cookieOf } from './test-helpers/rest';

const READER = 'a-reader';
const CHIEF = 'a-chief';

/** The numbers of /metrics, by series. */
async function metricsOf(caller: Caller): Promise<Map<string, number>> {
	const { body } = await caller.get('/metrics');
	const lines = (body as string).split('\n').filter((line) => /^\w/.test(line));
	return new Map(
		lines.map((line) => {
			const space = line.lastIndexOf(' ');
			return [line.slice(0, space), Number(line.slice(space + 1))];
		})
	);
}

/** A client that has heard `connection_established`. */
async function connect(
	server: TestServer,
	options?: ConstructorParameters<typeof RawClient>[1]
): Promise<RawClient> {
	const client = new RawClient(server.lineUrl, options);
	await client.next('connection_established');
	return client;
}

async function connectAs(server: TestServer, key: string): Promise<RawClient> {
	const client = await connect(server);
	await client.request('connect', { api_key: key });
	return client;
}

test.describe('metrics', () => {
	let server: TestServer;
	test.beforeAll(async () => {
		server = await TestServer.startBuilt({
			TEST_API_KEYS: `valid-test-key,${READER}:read,${CHIEF}:admin`
		});
	});
	test.afterAll(() => server.dispose());

	test('[A7] metrics are for administrators, whatever else they may be asked with', async () => {
		const status = async (caller: Caller) => (await caller.get('/metrics')).status;
		expect(await status(new Caller(server))).toBe(401);
		expect(await status(Caller.withKey(server, 'wrong'))).toBe(401);
		expect(await status(Caller.withKey(server, READER))).toBe(403);
		expect(await status(Caller.withKey(server))).toBe(403);
		expect(await status(await Caller.guest(server))).toBe(403);
		const answer = await Caller.withKey(server, CHIEF).get('/metrics');
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
		expect(answer.headers['cache-control']).toBe('no-store');
	});

	test('what happens on the line is counted by what it was', async () => {
		const chief = Caller.withKey(server, CHIEF);
		const before = await metricsOf(chief);
		const client = await connectAs(server, 'valid-test-key');
		for (let index = 0; index < 3; index++) await client.request('ping');
		await client.request('made_up');
		client.sendText('{"type":');
		await client.request('start_session', { sessionId: '00000000-0000-4000-8000-000000000000' });
		const stranger = await connect(server);
		await stranger.request('connect', { api_key: 'wrong' });
		await stranger.closed;
		const after = await metricsOf(chief);
		const grown = (series: string) => (after.get(series) ?? NaN) - (before.get(series) ?? 0);

		expect(after.get('greenroom_line_connections')).toBe(1);
		expect(after.get('greenroom_line_unsent_bytes')).toBe(0);
		const messages = (type: string) => grown(`greenroom_line_messages_total{type="${type}"}`);
		expect(messages('ping')).toBe(3);
		expect(messages('connect')).toBe(2);
		expect(messages('start_session')).toBe(1);
		expect(messages('unknown')).toBe(2);
		expect([...after.keys()].filter((series) => series.includes('made_up'))).toEqual([]);
		const answers = 'greenroom_line_answer_duration_seconds';
		expect(grown(`${answers}_count{type="ping"}`)).toBe(3);
		expect(grown(`${answers}_bucket{type="ping",le="+Inf"}`)).toBe(3);
		expect(grown(`${answers}_sum{type="ping"}`)).toBeGreaterThan(0);
		expect(grown(`${answers}_count{type="start_session"}`)).toBe(0);
		const errors = (code: string) => grown(`greenroom_line_errors_total{code="${code}"}`);
		expect(errors('INVALID_MESSAGE_FORMAT')).toBe(2);
		expect(errors('SESSION_NOT_FOUND')).toBe(1);
		expect(errors('INVALID_KEY')).toBe(1);
		expect(grown('greenroom_line_closes_total{code="4000"}')).toBe(1);
		client.close();
	});

	test('requests, commits and the delay of the event loop are counted in the built server', async () => {
		const chief = Caller.withKey(server, CHIEF);
		await chief.post('/api/keys', { name: 'counted' });
		await chief.get('/api/nothing');
		const numbers = await metricsOf(chief);
		const requests = (method: string, route: string, status: number) =>
			numbers.get(
				`greenroom_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`
			);
		expect(requests('POST', '/api/keys', 201)).toBe(1);
		expect(requests('GET', '/api/[...path]', 404)).toBe(1);
		expect(numbers.get('greenroom_database_commit_duration_seconds_count')).toBeGreaterThan(0);
		expect(numbers.get('greenroom_database_jobs_total')).toBeGreaterThan(0);
		expect(numbers.get('greenroom_database_jobs_waiting')).toBe(0);
		expect(numbers.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
	});

	test('a connection that is silent for two heartbeats is counted as lost', async () => {
		const quick = await TestServer.startBuilt({ HEARTBEAT_INTERVAL_MS: '100', METRICS: 'open' });
		const client = await connect(quick);
		// Nothing is read any more, so that no ping is answered.
		client.socket.pause();
		const nobody = new Caller(quick);
		await expect
			.poll(async () => (await metricsOf(nobody)).get('greenroom_line_heartbeat_losses_total'))
			.toBe(1);
		client.socket.terminate();
		await quick.dispose();
	});

	test('METRICS=open shows them to whoever asks, by whatever name', async () => {
		const open = await TestServer.startBuilt({ METRICS: 'open' });
		const answer = await new Caller(open).get('/metrics', { host: 'greenroom.internal' });
		expect(answer.status).toBe(200);
		await open.dispose();
	});
});

test('every answer has an x-request-id: the caller’s where it is well formed', async ({
	server
}) => {
	const caller = Caller.withKey(server);
	const idOf = async (path: string, headers = {}) =>
		(await caller.get(path, headers)).headers['x-request-id'];
	expect(await idOf('/api/me', { 'x-request-id': 'trace-7.a:b' })).toBe('trace-7.a:b');
	for (const path of ['/api/me', '/api/nothing', '/healthz', '/typing']) {
		expect(await idOf(path)).toMatch(/^[0-9a-f-]{36}$/);
	}
	expect(await idOf('/api/me', { 'x-request-id': 'x'.repeat(65) })).toHaveLength(36);
	expect(await idOf('/api/me', { 'x-request-id': '"; DROP' })).toHaveLength(36);
});

test('nothing secret and nothing anybody wrote gets into the log, however loud it is', async () => {
	test.slow();
	const secrets = new Map<string, string>();
	/** Something that is nowhere else, to be looked for at the end. */
	const secret = (place: string) => {
		const text = `sesame-${randomBytes(9).toString('hex')}`;
		secrets.set(place, text);
		return text;
	};
	/** Something the server made up, that belongs to one person alone. */
	const keepSecret = (place: string, text: string) => void secrets.set(place, text);

	const testKey = secret('a key of TEST_API_KEYS');
	const server = await TestServer.startBuilt({
		LOG_LEVEL: 'trace',
		TEST_API_KEYS: testKey,
		AUTH_SECRET: secret('AUTH_SECRET').padEnd(40, '-'),
		// Nobody answers there, which is worth a line in the log.
		AUTH_JWKS_URL: 'http://127.0.0.1:9/jwks.json',
		AUTH_ISSUER: 'https://issuer.example',
		AUTH_AUDIENCE: 'greenroom'
	});
	const jwt = (name: string) => {
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const claims = part({ iss: 'https://issuer.example', aud: 'greenroom', sub: secret(name) });
		keepSecret(`${name}, its claims`, claims);
		return `${part({ alg: 'RS256', kid: 'one' })}.${claims}.${secret(`${name}, its signature`)}`;
	};

	await test.step('over REST', async () => {
		const bearer = (token: string) => Caller.withKey(server, token).get('/api/me');
		await bearer(testKey);
		await bearer(secret('a bearer that is no key'));
		await bearer(`gr_${secret('a bearer that looks like a key')}`);
		await bearer(jwt('a bearer that is a JWT'));
		const malformed = { authorization: `Basic ${secret('basic credentials')}` };
		await new Caller(server, malformed).get('/api/me');
		const badCookie = `greenroom.session_token=${secret('a cookie that is none')}`;
		await new Caller(server, { cookie: badCookie }).get('/api/me');
		await new Caller(server).get(`/api/me?token=${secret('a query')}`);
		await new Caller(server).get(`/healthz?key=${secret('the query of an open path')}`);
		await new Caller(server, { accept: 'text/html' }).get(`/typing?q=${secret('a page’s query')}`);
		const caller = Caller.withKey(server, testKey);
		await caller.post('/api/keys', `{"name":"${secret('malformed JSON')}`);
		await caller.post('/api/keys', { name: 7, key: secret('an invalid body') });
		const text = `${secret('a text to type')} and more`;
		await caller.post('/api/typing/sessions', { mode: 'custom', text });
		await caller.post('/api/chat/threads', { title: secret('a title') });
	});

	const people = await test.step('as a person', async () => {
		const guest = await Caller.guest(server);
		const email = `${secret('an address')}@example.org`;
		const password = secret('a password');
		const made = await guest.post('/api/me/sign-up', { email, password });
		expect(made.status).toBe(201);
		const { recoveryCodes } = made.body as { recoveryCodes: string[] };
		recoveryCodes.forEach((code, index) => keepSecret(`recovery code ${index}`, code));
		const cookie = cookieOf(made.headers['set-cookie']);
		keepSecret('a session cookie', decodeURIComponent(cookie.split('=')[1]!).split('.')[0]!);
		const person = new Caller(server, { origin: server.url, cookie });
		const stranger = await Caller.guest(server);
		const wrong = secret('a wrong password');
		expect((await stranger.post('/api/me/sign-in', { email, password: wrong })).status).toBe(401);
		const unknown = `${secret('an unknown address')}@example.org`;
		await stranger.post('/api/me/sign-in', { email: unknown, password });
		const code = secret('a wrong recovery code');
		await stranger.post('/api/me/recover', { email, code, password: secret('one not taken') });
		const changed = secret('a new password');
		await person.post('/api/me/password', {
			current: secret('a wrong current one'),
			password: changed
		});
		expect(
			(await person.post('/api/me/password', { current: password, password: changed })).status
		).toBe(204);
		const link = await person.post('/api/me/device-link', undefined);
		const token = (link.body as { url: string }).url.split('#device.')[1]!;
		keepSecret('a device link', token);
		await stranger.post('/api/me/device-link/look', { token });
		await stranger.post('/api/me/device-link/redeem', { token: secret('a link that is none') });
		const key = await person.post('/api/keys', { name: secret('a key’s name') });
		keepSecret('a key', (key.body as { key: string }).key);
		const recover = {
			email,
			code: recoveryCodes[0],
			password: secret('a password after recovery')
		};
		expect((await stranger.post('/api/me/recover', recover)).status).toBe(200);
		return { cookie, key: (key.body as { key: string }).key };
	});

	await test.step('on the line', async () => {
		for (const [type, payload] of [
			['connect', { api_key: secret('a key that is none') }],
			['connect', { api_key: 7, note: secret('an invalid payload') }],
			['authenticate', { token: secret('a token that is none') }],
			['authenticate', { token: jwt('a JWT') }]
		] as const) {
			const client = await connect(server);
			await client.request(type, payload);
			client.close();
		}
		for (const authorization of [
			`Bearer ${secret('a bearer at the upgrade')}`,
			secret('no bearer')
		]) {
			await new RawClient(server.lineUrl, { headers: { authorization } }).closed;
		}
		const cookies = {
			origin: server.url,
			cookie: `greenroom.session_token=${secret('its cookie')}`
		};
		await new RawClient(server.lineUrl, { headers: cookies }).closed;
		await new RawClient(server.lineUrl, {
			headers: { origin: server.url, cookie: people.cookie }
		}).closed.catch(() => undefined);
		const asked = new RawClient(`${server.lineUrl}?key=${secret('the query of an upgrade')}`);
		await asked.next('connection_established');
		asked.close();

		const client = await connectAs(server, people.key);
		client.sendText(`{"type":"connect","payload":{"api_key":"${secret('malformed JSON, line')}"`);
		client.send(secret('a type').replaceAll('-', '_'), { text: 'x' });
		await client.request('join_channel', { channel: 'room:secrets' });
		await client.request('send_message', { channel: 'room:secrets', text: secret('a message') });
		await client.request('send_message', { channel: secret('a bad channel'), text: 'x' });
		const test = await Caller.withKey(server, people.key).post('/api/typing/sessions', {
			mode: 'words',
			words: 10
		});
		const { sessionId } = test.body as { sessionId: string };
		const typed = [...secret('what was typed')].map((character, index) => ({
			t: index * 90,
			kind: 'insert',
			text: character
		}));
		await client.request('input_update', { sessionId, seq: 0, events: typed });
		const input = secret('what was typed at once');
		await client.request('input_update', { sessionId, input });
		await client.request('input_update', { sessionId, seq: 99, events: [{ t: 'x', text: input }] });
		client.close();
	});

	await test.step('while nothing can be kept', async () => {
		const other = new SQLite(join(server.dataDir, 'greenroom.sqlite'));
		other.exec('BEGIN IMMEDIATE');
		const client = await connectAs(server, people.key);
		const said = client
			.request('send_message', {
				channel: 'room:secrets',
				text: secret('a message that is not kept')
			})
			.catch(() => undefined);
		const guest = Caller.withKey(server, testKey);
		const refused = await guest.post('/api/keys', { name: secret('a key that is not kept') });
		expect(refused.status).toBe(503);
		await said;
		other.exec('ROLLBACK');
		other.close();
		client.close();
	});

	await delay(200);
	await server.kill('SIGTERM');
	const { output } = server;
	await server.dispose();
	for (const [place, text] of secrets) expect(output, place).not.toContain(text);

	const lines = output
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	const saying = (message: string) => lines.filter(({ msg }) => msg === message);
	expect(saying('a commit failed')).not.toHaveLength(0);
	const answered = saying('a request was answered');
	expect(answered.length).toBeGreaterThan(20);
	for (const line of answered) {
		expect(line).toMatchObject({
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
			level: Number(line['status']) >= 500 ? 40 : 20
		});
	}
	expect(answered.filter(({ status }) => status === 503)).not.toHaveLength(0);
});
