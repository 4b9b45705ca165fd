import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../server/log';
import { keysFor } from '../../testing/keys';
import { LiveTest } from './live-test';
import { LiveTests } from './live-tests';
import type { Checkpoint, TestRow, TypingStore } from './store';

const row: TestRow = {
	id: '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11',
	userId: 'alice',
	settings: '{"mode":"custom"}',
	text: 'abc def',
	limitMs: null,
	status: 'reserved',
	createdAt: new Date(0),
	expiresAt: new Date(0)
};

/** Checkpoints in memory; a commit waits until `commit` is called. */
function slowStore() {
	const kept: Checkpoint[] = [];
	let commit: () => void = () => undefined;
	const store = {
		checkpoints: async () => kept.map(({ log }) => log),
		addCheckpoints: async (checkpoints: Checkpoint[]) => {
			await new Promise<void>((resolve) => (commit = resolve));
			// As the table has it: what is there under a number stays.
			for (const one of checkpoints) if (!kept.some(({ seq }) => seq === one.seq)) kept.push(one);
		}
	};
	return { store: store as unknown as TypingStore, commit: () => commit() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('[T3] whoever comes back while a checkpoint is written finds every key', async () => {
	const { store, commit } = slowStore();
	const tests = new LiveTests(store, createLog({ LOG_LEVEL: 'silent' }));
	const live = await tests.load(row);
	tests.takeUp(live, 'first');
	live.type(0, keysFor('abc'), 0);
	tests.changed(live);
	await vi.advanceTimersByTimeAsync(1_000);
	tests.release('first');
	expect((await tests.load(row)).nextSeq).toBe(3);

	commit();
	await vi.advanceTimersByTimeAsync(0);
	expect(tests.get(row.id)).toBeUndefined();
	expect((await tests.load(row)).nextSeq).toBe(3);
});

test('[T3] asking how far a test got does not take it into memory', async () => {
	const { store, commit } = slowStore();
	const tests = new LiveTests(store, createLog({ LOG_LEVEL: 'silent' }));
	const live = await tests.load(row);
	live.type(0, keysFor('abc'), 0);
	tests.changed(live);
	await vi.advanceTimersByTimeAsync(1_000);
	commit();
	await vi.advanceTimersByTimeAsync(0);
	expect(await tests.durableSeq(row.id)).toBe(3);
	expect(tests.get(row.id)).toBeUndefined();
});

test('[D2] a message with nothing new does not stand in the way of the keys after it', async () => {
	const { store, commit } = slowStore();
	const tests = new LiveTests(store, createLog({ LOG_LEVEL: 'silent' }));
	const live = await tests.load(row);
	const events = keysFor('abc de');
	const checkpoint = async () => {
		tests.changed(live);
		await vi.advanceTimersByTimeAsync(1_000);
		commit();
		await vi.advanceTimersByTimeAsync(0);
	};
	tests.takeUp(live, 'first');
	live.type(0, events.slice(0, 3), 0);
	await checkpoint();
	live.type(0, events.slice(0, 3), 0);
	await checkpoint();
	live.type(3, events.slice(3), 0);
	await checkpoint();
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

test('[T4] a test that was only looked at is let go of, and not while somebody types it', async () => {
	const { store } = slowStore();
	const tests = new LiveTests(store, createLog({ LOG_LEVEL: 'silent' }));
	const live = await tests.load(row);
	tests.letGo(live);
	expect(tests.get(row.id)).toBeUndefined();
	tests.takeUp(live, 'first');
	tests.letGo(live);
	expect(tests.get(row.id)).toBe(live);
});
