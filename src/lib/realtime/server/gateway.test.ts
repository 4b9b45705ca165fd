import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp();
});
afterAll(() => house.stop());

const stamp = '2026-01-31T12:00:00.000Z';

describe('the envelope', () => {
	test('[E1] every message out has type, ISO 8601 timestamp and payload', async () => {
		const client = await house.openAs('alice');
		client.send('ping');
		await client.next('pong');
		for (const message of client.received) {
			expect(message.type).toMatch(/^[a-z_]+$/);
			expect(new Date(message.timestamp).toISOString()).toBe(message.timestamp);
			expect(message.payload).toBeTypeOf('object');
		}
		client.close();
	});

	test.each([
		['text that is not JSON', '{"type":', ''],
		['an array', '[]', ''],
		['null', 'null', ''],
		['a type that is no string', `{"type":7,"timestamp":"${stamp}","payload":{}}`, 'type'],
		['an unknown type', `{"type":"dance","timestamp":"${stamp}","payload":{}}`, 'type'],
		[
			'a type from the prototype',
			`{"type":"toString","timestamp":"${stamp}","payload":{}}`,
			'type'
		],
		['no timestamp', '{"type":"ping","payload":{}}', 'timestamp'],
		['a timestamp in no ISO form', '{"type":"ping","timestamp":"now","payload":{}}', 'timestamp'],
		['no payload', `{"type":"ping","timestamp":"${stamp}"}`, 'payload'],
		[
			'a payload that is no object',
			`{"type":"ping","timestamp":"${stamp}","payload":[]}`,
			'payload'
		],
		[
			'a requestId that is too long',
			JSON.stringify({ type: 'ping', timestamp: stamp, payload: {}, requestId: 'x'.repeat(65) }),
			'requestId'
		],
		[
			'a missing field',
			`{"type":"connect","timestamp":"${stamp}","payload":{}}`,
			'payload.api_key'
		],
		[
			'a wrong field deep inside',
			JSON.stringify({
				type: 'input_update',
				timestamp: stamp,
				payload: {
					sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
					seq: 0,
					events: [{ t: -1, kind: 'insert', text: 'a' }]
				}
			}),
			'payload.events.0.t'
		],
		[
			'a wrong number beside events that are right',
			JSON.stringify({
				type: 'input_update',
				timestamp: stamp,
				payload: {
					sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
					seq: 0.5,
					events: [{ t: 1, kind: 'insert', text: 'a' }]
				}
			}),
			'payload.seq'
		]
	])(
		'[E2] %s is refused with the path that failed, and the connection stays',
		async (_, text, path) => {
			const client = await house.openAs('alice');
			client.sendText(text);
			const { payload } = await client.next('error');
			expect(payload).toMatchObject({
				errorCode: 'INVALID_MESSAGE_FORMAT',
				details: { path },
				retryable: false
			});
			expect(String(payload['errorMessage'])).toMatch(/\S/);
			await client.settle();
			client.close();
		}
	);

	test('[E2] a binary frame is refused, and the connection stays', async () => {
		const client = await house.openAs('alice');
		client.socket.send(Buffer.from('{}'));
		expect((await client.next('error')).payload['errorCode']).toBe('INVALID_MESSAGE_FORMAT');
		await client.settle();
		client.close();
	});

	test('[E2] the fifth invalid message within a minute closes with 4002', async () => {
		const client = await house.openAs('alice');
		for (let index = 0; index < 5; index++) client.sendText('nonsense');
		expect(await client.closed).toMatchObject({ code: 4002 });
		expect(client.received.filter(({ type }) => type === 'error')).toHaveLength(5);
		expect(client.received.at(-1)?.type).toBe('disconnect');
	});

	test('[E2] unknown fields are stripped, not refused', async () => {
		const client = await house.openAs('alice');
		const answer = await client.request('ping', { surprise: true });
		expect(answer.type).toBe('pong');
		client.close();
	});

	test('[E3] an error says its code, a sentence, and whether trying again may help', async () => {
		const client = await house.openAs('alice');
		const answer = await client.request('start_session', {
			sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11'
		});
		expect(answer.payload).toEqual({
			errorCode: 'SESSION_NOT_FOUND',
			errorMessage: 'There is no such test. Start a new one.',
			retryable: false
		});
		client.close();
	});

	test('[E5] a permission that the credential lacks is FORBIDDEN', async () => {
		const client = await house.openAs('reader');
		const answer = await client.request('start_session', {
			sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11'
		});
		expect(answer.payload).toMatchObject({ errorCode: 'FORBIDDEN', retryable: false });
		client.close();
	});

	test('[D1] a request has exactly one direct answer, the only message with its id', async () => {
		const client = await house.open();
		client.send('connect', { api_key: 'alice' }, 'the-one');
		await client.next('message_delivered');
		await client.settle();
		const withId = client.received.filter(({ requestId }) => requestId === 'the-one');
		expect(withId.map(({ type }) => type)).toEqual(['connection_success']);
		client.close();
	});

	test('[D1] an invalid message with a usable requestId is answered by an error with that id', async () => {
		const client = await house.openAs('alice');
		const answer = await client.request('connect', { api_key: 7 });
		expect(answer).toMatchObject({
			type: 'error',
			payload: { details: { path: 'payload.api_key' } }
		});
		client.close();
	});
});

describe('limits', () => {
	test('[L1] a message over 128 KiB closes with 1009', async () => {
		const client = await house.openAs('alice');
		client.sendText('x'.repeat(128 * 1024 + 1));
		expect(await client.closed).toMatchObject({ code: 1009 });
	});

	test('[L1] a message of exactly 128 KiB is read', async () => {
		const client = await house.openAs('alice');
		const padding =
			128 * 1024 - JSON.stringify({ type: 'ping', timestamp: stamp, payload: { p: '' } }).length;
		client.sendText(
			JSON.stringify({ type: 'ping', timestamp: stamp, payload: { p: 'x'.repeat(padding) } })
		);
		await client.next('pong');
		client.close();
	});

	test('[L2] the 101st message in a minute is refused with the time to wait', async () => {
		const client = await house.open();
		await client.request('connect', { api_key: 'alice' });
		for (let index = 0; index < 99; index++) {
			expect((await client.request('authenticate', { token: 'alice' })).type).toBe(
				'connection_success'
			);
		}
		const refused = await client.request('authenticate', { token: 'alice' });
		expect(refused.payload).toMatchObject({ errorCode: 'RATE_LIMIT_EXCEEDED', retryable: true });
		const { retryAfterMs } = refused.payload['details'] as unknown as { retryAfterMs: number };
		expect(retryAfterMs).toBeGreaterThan(0);
		expect(retryAfterMs).toBeLessThanOrEqual(600);
		client.close();
	});

	test('[L2] ten refusals in a row close with 4001', async () => {
		const client = await house.openAs('alice');
		for (let index = 0; index < 120; index++) client.send('connect', { api_key: 'alice' });
		expect(await client.closed).toMatchObject({ code: 4001 });
	});

	test('[L2] ten pings a minute are free; typing does not draw from the messages', async () => {
		const small = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '2' });
		const client = await small.open();
		await client.request('connect', { api_key: 'alice' });
		for (let index = 0; index < 10; index++) {
			expect((await client.request('ping')).type).toBe('pong');
		}
		expect((await client.request('ping')).type).toBe('pong');
		expect((await client.request('ping')).payload['errorCode']).toBe('RATE_LIMIT_EXCEEDED');
		const typed = await client.request('input_update', {
			sessionId: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
			seq: 0,
			events: [{ t: 0, kind: 'insert', text: 'a' }]
		});
		expect(typed.payload['errorCode']).toBe('SESSION_NOT_FOUND');
		client.close();
		await small.stop();
	});

	test('[L2] input_update has 200 at once and 40 a second', async () => {
		const client = await house.openAs('alice');
		const sessionId = '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11';
		const payload = { sessionId, seq: 0, events: [{ t: 0, kind: 'insert', text: 'a' }] };
		for (let index = 0; index < 400; index++) client.send('input_update', payload);
		expect(await client.closed).toMatchObject({ code: 4001 });
		const codes = client.received.map(({ payload }) => payload['errorCode']);
		const passed = codes.filter((code) => code === 'SESSION_NOT_FOUND').length;
		expect(passed).toBeGreaterThanOrEqual(200);
		expect(passed).toBeLessThan(390);
	});

	describe('a reader that stops reading', () => {
		let small: TestApp;
		beforeAll(async () => {
			small = await startTestApp({
				LIMIT_UNSENT_BYTES: String(64 * 1024),
				LIMIT_PINGS_PER_MINUTE: '1000000'
			});
		});
		afterAll(() => small.stop());

		/** More answers than the system's own buffers hold, to a client that reads none of them. */
		async function flood(): Promise<RawClient> {
			const client = await small.openAs('alice');
			client.socket.pause();
			const ping = JSON.stringify({
				type: 'ping',
				timestamp: stamp,
				payload: {},
				requestId: 'x'.repeat(64)
			});
			for (let round = 0; round < 150; round++) {
				for (let index = 0; index < 1000; index++) client.sendText(ping);
				await new Promise((resolve) => setImmediate(resolve));
			}
			return client;
		}

		test('[L4] it is let go, whether it reads again or not', async () => {
			const client = await flood();
			await expect.poll(() => small.app.connectionCount(), { timeout: 10_000 }).toBe(0);
			client.socket.terminate();
		});

		test('[L4] others are served meanwhile', async () => {
			const other = await small.openAs('bob');
			let isFlooding = true;
			const flooding = flood().finally(() => (isFlooding = false));
			let served = 0;
			for (; isFlooding; served += 1) {
				expect((await other.request('ping')).type).toBe('pong');
			}
			expect(served).toBeGreaterThan(5);
			other.close();
			(await flooding).socket.terminate();
		});
	});
});
