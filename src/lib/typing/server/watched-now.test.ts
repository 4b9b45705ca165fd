import { beforeEach, expect, test } from 'vitest';
import type { WatchedTest } from './watched-kind';
import { WatchedNow } from './watched-now';

const MINUTE_MS = 60_000;

let at: number;
let watched: WatchedNow;

beforeEach(() => {
	at = 0;
	watched = new WatchedNow(() => at);
});

const state = (more: Partial<WatchedTest> = {}): WatchedTest => ({
	kind: 'typing',
	status: 'typing',
	settings: { mode: 'custom' },
	text: 'to be',
	typistId: 'typist',
	...more
});

test('[T7] tests that nobody finishes do not pile up', () => {
	for (let id = 0; id < 1_000; id += 1) {
		watched.know(`${id}`, state());
		at += MINUTE_MS;
	}
	expect(watched.size).toBeLessThan(15);
	expect(watched.typed('999')).toMatchObject({ typistId: 'typist' });
	expect(watched.typed('0')).toBeUndefined();
});

test('[T7] one that is typed stays, however long it takes', () => {
	watched.know('long', state());
	for (let minute = 0; minute < 60; minute += 1) {
		at += MINUTE_MS;
		watched.typed('long');
		watched.know(`${minute}`, state());
	}
	expect(watched.typed('long')).toBeDefined();
});

test('[T7] [A6] one that is over, and one that its typist left, are known no more', () => {
	for (const more of [{ status: 'completed' }, { nextSessionId: 'next' }] as const) {
		watched.know('one', state());
		watched.know('one', state(more));
		expect(watched.size).toBe(0);
	}
});
