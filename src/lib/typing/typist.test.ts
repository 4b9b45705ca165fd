import { afterEach, expect, test, vi } from 'vitest';
import type { FeatureLine } from '../realtime/channel';
import type { ReservedTest } from './results';
import { Typist } from './typist.svelte';

const line: FeatureLine = {
	channel: () => {
		throw new Error('nothing is sent before the first key');
	},
	onReady: () => () => undefined
};

const reserved: ReservedTest = {
	sessionId: 'b1d3d9a6-8a43-4b43-a1b5-0f8b8c8f0a11',
	text: 'a text',
	settings: { mode: 'custom' },
	createdAt: '2026-01-01T00:00:00.000Z',
	expiresAt: '2026-02-01T00:00:00.000Z'
};

afterEach(() => vi.unstubAllGlobals());

const now = () => performance.timeOrigin + performance.now();

test('[S7] [T3] keys before a common start count for nothing, nor while it is not known', () => {
	const typist = new Typist({ ...reserved, startsAt: '2026-01-01T00:00:04.000Z' }, line);
	const press = () => typist.press({ t: 0, kind: 'insert', text: 'a' });
	expect(press()).toEqual([]);
	typist.expectStart(now() + 60_000);
	expect(typist.isOpen).toBe(false);
	expect(press()).toEqual([]);
	expect(typist.started).toBe(false);

	// The server's clock is known better by now.
	const begun = now() - 2_000;
	typist.expectStart(begun);
	expect(typist.isOpen).toBe(true);
	expect(typist.startStamp).toBeCloseTo(begun - performance.timeOrigin, 3);
});

test('[T2] a test of one’s own begins with its first key', () => {
	const typist = new Typist(reserved, line);
	expect(typist.isOpen).toBe(true);
	expect(typist.startStamp).toBeUndefined();
});

test('[S7] [T3] a tab that hears of another one’s keys gives way before it takes the test', () => {
	const typist = new Typist({ ...reserved, startsAt: '2026-01-01T00:00:04.000Z' }, line);
	typist.expectStart(now() - 2_000);
	typist.giveWay();
	expect(typist.takenOver).toBe(true);
	typist.press({ t: 2_000, kind: 'insert', text: 'a' });
	expect(typist.started).toBe(false);
});

test('[S7] [T3] a first key beside another tab’s ends nothing: it is said who types, and the test goes on', async () => {
	vi.stubGlobal('window', { addEventListener: vi.fn(), removeEventListener: vi.fn() });
	const request = vi.fn(async () => ({ nextSeq: 9 }));
	const channel = { request, on: () => () => undefined, send: () => true };
	const begun = {
		channel: () => channel,
		onReady: (ready: () => void) => {
			ready();
			return () => undefined;
		}
	} as unknown as FeatureLine;
	const typist = new Typist({ ...reserved, startsAt: '2026-01-01T00:00:04.000Z' }, begun);
	typist.expectStart(now() - 2_000);
	typist.press({ t: 1_000, kind: 'insert', text: 'a' });
	await vi.waitFor(() => expect(typist.takenOver).toBe(true));
	expect(typist.problem).toBeUndefined();
	expect(typist.log).toHaveLength(1);
	expect(request).toHaveBeenCalledTimes(1);
	typist.leave();
});
