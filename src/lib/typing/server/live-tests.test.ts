import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import { createLog } from '../../server/log';
import { keysFor } from '../../testing/keys';
import { LiveTest } from './live-test';
import { LiveTests } from './live-tests';
import type { Checkpoint, Refusal, RunningStore, Typist } from './running-store';
import type { TestRow } from './store';

const row: TestRow = {
	id: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
	userId: 'alice',
	settings: '{"mode":"custom"}',
	text: 'abc def',
	limitMs: null,
	status: 'reserved',
	typist: null,
	startsAt: null,
	createdAt: new Date(0),
	expiresAt: new Date(0)
};

/** Rows in memory; a checkpoint waits until `commit` is called. */
function slowStore() {
	const kept: Checkpoint[] = [];
	let typist: string | null = null;
	let commit: () => void = () => undefined;
	const store = {
		claim: async ({ connectionId }: Typist) => {
			const before = typist;
			typist = connectionId;
			return { before };
		},
		checkpoints: async () => kept.map(({ log }) => log),
		addCheckpoints: async (checkpoints: Checkpoint[]) => {
			await new Promise<void>((resolve) => (commit = resolve));
			const refused = new Map<string, Refusal>();
			for (const checkpoint of checkpoints) {
				if (checkpoint.typist === typist) kept.push(checkpoint);
				else refused.set(checkpoint.testId, 'taken_over');
			}
			return refused;
		}
	};
	const tests = new LiveTests({
		store: store as unknown as RunningStore,
		cluster: joinMemory(new MemoryHub()),
		log: createLog({ LOG_LEVEL: 'silent' })
	});
	return {
		tests,
		/** This connection of hers takes the test up. */
		claim: async (connectionId: string) =>
			(await tests.claim({ userId: 'alice', connectionId }, { ...row, typist }))!,
		/** The next checkpoint comes to be written, and stays under way. */
		checkpoint: () => vi.advanceTimersByTimeAsync(1_000),
		commit: async () => {
			commit();
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('[T3] whoever comes back while a checkpoint is written finds every key', async () => {
	const { tests, claim, checkpoint, commit } = slowStore();
	const live = await claim('first');
	live.type(0, keysFor('abc'), 0);
	tests.changed(live);
	await checkpoint();
	tests.release('first');
	const again = await claim('second');
	expect(again.nextSeq).toBe(3);

	// Written in the first one's name: refused, and written again in the second one's.
	await commit();
	expect(again.durableSeq).toBe(0);
	await checkpoint();
	await commit();
	expect(again.durableSeq).toBe(3);
	again.refuseOthers('second');

	tests.release('second');
	expect(tests.get(row.id)).toBeUndefined();
	expect((await claim('third')).nextSeq).toBe(3);
});

test('[T3] what is durable does not stay in memory when its typist goes', async () => {
	const { tests, claim, checkpoint, commit } = slowStore();
	const live = await claim('first');
	live.type(0, keysFor('abc'), 0);
	tests.changed(live);
	await checkpoint();
	tests.release('first');
	expect(tests.get(row.id)).toBe(live);
	await commit();
	expect(tests.get(row.id)).toBeUndefined();
	expect(await tests.durableSeq(row.id)).toBe(3);
	expect((await tests.read(row)).nextSeq).toBe(3);
	expect(tests.get(row.id)).toBeUndefined();
});

test('[T3] two that take a test up at once: the later one types, whatever was read first', async () => {
	const { tests, claim } = slowStore();
	const [first, second] = await Promise.all([claim('first'), claim('second')]);
	expect(second).toBe(first);
	expect(tests.get(row.id)?.typist).toBe('second');
});

test('[D2] a message with nothing new does not stand in the way of the keys after it', async () => {
	const { tests, claim, checkpoint, commit } = slowStore();
	const live = await claim('first');
	const events = keysFor('abc de');
	for (const [from, to] of [
		[0, 3],
		[0, 3],
		[3, 6]
	] as const) {
		live.type(from, events.slice(from, to), 0);
		tests.changed(live);
		await checkpoint();
		await commit();
	}
	expect(live.durableSeq).toBe(6);
	expect(await tests.durableSeq(row.id)).toBe(6);
});

test('[T3] a log takes no more than 200,000 characters, however few its events', () => {
	const live = new LiveTest(row);
	const events = (count: number) =>
		Array.from({ length: count }, () => ({
			t: 0,
			kind: 'insert' as const,
			text: 'x'.repeat(1000)
		}));
	live.type(0, events(199), 0);
	// What is sent again counts once.
	live.type(0, events(200), 0);
	expect(() => live.type(200, events(1), 0)).toThrowError('too many keys');
	expect(live.nextSeq).toBe(200);
});
