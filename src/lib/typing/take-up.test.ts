import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FeatureLine } from '../realtime/channel';
import type { KeyEvent } from './events';
import { logStore } from './log-store';
import { furthest, isBegun, KeysMissingError, takeUp } from './take-up';

const SESSION = '0195f8a0-0000-7000-8000-000000000002';

const typed = (text: string, from = 0): KeyEvent[] =>
	[...text].map((char, index) => ({ t: (from + index) * 100, kind: 'insert', text: char }));

afterEach(async () => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
	await logStore.drop(SESSION);
});

/** A server that has these keys, and tells fewer of them as often as it is told to. */
function serverWith(log: KeyEvent[], tells: number[] = []) {
	const asked: string[] = [];
	vi.stubGlobal('fetch', async (path: string) => {
		asked.push(path);
		return Response.json({ nextSeq: log.length, log: log.slice(0, tells.shift() ?? log.length) });
	});
	const request = async (type: string) => {
		asked.push(type);
		return { nextSeq: log.length };
	};
	const line = { channel: () => ({ request }), onReady: () => () => undefined };
	return { asked, line: line as unknown as FeatureLine };
}

describe('which log goes on', () => {
	test('[T3] keys that the server lacks stay, where they follow those that it has', () => {
		const own = typed('a text');
		expect(furthest(typed('a t'), [own, typed('a te')])).toBe(own);
		expect(furthest(typed('a t'), [[], typed('a ')])).toEqual(typed('a t'));
	});

	test('[T3] keys pressed while another tab typed do not count', () => {
		const kept = typed('a tex');
		const own = [...typed('a t'), ...typed('xxxxx', 3)];
		expect(furthest(kept, [own])).toBe(kept);
	});
});

describe('taking a test from another tab', () => {
	test('[T2] [T3] it is taken first, so that the keys read then are all', async () => {
		const { asked, line } = serverWith(typed('a text'));
		expect(await takeUp(line, SESSION, [])).toEqual(typed('a text'));
		expect(asked).toEqual(['start_session', `/api/typing/sessions/${SESSION}?include=log`]);
	});

	test('[T6] what another tab of this browser kept, and could not send, is found', async () => {
		const { line } = serverWith(typed('a t'));
		await logStore.keep({
			sessionId: SESSION,
			test: {
				sessionId: SESSION,
				text: 'a text',
				settings: { mode: 'custom' },
				createdAt: '2026-01-01T00:00:00.000Z',
				expiresAt: '2026-02-01T00:00:00.000Z'
			},
			events: typed('a tex'),
			startedAt: 0,
			keptAt: 0
		});
		expect(await takeUp(line, SESSION, typed('a t'))).toEqual(typed('a tex'));
	});

	test('[T2] another instance has the last second’s keys: they are waited for', async () => {
		vi.useFakeTimers();
		const { line } = serverWith(typed('a text'), [2, 2]);
		const taken = takeUp(line, SESSION, []);
		await vi.runAllTimersAsync();
		expect(await taken).toEqual(typed('a text'));
	});

	test('[T2] keys that nobody tells are missed in words, and nothing goes on without them', async () => {
		vi.useFakeTimers();
		const { line } = serverWith(typed('a text'), [2, 2, 2, 2, 2, 2]);
		const taken = expect(takeUp(line, SESSION, [])).rejects.toThrow(KeysMissingError);
		await vi.runAllTimersAsync();
		await taken;
	});

	test('[T2] asking whether it was begun takes nothing', async () => {
		const begun = serverWith(typed('a'));
		expect(await isBegun(SESSION)).toBe(true);
		expect(begun.asked).toEqual([`/api/typing/sessions/${SESSION}`]);
		serverWith([]);
		expect(await isBegun(SESSION)).toBe(false);
	});
});
