import type { KeyEvent } from './events';
import { currentWord, targetAt } from './state';
import type { SecondBucket, TypingState } from './state';

/** Pairs of due and typed that a result keeps, the most frequent first. */
const MOST_WRONG_KEYS = 100;

/** Where the chart ends; a test that is still going on by then (two hours) is not plotted further. */
export const LAST_CHARTED_SECOND = 7200;

/** Speeds in words a minute, percentages 0–100, time in milliseconds; two decimals. */
export interface LiveMetrics {
	wpm: number;
	raw: number;
	accuracy: number;
	consistency: number;
	elapsedMs: number;
}

export interface ChartPoint {
	/** Seconds from the start at which it ends: 1, 2, … and for the last perhaps 12.7. */
	second: number;
	/** Speed from the start of the test to here. */
	wpm: number;
	/** Inserting presses of this second alone, as words a minute. */
	burst: number;
	/** Incorrect presses of this second. */
	errors: number;
}

export interface WrongKey {
	/** The character that was due; empty past the end of the last word. */
	expected: string;
	typed: string;
	count: number;
}

export interface FinalMetrics extends LiveMetrics {
	keyConsistency: number;
	/** What stands at the end; a separator is one character, right or wrong. */
	characters: { correct: number; incorrect: number; extra: number; missed: number };
	chart: ChartPoint[];
	/** Whole seconds without any key. */
	afkSeconds: number;
	/** Most frequent first. */
	wrongKeys: WrongKey[];
	durationMs: number;
}

/**
 * What the eye needs while somebody types, in O(1) (P6).
 * With *s* the seconds since the start and five characters to a word:
 *
 * - wpm = characters of fully correct words, each with its separator / 5 / (s/60)
 * - raw = characters standing (correct + incorrect + extra) / 5 / (s/60)
 * - accuracy = 100 · correct presses / inserting presses; a corrected error still counts
 * - consistency = 100 · (1 − tanh(c + c³/3 + c⁵/5)), c = population standard deviation / mean, of
 *   the inserting presses of each completed second; 0 before the first one is over
 *
 * `elapsedMs`: milliseconds since the start; a test that has ended answers for its end instead.
 * Without keys or time everything is 0.
 */
export function liveMetrics(state: TypingState, elapsedMs: number): LiveMetrics {
	return measure(state, state.endedAtMs ?? Math.max(elapsedMs, state.lastT), 0);
}

/**
 * The result of a test: `liveMetrics` for its whole duration, and what only a look back can tell.
 *
 * - The last, partial word counts for wpm when it is a correct prefix and time cut the test.
 * - keyConsistency: the consistency formula over the intervals between keys of every kind.
 * - chart: a point for every whole second, and one more if at least half a second remains, its
 *   burst scaled to its length. The point at the end of the test has the result's own wpm.
 *
 * `events`: the log that led to `state`; `durationMs`: how long the test lasted.
 */
export function finalMetrics(
	state: TypingState,
	events: readonly KeyEvent[],
	durationMs: number
): FinalMetrics {
	const partial = state.endedBy === 'time' ? correctPrefixLength(state) : 0;
	const seconds = Math.floor(durationMs / 1000);
	return {
		...measure(state, durationMs, partial),
		keyConsistency: keyConsistency(state, events, durationMs),
		characters: {
			correct: state.correct,
			incorrect: state.incorrect,
			extra: state.extra,
			missed: state.missed
		},
		chart: chart(state, durationMs, partial),
		afkSeconds: seconds - state.buckets.filter(({ second }) => second < seconds).length,
		wrongKeys: wrongKeys(state),
		durationMs: round(durationMs)
	};
}

function measure(state: TypingState, elapsedMs: number, partial: number): LiveMetrics {
	const standing = state.correct + state.incorrect + state.extra;
	return {
		wpm: round(wordsPerMinute(state.correctWordChars + partial, elapsedMs)),
		raw: round(wordsPerMinute(standing, elapsedMs)),
		accuracy:
			state.insertPresses === 0 ? 0 : round((100 * state.correctPresses) / state.insertPresses),
		consistency: round(secondConsistency(state, Math.floor(elapsedMs / 1000))),
		elapsedMs: round(elapsedMs)
	};
}

function secondConsistency(state: TypingState, completedSeconds: number): number {
	// The last bucket is still open for keys, so the running sums leave it out.
	const last = state.buckets.at(-1);
	const lastPresses = last !== undefined && last.second < completedSeconds ? last.presses : 0;
	return consistency(
		completedSeconds,
		state.closedPresses + lastPresses,
		state.closedPressesSquared + lastPresses ** 2
	);
}

function keyConsistency(
	state: TypingState,
	events: readonly KeyEvent[],
	durationMs: number
): number {
	const limit = state.limitMs ?? Infinity;
	let previous: number | undefined;
	let intervals = 0;
	let sum = 0;
	let sumOfSquares = 0;
	for (const { t } of events) {
		if (t > durationMs || t >= limit) {
			break;
		}
		if (previous !== undefined) {
			const interval = Math.max(0, t - previous);
			intervals += 1;
			sum += interval;
			sumOfSquares += interval ** 2;
		}
		previous = t;
	}
	return round(consistency(intervals, sum, sumOfSquares));
}

/** 100 · (1 − tanh(c + c³/3 + c⁵/5)) of *n* values, given as sums; 0 when they are all 0. */
function consistency(n: number, sum: number, sumOfSquares: number): number {
	if (n === 0 || sum === 0) {
		return 0;
	}
	const mean = sum / n;
	// Rounding can leave a difference just below 0 where all values are alike.
	const variance = Math.max(0, sumOfSquares / n - mean ** 2);
	const c = Math.sqrt(variance) / mean;
	return 100 * (1 - Math.tanh(c + c ** 3 / 3 + c ** 5 / 5));
}

function chart(state: TypingState, durationMs: number, partial: number): ChartPoint[] {
	const lastMs = Math.min(durationMs, LAST_CHARTED_SECOND * 1000);
	const points: ChartPoint[] = [];
	let next = 0;
	let correctWordChars = 0;
	for (let startMs = 0; lastMs - startMs >= 500; startMs += 1000) {
		const endMs = Math.min(startMs + 1000, lastMs);
		const bucket: SecondBucket | undefined =
			state.buckets[next]?.second === startMs / 1000 ? state.buckets[next] : undefined;
		if (bucket !== undefined) {
			next += 1;
			correctWordChars = bucket.correctWordChars;
		}
		const characters = endMs === durationMs ? state.correctWordChars + partial : correctWordChars;
		points.push({
			second: round(endMs / 1000),
			wpm: round(wordsPerMinute(characters, endMs)),
			burst: round(wordsPerMinute(bucket?.presses ?? 0, endMs - startMs)),
			errors: bucket?.errors ?? 0
		});
	}
	return points;
}

function wrongKeys(state: TypingState): WrongKey[] {
	const keys: WrongKey[] = [];
	for (const [expected, counts] of state.wrongKeys) {
		for (const [typed, count] of counts) {
			keys.push({ expected, typed, count });
		}
	}
	// Ties in a fixed order, so that browser and server list the same.
	return keys
		.sort(
			(a, b) => b.count - a.count || compare(a.expected, b.expected) || compare(a.typed, b.typed)
		)
		.slice(0, MOST_WRONG_KEYS);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function correctPrefixLength(state: TypingState): number {
	const { typed, incorrect } = currentWord(state);
	const isPrefix = incorrect === 0 && typed.length <= targetAt(state, state.wordIndex).chars.length;
	return isPrefix ? typed.length : 0;
}

function wordsPerMinute(characters: number, ms: number): number {
	return ms <= 0 ? 0 : characters / 5 / (ms / 60_000);
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
