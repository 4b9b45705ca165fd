import { describe, expect, it } from 'vitest';
import type { KeyEvent } from './events';
import { encodeLog } from './log';
import { prepareText } from './text';
import { judgeLog } from './verdict';
import type { Flag, LogContext } from './verdict';
import { cheatClasses, cheatTest, honestStyles, honestTest, scaledTest } from './verdict.fixtures';
import type { LoggedTest } from './verdict.fixtures';

const HONEST_LOGS = 1000;
const CHEATS = 500;

function reasons(events: readonly KeyEvent[], more: Partial<LogContext> = {}): Flag['reason'][] {
	const prepared = prepareText('the quick brown fox jumps over the lazy dog');
	return judgeLog(events, { prepared, availableMs: 1e9, ...more }).map(({ reason }) => reason);
}

function flaggedSeeds(count: number, make: (seed: number) => LoggedTest): number[] {
	return Array.from({ length: count }, (_, seed) => seed).filter((seed) => {
		const { events, context } = make(seed);
		return judgeLog(events, context).length > 0;
	});
}

function insert(t: number, text: string): KeyEvent {
	return { t, kind: 'insert', text };
}

describe('honest typists', () => {
	it.each(honestStyles)('[F9] hardly one in two hundred is flagged: %s', (style) => {
		const flagged = flaggedSeeds(HONEST_LOGS, (seed) => honestTest(style, seed));
		expect(flagged.length, `seeds ${flagged.join(', ')}`).toBeLessThanOrEqual(5);
	});

	it('[F9] fewer than forty keys are never called irregular', () => {
		const metronome = Array.from({ length: 40 }, (_, index) => insert(index * 120, 'a'));
		expect(reasons(metronome)).toEqual([]);
		expect(reasons([...metronome, insert(4800, 'a')])).toEqual(['inhuman_regularity']);
	});

	it('[F9] a held backspace is no metronome', () => {
		const held = Array.from({ length: 80 }, (_, index): KeyEvent => ({
			t: index * 33,
			kind: 'deleteChar'
		}));
		expect(reasons(held)).toEqual([]);
	});

	it('[F9] a long composition is no paste', () => {
		expect(reasons([insert(0, '我'), insert(300, '们今天在这里练习打字的速度')])).toEqual([]);
	});

	it('[F9] a word swiped or corrected whole is no paste, unless it came too fast', () => {
		expect(reasons([insert(0, 'the '), insert(700, 'adventure ')])).toEqual([]);
		expect(reasons([insert(0, 'the '), insert(60, 'adventure ')])).toEqual(['more_text_than_keys']);
	});

	it('[F9] the same words typed twice are not one log sent again', () => {
		const flagged = flaggedSeeds(200, (seed) => {
			const { events, context } = honestTest('plain', seed);
			const earlier = [1, 2, 3].map((more) => honestTest('plain', seed + more).events);
			return { events, context: { ...context, earlier } };
		});
		expect(flagged.length).toBeLessThanOrEqual(1);
	});
});

describe('cheats', () => {
	it.each(cheatClasses)('[F9] nineteen in twenty are flagged: %s', (kind) => {
		const flagged = flaggedSeeds(CHEATS, (seed) => cheatTest(kind, seed));
		expect(flagged.length / CHEATS).toBeGreaterThanOrEqual(0.95);
	});

	it('[F9] time scaled to a sixth betrays itself without a witness', () => {
		const flagged = flaggedSeeds(CHEATS, (seed) => {
			const { events, context } = scaledTest(seed, 0.15);
			return { events, context: { ...context, arrivals: [] } };
		});
		expect(flagged.length / CHEATS).toBeGreaterThanOrEqual(0.9);
	});

	it('[F9] an earlier log sent again faster, a key left out, is recognised', () => {
		const model = honestTest('plain', 1).events;
		const { context } = honestTest('plain', 1);
		const again = model.slice(2).map((event) => ({ ...event, t: event.t * 0.8 }));
		const flags = judgeLog(again, { ...context, earlier: [model] });
		expect(flags.map(({ reason }) => reason)).toContain('inhuman_regularity');
	});
});

describe('impossible logs', () => {
	it('[T5] time running backwards is flagged, two keys at one time are not', () => {
		expect(reasons([insert(100, 'a'), insert(99.9, 'b')])).toEqual(['time_backwards']);
		expect(reasons([insert(100, 'a'), insert(100, 'b')])).toEqual([]);
		expect(reasons([insert(-1, 'a')])).toEqual(['time_backwards']);
	});

	it('[T5] keys more than 2 s past the time there was are flagged', () => {
		const events = [insert(0, 't'), insert(12_000, 'h')];
		expect(reasons(events, { availableMs: 10_000 })).toEqual([]);
		expect(reasons(events, { availableMs: 9_999 })).toEqual(['before_its_time']);
	});

	it('[T5] keys that took longer on the server’s clock than in the log are flagged', () => {
		const at = (ratio: number) =>
			Array.from({ length: 12 }, (_, index) => ({ t: index * 1000, at: index * 1000 * ratio }));
		expect(reasons([], { arrivals: at(1.05) })).toEqual([]);
		expect(reasons([], { arrivals: at(1.3) })).toEqual(['before_its_time']);
		const outage = at(1).map(({ t, at: came }) => ({
			t,
			at: t < 4000 ? came : Math.max(came, 60_000)
		}));
		expect(reasons([], { arrivals: outage })).toEqual([]);
	});

	it('[T5] a paste is flagged, and a sustained share of small ones', () => {
		expect(reasons([insert(0, 't'), insert(900, 'he quick brown')])).toEqual([
			'more_text_than_keys'
		]);
		const bits = Array.from({ length: 20 }, (_, index) => insert(index * 70, 'abc'));
		expect(reasons(bits)).toEqual(['more_text_than_keys', 'inhuman_speed']);
	});

	it('[T5] speeds beyond hands are flagged, a chorded 300 words a minute is not', () => {
		const chords = (wordMs: number) =>
			Array.from({ length: 60 }, (_, index) =>
				insert(Math.floor(index / 5) * wordMs + (index % 5), 'a')
			);
		expect(reasons(chords(200))).toEqual([]);
		expect(reasons(chords(120))).toEqual(['inhuman_speed']);
	});

	it('[T5] double letters faster than a finger are flagged', () => {
		const text = 'bell ball book feet need';
		const prepared = prepareText(text);
		const typed = (repeatMs: number) => {
			let t = 0;
			return Array.from(text, (char, index) => {
				t += char === text[index - 1] ? repeatMs : 150;
				return insert(t, char);
			});
		};
		expect(reasons(typed(90), { prepared })).toEqual([]);
		expect(reasons(typed(40), { prepared })).toEqual(['inhuman_speed']);
	});

	it('[T5] an explanation is a sentence for the typist', () => {
		for (const kind of cheatClasses) {
			const { events, context } = cheatTest(kind, 1);
			for (const { explanation } of judgeLog(events, context)) {
				expect(explanation).toMatch(/^[A-Z0-9].{15,}\.$/);
			}
		}
	});

	it('[T5] an empty log has nothing to answer for', () => {
		expect(reasons([])).toEqual([]);
	});
});

describe('the fixtures', () => {
	it('[P11] a generated minute of honest typing is a log of less than 4 KB a minute', () => {
		for (let seed = 0; seed < 50; seed += 1) {
			const { events } = honestTest('plain', seed);
			const minutes = Math.max(1, (events.at(-1)?.t ?? 0) / 60_000);
			expect(encodeLog(events).length / minutes).toBeLessThan(4096);
		}
	});
});
