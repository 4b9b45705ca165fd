import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keysFor } from '../../testing/keys';
import { prepareText } from '../text';
import { judgeLog } from '../verdict';
import type { TypingObserver } from './observers';
import { TestTypist, TwoInstances } from './two-instances.fixtures';

const text = 'the quick brown fox jumps over the lazy dog';
const events = keysFor(text);
const COUNTDOWN_MS = 5_000;

let house: TwoInstances;
let id: string;
let startsAt: Date;
let first: TestTypist;
beforeEach(async () => {
	house = await TwoInstances.start(true);
	startsAt = new Date(Date.now() + COUNTDOWN_MS);
	const entry = { userId: 'alice', settings: { mode: 'custom' } as const, text, limitMs: null };
	id = await house.one.database.write((tx) =>
		house.one.typing.entryFor(tx, { ...entry, startsAt })
	);
	first = new TestTypist(house.one, 'first');
});
afterEach(() => house.stop());

describe('a common start', () => {
	test('[S7] before it keys and an end are refused with when it is; then they count', async () => {
		const countdown = {
			code: 'INVALID_STATE',
			details: { state: 'countdown', startsAt: startsAt.toISOString() }
		};
		expect(await first.start(id)).toBe(0);
		await expect(first.type(id, events, [0, 1])).rejects.toMatchObject(countdown);
		await expect(first.end(id)).rejects.toMatchObject(countdown);
		await expect(new TestTypist(house.two, 'second').end(id)).rejects.toMatchObject(countdown);
		house.aheadMs = COUNTDOWN_MS + 1;
		expect((await first.type(id, events, [0, 1])).update.nextSeq).toBe(1);
	});

	test('[T1] a test says when it starts', async () => {
		expect(await house.two.typing.session('alice', id)).toMatchObject({
			startsAt: startsAt.toISOString(),
			status: 'reserved'
		});
		const other = await house.one.typing.session('alice', await house.reserve('alice', text));
		expect(other).not.toHaveProperty('startsAt');
	});

	test('[T5] time counts from the start, however long before it the test was made', async () => {
		house.aheadMs = COUNTDOWN_MS + 1;
		// Two seconds of slack and the countdown would allow it, counted from when it was made.
		const ahead = events.map((event) => ({ ...event, t: event.t + 3_000 - events.at(-1)!.t }));
		const tooEarly = ahead.map((event) => ({ ...event, t: Math.max(0, event.t) }));
		const { completed } = await first.type(id, tooEarly, [0, events.length]);
		const result = await house.one.typing.result('alice', (await completed)!.resultId);
		expect(result.flags.map(({ reason }) => reason)).toContain('before_its_time');
	});
});

describe('who follows a test', () => {
	test('[T7] hears of its start, of every message of keys, and of its end, once', async () => {
		const heard: string[] = [];
		const observer = (name: string): TypingObserver => ({
			onStarted: (test) => heard.push(`${name} started ${test.id === id}`),
			onProgress: (_, { analysis, metrics }) =>
				heard.push(`${name} at ${analysis.position}, ${metrics.accuracy} %`),
			onCompleted: (_, test, result) => heard.push(`${name} keeps ${result.testId === test.id}`),
			afterCompleted: (_, { accuracy }) => heard.push(`${name} kept ${accuracy} %`)
		});
		house.one.typing.observe(observer('one'));
		house.two.typing.observe(observer('two'));
		house.aheadMs = 60_000;
		await first.type(id, events, [0, 4]);
		await house.checkpoint();
		const second = new TestTypist(house.two, 'second');
		await second.start(id);
		const { completed } = await second.type(id, events, [4, events.length]);
		await completed;
		await first.end(id);
		expect(heard).toEqual([
			'one started true',
			'one at 4, 100 %',
			'two started true',
			`two at ${text.length}, 100 %`,
			'two keeps true',
			'two kept 100 %'
		]);
	});

	test('[D2] what cannot be kept with the result keeps the result from being kept', async () => {
		let fails = true;
		house.one.typing.observe({
			onCompleted() {
				if (fails) throw new Error('no');
			}
		});
		house.aheadMs = 60_000;
		await expect((await first.type(id, events, [0, 43])).completed).rejects.toThrow('no');
		expect((await house.two.typing.listResults('alice', { limit: 5 })).items).toEqual([]);
		fails = false;
		expect(await first.end(id)).toMatchObject({ sessionId: id });
	});

	test('[T7] one that fails keeps nobody from typing', async () => {
		house.one.typing.observe({
			onProgress() {
				throw new Error('no');
			}
		});
		house.aheadMs = 60_000;
		expect((await first.type(id, events, [0, 1])).update.nextSeq).toBe(1);
	});
});

describe('an honest typist', () => {
	/** Half a minute without a mistake, as no verdict finds fault with it. */
	function honest(): { text: string; events: ReturnType<typeof keysFor> } {
		const long = `${text} `.repeat(6).trim();
		for (let seed = 1; ; seed += 1) {
			const typed = keysFor(long, 120, seed);
			const context = { prepared: prepareText(long), availableMs: 120_000 };
			if (judgeLog(typed, context).length === 0) return { text: long, events: typed };
		}
	}

	test.each([
		['another instance, whose clock counts from elsewhere', 5, -9_000_000],
		['another, which came back from a long outage', 60_000, 7_000_000]
	])('[T5] is not flagged after %s', async (_, outageMs, otherClock) => {
		const { text: long, events: typed } = honest();
		const test = await house.reserve('alice', long);
		house.aheadMs = 200_000;
		let typist = first;
		let clock = 1_000;
		for (let seq = 0; seq < typed.length; seq += 5) {
			if (seq > 0 && seq % 60 === 0) {
				await house.checkpoint();
				const next = typist.instance === house.one ? house.two : house.one;
				typist = new TestTypist(next, `${seq}`);
				expect(await typist.start(test)).toBe(seq);
				clock += next === house.two ? otherClock : -otherClock + outageMs;
			}
			const last = typed[Math.min(seq + 4, typed.length - 1)]!;
			const { completed } = await typist.type(test, typed, [seq, seq + 5], clock + last.t);
			if (!completed) continue;
			const { resultId } = await completed;
			expect((await house.one.typing.result('alice', resultId)).flags).toEqual([]);
		}
		expect((await house.one.typing.listResults('alice', { limit: 1 })).items).toHaveLength(1);
	});
});
