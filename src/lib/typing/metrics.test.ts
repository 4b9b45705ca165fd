import { describe, expect, it } from 'vitest';
import type { KeyEvent } from './events';
import { finalMetrics, LAST_CHARTED_SECOND, liveMetrics } from './metrics';
import { applyEvent, endTyping, startTyping } from './reducer';
import { prepareText } from './text';

/** Keys at a steady step from 0; `<` is a backspace. */
function steady(keys: string, stepMs: number): KeyEvent[] {
	return Array.from(keys, (char, index) => key(index * stepMs, char));
}

function key(t: number, char: string): KeyEvent {
	return char === '<' ? { t, kind: 'deleteChar' } : { t, kind: 'insert', text: char };
}

function play(text: string, events: readonly KeyEvent[], limitMs?: number) {
	const state = startTyping(prepareText(text), { limitMs });
	for (const event of events) {
		applyEvent(state, event);
	}
	return state;
}

function result(text: string, events: readonly KeyEvent[], limitMs?: number) {
	const state = play(text, events, limitMs);
	if (limitMs !== undefined) {
		endTyping(state, limitMs);
	}
	return finalMetrics(state, events, state.endedAtMs ?? state.lastT);
}

describe('hand-worked results', () => {
	it('[T4] three right words in two seconds', () => {
		// Nine keys, 0 to 2000 ms, s = 2. Fully correct: "go " 3 + "on " 3 + "now" 3 = 9 characters.
		// wpm = 9/5/(2/60) = 54 = raw; accuracy 9/9. Seconds 0 and 1 hold 4 keys each: c = 0, so 100.
		// After second 1 stands "go o": 3/5/(1/60) = 36; 4 keys in a second are 4/5·60 = 48 wpm.
		expect(result('go on now', steady('go on now', 250))).toEqual({
			wpm: 54,
			raw: 54,
			accuracy: 100,
			consistency: 100,
			keyConsistency: 100,
			characters: { correct: 9, incorrect: 0, extra: 0, missed: 0 },
			chart: [
				{ second: 1, wpm: 36, burst: 48, errors: 0 },
				{ second: 2, wpm: 54, burst: 48, errors: 0 }
			],
			afkSeconds: 0,
			wrongKeys: [],
			elapsedMs: 2000,
			durationMs: 2000
		});
	});

	it('[T4] an error left standing', () => {
		// "gp on" at 0, 300, … 1200 ms, s = 1.2. Fully correct is only "on": 2/5/0.02 = 20.
		// Five characters stand (g, p, space, o, n): raw = 5/5/0.02 = 50. Accuracy 4/5.
		// The 0.2 s after second 1 are less than half a second: no point for them.
		expect(result('go on', steady('gp on', 300))).toMatchObject({
			wpm: 20,
			raw: 50,
			accuracy: 80,
			characters: { correct: 4, incorrect: 1, extra: 0, missed: 0 },
			chart: [{ second: 1, wpm: 0, burst: 48, errors: 1 }],
			wrongKeys: [{ expected: 'o', typed: 'p', count: 1 }]
		});
	});

	it('[T4] an error corrected', () => {
		// g p < o space o n at 0, 300, … 1800 ms, s = 1.8. All five characters are right in the end:
		// wpm = raw = 5/5/0.03 = 33.33. Six inserting presses, five right: 83.33.
		// Second 1: g, p, o = 3 inserts, 3/5·60 = 36. The last 0.8 s: 3 inserts, 3/5/(0.8/60) = 45.
		expect(result('go on', steady('gp<o on', 300))).toMatchObject({
			wpm: 33.33,
			raw: 33.33,
			accuracy: 83.33,
			characters: { correct: 5, incorrect: 0, extra: 0, missed: 0 },
			chart: [
				{ second: 1, wpm: 0, burst: 36, errors: 1 },
				{ second: 1.8, wpm: 33.33, burst: 45, errors: 0 }
			]
		});
	});

	it('[T4] a character too many in one word, one too few in the next', () => {
		// "stagex o" and a space that ends the text, 0 to 1600 ms, s = 1.6. No word is fully correct.
		// Standing: s t a g e, space, o are right (7), x is extra (1): raw = 8/5/(1.6/60) = 60.
		// The last space inserts nothing: 8 presses, 7 right, 87.5. The n of "on" is missed.
		expect(result('stage on', steady('stagex o ', 200))).toMatchObject({
			wpm: 0,
			raw: 60,
			accuracy: 87.5,
			characters: { correct: 7, incorrect: 0, extra: 1, missed: 1 },
			wrongKeys: [{ expected: ' ', typed: 'x', count: 1 }]
		});
	});

	it('[T4] time cuts a word: its correct prefix counts, in the chart’s last point too', () => {
		// "green ro" of "green room" in a test of s = 2: 6 + 2 = 8 characters, 8/5/(2/60) = 48.
		const cut = result('green room', steady('green ro', 200), 2000);
		expect(cut).toMatchObject({ wpm: 48, raw: 48, characters: { correct: 8, missed: 0 } });
		expect(cut.chart.at(-1)).toMatchObject({ second: 2, wpm: 48 });
	});

	it('[T4] a partial word that is wrong, or that time did not cut, counts for nothing', () => {
		// Only "green " counts: 6/5/(2/60) = 36.
		expect(result('green room', steady('green rx', 200), 2000).wpm).toBe(36);
		const events = steady('green ro', 200);
		const stopped = play('green room', events);
		endTyping(stopped, 2000);
		expect(finalMetrics(stopped, events, 2000).wpm).toBe(36);
	});

	it('[T4] a word typed past its end is no prefix', () => {
		// "greenx": no separator yet, one extra; nothing counts.
		expect(result('green room', steady('greenx', 200), 2000).wpm).toBe(0);
	});

	it('[T4] consistency of 2, 4 and 6 keys a second', () => {
		// Mean 4, population variance (4 + 0 + 4)/3 = 2.6667, deviation 1.63299, c = 0.408248.
		// c + c³/3 + c⁵/5 = 0.408248 + 0.022680 + 0.002268 = 0.433197; tanh of it = 0.407990.
		// 100 · (1 − 0.407990) = 59.20.
		const times = [0, 500, 1000, 1250, 1500, 1750, 2000, 2150, 2300, 2450, 2600, 2750];
		const events = times.map((t) => key(t, 'a'));
		expect(result('a'.repeat(20), events, 3000).consistency).toBe(59.2);
	});

	it('[T4] a second without keys is a 0 in the consistency and counts as away', () => {
		// Keys a second: 3, 3, 0. Mean 2, variance (1 + 1 + 4)/3 = 2, c = 0.707107;
		// c + c³/3 + c⁵/5 = 0.860313; tanh = 0.696419; 30.36.
		const events = [0, 300, 600, 1000, 1300, 1600].map((t) => key(t, 'a'));
		expect(result('a'.repeat(20), events, 3000)).toMatchObject({
			consistency: 30.36,
			afkSeconds: 1
		});
	});

	it('[T4] key consistency of intervals of 100 and 300 ms', () => {
		// Mean 200, deviation 100, c = 0.5; 0.5 + 0.041667 + 0.00625 = 0.547917; tanh = 0.498959.
		const events = [key(0, 'a'), key(100, 'a'), key(400, '<')];
		expect(result('aaaa', events, 1000).keyConsistency).toBe(50.1);
	});

	it('[T4] away: whole seconds without any key, a backspace being one', () => {
		// Keys at 0.2 s, 2.1 s (a backspace) and 4.9 s; s = 6: seconds 1, 3 and 5 are empty.
		const events = [key(200, 'a'), key(2100, '<'), key(4900, 'a')];
		const away = result('aaaa', events, 6000);
		expect(away.afkSeconds).toBe(3);
		expect(away.chart.map(({ burst }) => burst)).toEqual([12, 0, 0, 0, 12, 0]);
	});

	it('[T4] code: Enter is a character, indentation is not', () => {
		// "{⏎" 2 + "go⏎" 3 + "}" 1 = 6 keys, 0 to 1250 ms: 6/5/(1.25/60) = 57.6. The tab never counts.
		expect(result('{\n\tgo\n}', steady('{\ngo\n}', 250))).toMatchObject({
			wpm: 57.6,
			raw: 57.6,
			accuracy: 100,
			characters: { correct: 6, incorrect: 0, extra: 0, missed: 0 }
		});
	});

	it('[T4] a key at or past the limit has no share in anything', () => {
		const early = steady('green', 200);
		const late = [...early, key(1000, ' '), key(1100, 'r')];
		expect(result('green room', late, 1000)).toEqual(result('green room', early, 1000));
	});
});

describe('finalMetrics', () => {
	it('[T4] lists wrong keys by frequency, then by character', () => {
		const events = steady('x<y<x<a q ', 100);
		expect(result('abc bc', events).wrongKeys).toEqual([
			{ expected: 'a', typed: 'x', count: 2 },
			{ expected: 'a', typed: 'y', count: 1 },
			{ expected: 'b', typed: ' ', count: 1 },
			{ expected: 'b', typed: 'q', count: 1 }
		]);
	});

	it('[T4] is all zeros, never NaN, without a key', () => {
		for (const limitMs of [0.1, 1000]) {
			const { chart, ...rest } = result('go', [], limitMs);
			expect(rest).toMatchObject({
				...{ wpm: 0, raw: 0, accuracy: 0, consistency: 0, keyConsistency: 0 },
				wrongKeys: []
			});
			expect(chart.every((point) => point.wpm === 0 && point.burst === 0)).toBe(true);
		}
		const nothing = startTyping(prepareText('go'));
		expect(Object.values(finalMetrics(nothing, [], 0))).not.toContain(Number.NaN);
	});

	it('[T4] plots two hours and no more', () => {
		const state = play('go', [key(0, 'g')]);
		endTyping(state, 172_800_000);
		const { chart, afkSeconds } = finalMetrics(state, [key(0, 'g')], 172_800_000);
		expect(chart).toHaveLength(LAST_CHARTED_SECOND);
		expect(afkSeconds).toBe(172_799);
	});
});

describe('liveMetrics', () => {
	it('[T3] counts fully correct words only, and keys of completed seconds for consistency', () => {
		// At 1.5 s: "green " is done, "ro" is not. 6/5/(1.5/60) = 48; 8/5/(1.5/60) = 64.
		const state = play('green room', steady('green ro', 200));
		expect(liveMetrics(state, 1500)).toEqual({
			wpm: 48,
			raw: 64,
			accuracy: 100,
			consistency: 100,
			elapsedMs: 1500
		});
	});

	it('[T3] agrees with the final result at the end of a finished text', () => {
		const events = steady('gx<o pn', 370);
		const text = 'go on';
		const state = play(text, [
			...events,
			key(3000, '<'),
			key(3100, '<'),
			key(3300, 'o'),
			key(3999, 'n')
		]);
		expect(state.finished).toBe(true);
		expect(finalMetrics(state, events, 3999)).toMatchObject(liveMetrics(state, 60_000));
	});

	it('[T3] is all zeros before the first key', () => {
		const zeros = { wpm: 0, raw: 0, accuracy: 0, consistency: 0, elapsedMs: 0 };
		expect(liveMetrics(startTyping(prepareText('go')), 0)).toEqual(zeros);
	});
});
