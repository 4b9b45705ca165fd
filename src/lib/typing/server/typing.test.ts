import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { keysFor } from '../../testing/keys';
import type { RawClient } from '../../testing/raw-client';
import type { ReservedTest } from '../results';
import type { TestSettings } from '../settings';
import { prepareText } from '../text';
import { judgeLog } from '../verdict';

let house: TestApp;
let alice: string;
beforeAll(async () => {
	house = await startTestApp({ LIMIT_INPUT_BURST: '100000' });
	alice = (await house.app.accounts.keys.identify('alice')).userId;
});
afterAll(() => house.stop());

const words: TestSettings = {
	mode: 'words',
	words: 10,
	language: 'english',
	punctuation: false,
	numbers: false
};

async function reserve(settings: TestSettings = words) {
	const [test] = await house.app.typing.reserveTests(alice, settings, 1);
	return test!;
}

/** Types a whole text as a person would, in messages of five keys. */
async function typeAll(client: RawClient, sessionId: string, text: string) {
	const events = keysFor(text);
	for (let seq = 0; seq < events.length; seq += 5) {
		client.send('input_update', { sessionId, seq, events: events.slice(seq, seq + 5) });
	}
	return events;
}

describe('reserving', () => {
	test('[T1] a words test has that many words, a timed one enough for its time', async () => {
		const test = await reserve();
		expect(test.text.split(' ')).toHaveLength(10);
		expect(test.limitMs).toBeUndefined();
		const timed = await reserve({ ...words, mode: 'time', seconds: 15 } as TestSettings);
		expect(timed.limitMs).toBe(15_000);
		expect(timed.text.split(' ').length).toBeGreaterThanOrEqual(15 * 5);
	});

	test('[T1] tests reserved together differ, and are good for 30 days', async () => {
		const tests = await house.app.typing.reserveTests(alice, words, 5);
		expect(new Set(tests.map(({ text }) => text)).size).toBe(5);
		for (const { createdAt, expiresAt } of tests) {
			expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(30 * 24 * 60 * 60 * 1000);
		}
	});

	test('[T1] what was never finished goes after its 30 days; results stay', async () => {
		const own = await startTestApp();
		const bob = (await own.app.accounts.keys.identify('bob')).userId;
		const [first, second] = await own.app.typing.reserveTests(bob, words, 2);
		const client = await own.openAs('bob');
		await client.request('input_update', {
			sessionId: first!.sessionId,
			seq: 0,
			events: keysFor(first!.text).slice(0, 3)
		});
		await client.request('end_session', { sessionId: first!.sessionId });
		expect(await own.app.typing.sweep()).toBe(0);
		own.advance(31 * 24 * 60 * 60 * 1000);
		expect(await own.app.typing.sweep()).toBe(1);
		await expect(own.app.typing.session(bob, second!.sessionId)).rejects.toMatchObject({
			code: 'SESSION_NOT_FOUND'
		});
		expect((await own.app.typing.listResults(bob, { limit: 5 })).items).toHaveLength(1);
		await own.stop();
	});

	test('[T1] a custom text is kept as it is typed: NFC, one kind of line end', async () => {
		const test = await reserve({ mode: 'custom', text: 'cafe\u0301\r\n\tif (x)  {\r\n}' });
		expect(test.text.startsWith('caf\u00e9\n')).toBe(true);
		expect(test.text).not.toContain('\r');
	});

	test.each([
		['empty', ''],
		['only white space', ' \n\t '],
		['too long', 'a'.repeat(20_001)],
		['1 MB', 'word '.repeat(200_000)],
		['control characters', 'a\u0000b\u001b[31m']
	])('[T1] a custom text that is %s is refused with a sentence', async (_, text) => {
		await expect(reserve({ mode: 'custom', text })).rejects.toMatchObject({
			code: 'INVALID_MESSAGE_FORMAT',
			details: { path: 'text' },
			message: expect.stringMatching(/\w+ .*\./)
		});
	});
});

describe('typing', () => {
	test('[T2] start_session says where to go on', async () => {
		const { sessionId } = await reserve();
		const client = await house.openAs('alice');
		const answer = await client.request('start_session', { sessionId });
		expect(answer).toMatchObject({ type: 'session_started', payload: { sessionId, nextSeq: 0 } });
		client.close();
	});

	test('[T2] the first key starts a test where nobody said so', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const answer = await client.request('input_update', {
			sessionId,
			seq: 0,
			events: keysFor(text).slice(0, 3)
		});
		expect(answer).toMatchObject({
			type: 'metrics_update',
			payload: { nextSeq: 3, durableSeq: 0, analysis: { position: 3, correct: 3, incorrect: 0 } }
		});
		client.close();
	});

	test('[T2] [A6] the keys of a test under way are told to its typist alone, until it is over', async () => {
		const { sessionId, text } = await reserve();
		const { typing, accounts } = house.app;
		const client = await house.openAs('alice');
		const events = keysFor(text);
		expect(await typing.keysSoFar(alice, sessionId)).toEqual([]);
		await client.request('input_update', { sessionId, seq: 0, events: events.slice(0, 7) });
		expect(await typing.keysSoFar(alice, sessionId)).toEqual(events.slice(0, 7));
		const bob = (await accounts.keys.identify('bob')).userId;
		await expect(typing.keysSoFar(bob, sessionId)).rejects.toMatchObject({
			code: 'SESSION_NOT_FOUND'
		});
		await client.request('end_session', { sessionId });
		expect(await typing.keysSoFar(alice, sessionId)).toEqual([]);
		client.close();
	});

	test('[T3] an answer tells only what changed, by code points', async () => {
		const { sessionId } = await reserve({ mode: 'custom', text: 'ab 😀c' });
		const client = await house.openAs('alice');
		await client.request('input_update', { sessionId, seq: 0, events: keysFor('ab ') });
		const answer = await client.request('input_update', {
			sessionId,
			seq: 3,
			events: [
				{ t: 900, kind: 'insert', text: '😀' },
				{ t: 1000, kind: 'insert', text: 'x' }
			]
		});
		expect(answer.payload['analysis']).toMatchObject({
			position: 5,
			changes: [
				{ index: 3, expected: '😀', typed: '😀' },
				{ index: 4, expected: 'c', typed: 'x' }
			]
		});
		client.close();
	});

	test('[T3] events below nextSeq are skipped: what is sent twice counts once', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text);
		await client.request('input_update', { sessionId, seq: 0, events: events.slice(0, 6) });
		const answer = await client.request('input_update', {
			sessionId,
			seq: 3,
			events: events.slice(3, 8)
		});
		expect(answer.payload).toMatchObject({
			nextSeq: 8,
			analysis: { correct: 8, incorrect: 0, extra: 0 }
		});
		client.close();
	});

	test('[T3] a jump is a CONFLICT that says where to go on, and nothing changes', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text);
		await client.request('input_update', { sessionId, seq: 0, events: events.slice(0, 2) });
		const jump = await client.request('input_update', {
			sessionId,
			seq: 5,
			events: events.slice(5, 7)
		});
		expect(jump.payload).toMatchObject({
			errorCode: 'CONFLICT',
			retryable: true,
			details: { nextSeq: 2 }
		});
		expect((await client.request('start_session', { sessionId })).payload['nextSeq']).toBe(2);
		client.close();
	});

	test('[T3] keys are durable within about a second', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text);
		await client.request('input_update', { sessionId, seq: 0, events: events.slice(0, 4) });
		await delay(1500);
		const answer = await client.request('input_update', {
			sessionId,
			seq: 4,
			events: events.slice(4, 5)
		});
		expect(answer.payload['durableSeq']).toBe(4);
		client.close();
	});

	test('[T3] the tab that last said start_session types; another is told INVALID_STATE', async () => {
		const { sessionId, text } = await reserve();
		const [first, second] = [await house.openAs('alice'), await house.openAs('alice')];
		const events = keysFor(text);
		await first.request('start_session', { sessionId });
		await first.request('input_update', { sessionId, seq: 0, events: events.slice(0, 2) });
		await second.request('start_session', { sessionId });
		const refused = await first.request('input_update', {
			sessionId,
			seq: 2,
			events: events.slice(2, 3)
		});
		expect(refused.payload).toMatchObject({
			errorCode: 'INVALID_STATE',
			details: { state: 'taken_over' }
		});
		const goesOn = await second.request('input_update', {
			sessionId,
			seq: 2,
			events: events.slice(2, 3)
		});
		expect(goesOn.payload['nextSeq']).toBe(3);
		first.close();
		second.close();
	});

	test('[T3] a simple client may send the whole text, and makes no record', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const half = await client.request('input_update', { sessionId, input: `X${text.slice(1, 9)}` });
		expect(half.payload['analysis']).toMatchObject({ position: 9, correct: 8, incorrect: 1 });
		client.send('input_update', { sessionId, input: text });
		const { payload } = await client.next('session_complete');
		const result = await house.app.typing.result(alice, String(payload['resultId']));
		expect(result.flags).toMatchObject([{ reason: 'no_key_log' }]);
		expect(result.isRecord).toBe(false);
		client.close();
	});

	test('[T3] a simple client, too, is told only what changed', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		await client.request('input_update', { sessionId, input: text.slice(0, 4) });
		const { payload } = await client.request('input_update', {
			sessionId,
			input: text.slice(0, 5)
		});
		expect(payload['analysis']).toMatchObject({
			correct: 5,
			changes: [{ index: 4, expected: text[4], typed: text[4] }]
		});
		client.close();
	});

	test('[T3] a whole text of more than 20,000 code points is refused', async () => {
		const { sessionId } = await reserve();
		const client = await house.openAs('alice');
		const answer = await client.request('input_update', { sessionId, input: 'a'.repeat(20_001) });
		expect(answer.payload).toMatchObject({
			errorCode: 'INVALID_MESSAGE_FORMAT',
			details: { path: 'payload.input' }
		});
		client.close();
	});

	test("[A6] another user's test answers exactly as one that does not exist", async () => {
		const { sessionId } = await reserve();
		const bob = await house.openAs('bob');
		const unknown = '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11';
		const event = { t: 0, kind: 'insert', text: 'a' };
		for (const [type, rest] of [
			['start_session', {}],
			['input_update', { seq: 0, events: [event] }],
			['end_session', {}]
		] as const) {
			const mine = await bob.request(type, { sessionId, ...rest });
			const none = await bob.request(type, { sessionId: unknown, ...rest });
			expect(mine.payload).toEqual(none.payload);
			expect(mine.payload['errorCode']).toBe('SESSION_NOT_FOUND');
		}
		await expect(
			house.app.typing.session((await house.app.accounts.keys.identify('bob')).userId, sessionId)
		).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
		bob.close();
	});
});

describe('finishing', () => {
	test('[T4] the text finished: a kept result, its metrics from the log', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = await typeAll(client, sessionId, text);
		const { payload } = await client.next('session_complete');
		const result = await house.app.typing.result(alice, String(payload['resultId']));
		const seconds = events.at(-1)!.t / 1000;
		expect(result.wpm).toBeCloseTo([...text].length / 5 / (seconds / 60), 0);
		expect(result.accuracy).toBe(100);
		expect(result.characters).toEqual({
			correct: [...text].length,
			incorrect: 0,
			extra: 0,
			missed: 0
		});
		expect(payload['resultsUrl']).toBe(`/typing/results/${result.resultId}`);
		expect(await house.app.typing.resultLog(alice, result.resultId)).toEqual(events);
		client.close();
	});

	test('[T4] end_session twice: the same answer', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text).slice(0, 8);
		await client.request('input_update', { sessionId, seq: 0, events });
		const first = await client.request('end_session', { sessionId, seq: 8, t: 3000 });
		const second = await client.request('end_session', { sessionId, seq: 8, t: 9000 });
		expect(first.type).toBe('session_complete');
		expect(second.payload).toEqual(first.payload);
		client.close();
	});

	test('[T4] end_session before all keys arrived is a CONFLICT, not a shorter result', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text).slice(0, 4);
		await client.request('input_update', { sessionId, seq: 0, events });
		const answer = await client.request('end_session', { sessionId, seq: 9 });
		expect(answer.payload).toMatchObject({ errorCode: 'CONFLICT', details: { nextSeq: 4 } });
		client.close();
	});

	test('[T4] time cuts a test at its limit: earlier keys count, later ones do not', async () => {
		const timed = await reserve({ ...words, mode: 'time', seconds: 15 } as TestSettings);
		const { sessionId, text } = timed;
		const client = await house.openAs('alice');
		const events = keysFor(text.slice(0, 10));
		const late = { t: 15_000, kind: 'insert', text: text[10] };
		client.send('input_update', { sessionId, seq: 0, events: [...events, late] });
		const { payload } = await client.next('session_complete');
		const result = await house.app.typing.result(alice, String(payload['resultId']));
		expect(result.durationMs).toBe(15_000);
		expect(result.characters.correct).toBe(10);
		expect(result.text.length).toBeLessThan(text.length);
		client.close();
	});

	test('[T4] an update for a finished test is INVALID_STATE', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		await typeAll(client, sessionId, text);
		await client.next('session_complete');
		for (const [type, rest] of [
			['input_update', { seq: 0, events: [{ t: 0, kind: 'insert', text: 'a' }] }],
			['start_session', {}]
		] as const) {
			const answer = await client.request(type, { sessionId, ...rest });
			expect(answer.payload).toMatchObject({
				errorCode: 'INVALID_STATE',
				details: { state: 'completed' }
			});
		}
		client.close();
	});

	test('[T4] a test nobody typed cannot be ended', async () => {
		const { sessionId } = await reserve();
		const client = await house.openAs('alice');
		const answer = await client.request('end_session', { sessionId });
		expect(answer.payload).toMatchObject({
			errorCode: 'INVALID_STATE',
			details: { state: 'reserved' }
		});
		client.close();
	});

	test('[T5] an impossible log is kept, flagged with its reason, and makes no record', async () => {
		const { sessionId, text } = await reserve();
		const client = await house.openAs('alice');
		const events = keysFor(text).map((event) => ({ ...event, t: event.t + 3_600_000 }));
		await client.request('input_update', { sessionId, seq: 0, events });
		const { payload } = await client.next('session_complete');
		expect(payload['metrics']).toMatchObject({ flagged: true });
		const result = await house.app.typing.result(alice, String(payload['resultId']));
		expect(result.flags[0]).toMatchObject({ reason: 'before_its_time' });
		expect(result.flags[0]!.explanation).toMatch(/\w+ .*\./);
		expect(result.isRecord).toBe(false);
		client.close();
	});

	test('[T5] a record is the fastest of its class so far; a flagged result makes none', async () => {
		const chief = (await house.app.accounts.keys.identify('chief')).userId;
		const client = await house.openAs('chief');
		let seed = 0;
		const typeOne = async (settings: TestSettings, medianMs: number, waitMs: number) => {
			const [test] = await house.app.typing.reserveTests(chief, settings, 1);
			house.advance(waitMs);
			// Nobody types with the same rhythm twice; one honest log in some hundreds is flagged (F9).
			const context = { prepared: prepareText(test!.text), availableMs: 60_000 };
			let events = keysFor(test!.text, medianMs, (seed += 1));
			while (judgeLog(events, context).length > 0) {
				events = keysFor(test!.text, medianMs, (seed += 1));
			}
			client.send('input_update', { sessionId: test!.sessionId, seq: 0, events });
			const { payload } = await client.next('session_complete');
			return house.app.typing.result(chief, String(payload['resultId']));
		};
		const first = await typeOne(words, 180, 60_000);
		expect(first).toMatchObject({ isRecord: true, flags: [] });
		expect(first.previousBest).toBeUndefined();
		expect(await typeOne(words, 300, 60_000)).toMatchObject({
			isRecord: false,
			previousBest: first.wpm
		});
		// Typed in less time than it took: flagged, however fast it claims to be.
		expect(await typeOne(words, 100, 0)).toMatchObject({ isRecord: false });
		expect(await typeOne({ ...words, punctuation: true }, 200, 60_000)).toMatchObject({
			isRecord: true
		});
		const bests = await house.app.typing.personalBests(chief);
		expect(bests.map(({ resultId }) => resultId)).toContain(first.resultId);
		expect(bests).toHaveLength(2);
		client.close();
	});

	test('[T5] a test stopped before its end is kept, and makes no record', async () => {
		const bob = (await house.app.accounts.keys.identify('bob')).userId;
		const client = await house.openAs('bob');
		const [{ sessionId, text }] = (await house.app.typing.reserveTests(bob, words, 1)) as [
			ReservedTest
		];
		house.advance(60_000);
		const events = keysFor(text.slice(0, text.indexOf(' ') + 1));
		await client.request('input_update', { sessionId, seq: 0, events });
		const { payload } = await client.request('end_session', { sessionId, seq: events.length });
		const result = await house.app.typing.result(bob, String(payload['resultId']));
		expect(result.flags).toEqual([]);
		expect(result.wpm).toBeGreaterThan(0);
		expect(result.isRecord).toBe(false);
		client.close();
	});

	test('[R2] results come newest first, page by page, without a gap', async () => {
		const all = await house.app.typing.listResults(alice, { limit: 200 });
		expect(all.items.length).toBeGreaterThan(4);
		const paged = [];
		let cursor: string | undefined;
		do {
			const page = await house.app.typing.listResults(alice, { limit: 2, cursor });
			paged.push(...page.items);
			cursor = page.nextCursor;
		} while (cursor);
		expect(paged).toEqual(all.items);
		const times = all.items.map(({ finishedAt }) => finishedAt);
		expect(times).toEqual([...times].sort().reverse());
		await expect(
			house.app.typing.listResults(alice, { limit: 2, cursor: 'bogus' })
		).rejects.toMatchObject({ code: 'INVALID_MESSAGE_FORMAT' });
	});
});

describe('a restart', () => {
	test('[T3] an unfinished test goes on from what was durable', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
		copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
		const before = await startTestApp({ DATA_DIR: folder });
		const [test] = await before.app.typing.reserveTests(
			(await before.app.accounts.keys.identify('alice')).userId,
			words,
			1
		);
		const { sessionId, text } = test!;
		const events = keysFor(text);
		const client = await before.openAs('alice');
		await client.request('input_update', { sessionId, seq: 0, events: events.slice(0, 7) });
		await before.stop();

		const after = await startTestApp({ DATA_DIR: folder });
		const again = await after.openAs('alice');
		const started = await again.request('start_session', { sessionId });
		expect(started.payload['nextSeq']).toBe(7);
		again.send('input_update', { sessionId, seq: 7, events: events.slice(7) });
		const { payload } = await again.next('session_complete');
		expect(payload['metrics']).toMatchObject({ accuracy: 100 });
		await after.stop();
	});
});
