import type { KeyEvent } from './events';
import { applyEvent, startTyping } from './reducer';
import {
	CHORD_MS,
	correlation,
	dispersion,
	groupScore,
	quantile,
	rhythmOf,
	skewScore,
	successionScore,
	variation
} from './rhythm';
import type { Rhythm } from './rhythm';
import { isWhiteSpace } from './text';
import type { PreparedText } from './text';

export interface Flag {
	reason:
		| 'time_backwards'
		| 'before_its_time'
		| 'more_text_than_keys'
		| 'inhuman_regularity'
		| 'inhuman_speed';
	/** A sentence for the typist. */
	explanation: string;
}

/** What is known of a test beside its log. */
export interface LogContext {
	prepared: PreparedText;
	/** Milliseconds from when the test was made or reserved until its log arrived. */
	availableMs: number;
	/** For each message of a test typed online: the time of its last key, and when it came, in ms. */
	arrivals?: readonly { t: number; at: number }[];
	/** Logs of the same typist's earlier tests, to recognise one that is sent again. */
	earlier?: readonly (readonly KeyEvent[])[];
}

const CLOCK_SLACK_MS = 2000;
/** A paste: so many characters in one event. */
const PASTE_LENGTH = 8;
/** A word that comes whole (swipe, autocorrection, chord) took its time: 400 words a minute. */
const HAND_MS_PER_CHARACTER = 30;
const LONGEST_WORD = 30;
const MOST_UNKEYED_SHARE = 0.2;
const FEWEST_UNKEYED = 20;
/** No rhythm is judged by less. */
const FEWEST_INTERVALS = 40;
const CHORDED_SHARE = 0.3;
const LEAST_DISPERSION = 0.08;
const LEAST_VARIATION = 0.15;
/** A long log has to show it is human, a short one only must not show the opposite. */
const LEAST_HUMAN_SCORE = 2.5;
const NEUTRAL_INTERVALS = 50;
const INTERVALS_PER_SCORE = 30;
const SAME_RHYTHM = 0.9;
/** Keys by which a log sent again may be shifted against its model. */
const LARGEST_SHIFT = 3;
/** A log sent again is so from its first key: more of a long one costs time that all others wait. */
const MOST_COMPARED = 2_000;
const FASTEST_WPM = 320;
const FASTEST_CHORDED_WPM = 400;
/** One finger cannot strike one key faster: the quickest tap some twelve times a second. */
const FASTEST_REPEAT_MS = 60;
const FEWEST_REPEATS = 4;
const FEWEST_WINDOWS = 8;
const WINDOW_MS = 1000;
const LARGEST_CLOCK_RATIO = 1.15;

/**
 * The reasons, if any, why a log cannot be what a person typed (T5); at most one flag a reason.
 *
 * Meant to leave alone steno chords, home-row modifiers, dead keys, compositions, words swiped or
 * corrected whole, and bursts. What statistics of one log cannot tell from honest typing: a
 * person's log sent again with jitter (seen when its model is among `earlier`), time scaled down to
 * a speed that people reach (seen by `arrivals`, or as an earlier log), and intervals drawn from a
 * faithful model of a typist (not seen).
 */
export function judgeLog(events: readonly KeyEvent[], context: LogContext): Flag[] {
	const rhythm = rhythmOf(events);
	const explanations: Record<Flag['reason'], string | undefined> = {
		time_backwards: timeBackwards(events),
		before_its_time: beforeItsTime(events, context),
		more_text_than_keys: moreTextThanKeys(events),
		inhuman_regularity: inhumanRegularity(rhythm) ?? sentAgain(events, context.earlier ?? []),
		inhuman_speed: inhumanSpeed(events, rhythm, context.prepared)
	};
	return (Object.keys(explanations) as Flag['reason'][]).flatMap((reason) => {
		const explanation = explanations[reason];
		return explanation === undefined ? [] : [{ reason, explanation }];
	});
}

function timeBackwards(events: readonly KeyEvent[]): string | undefined {
	const at = events.findIndex(({ t }, index) => t < (events[index - 1]?.t ?? 0));
	return at < 0 ? undefined : `Key ${at + 1} is dated before the one ahead of it.`;
}

function beforeItsTime(
	events: readonly KeyEvent[],
	{ availableMs, arrivals = [] }: LogContext
): string | undefined {
	const aheadMs = (events.at(-1)?.t ?? 0) - availableMs;
	if (aheadMs > CLOCK_SLACK_MS) {
		return `The last key is dated ${seconds(aheadMs)} s after the log arrived.`;
	}
	// The median of many short stretches: an outage delays one of them, scaled time all.
	const ratios: number[] = [];
	let from = arrivals[0];
	for (const arrival of arrivals) {
		if (from !== undefined && arrival.t - from.t >= WINDOW_MS) {
			ratios.push((arrival.at - from.at) / (arrival.t - from.t));
			from = arrival;
		}
	}
	const ratio = quantile(ratios, 0.5);
	return ratios.length >= FEWEST_WINDOWS && ratio > LARGEST_CLOCK_RATIO
		? `Typing took ${ratio.toFixed(2)} times as long on our clock as in the log.`
		: undefined;
}

function moreTextThanKeys(events: readonly KeyEvent[]): string | undefined {
	let inserted = 0;
	let unkeyed = 0;
	let previousT = -Infinity;
	for (const { t, kind, text = '' } of events) {
		if (kind === 'insert') {
			const chars = Array.from(text);
			// Scripts that are composed have no white space to tell words by, and long compositions.
			const length = chars.filter((char) => !composedScript.test(char)).length;
			inserted += chars.length;
			if (length > 1 && !isWordAtHandSpeed(text, length, t - previousT)) {
				if (length >= PASTE_LENGTH) {
					return `${length} characters came with one key, as from a paste.`;
				}
				unkeyed += length - 1;
			}
		}
		previousT = t;
	}
	return unkeyed >= FEWEST_UNKEYED && unkeyed > MOST_UNKEYED_SHARE * inserted
		? `${unkeyed} of ${inserted} characters came without a key of their own.`
		: undefined;
}

const composedScript =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{M}\p{Emoji_Presentation}]/u;

function isWordAtHandSpeed(text: string, length: number, interval: number): boolean {
	const isOneWord = !Array.from(text.trim()).some(isWhiteSpace);
	return isOneWord && length <= LONGEST_WORD && interval >= length * HAND_MS_PER_CHARACTER;
}

/**
 * Human intervals lean to the right, depend on the bigram, and come in quick and slow stretches;
 * constant, uniform and normal ones do none of it. Each is a score in standard errors under the
 * machine's hypothesis, and so is their sum / √3. Pauses are a human trait too: several acquit.
 * The thresholds were fitted on generated logs of other seeds than the tests use.
 */
function inhumanRegularity({ chordShare, pauseShare, body, bigrams }: Rhythm): string | undefined {
	if (body.length < FEWEST_INTERVALS) {
		return undefined;
	}
	if (dispersion(body) < LEAST_DISPERSION && variation(body) < LEAST_VARIATION) {
		return `The intervals between keys vary by only ${Math.round(100 * variation(body))} %.`;
	}
	const manyPauses = pauseShare * body.length > 1 + body.length / 200;
	if (chordShare >= CHORDED_SHARE || manyPauses) {
		return undefined;
	}
	const logs = body.map((interval) => Math.log(interval));
	// Slow after quick is no sign of a machine: a key held back for a modifier makes just that.
	const succession = Math.max(0, successionScore(logs));
	const scores = [skewScore(body), groupScore(logs, bigrams), succession];
	const score = scores.reduce((sum, value) => sum + value, 0) / Math.sqrt(scores.length);
	const least = (body.length - NEUTRAL_INTERVALS) / INTERVALS_PER_SCORE;
	return score < Math.min(LEAST_HUMAN_SCORE, least)
		? 'The intervals between keys are spread as by chance, whatever the keys and without pauses.'
		: undefined;
}

function sentAgain(
	events: readonly KeyEvent[],
	earlier: readonly (readonly KeyEvent[])[]
): string | undefined {
	const rhythm = logIntervals(events);
	for (const log of earlier) {
		const model = logIntervals(log);
		for (let shift = -LARGEST_SHIFT; shift <= LARGEST_SHIFT; shift += 1) {
			const a = rhythm.slice(Math.max(0, shift));
			const b = model.slice(Math.max(0, -shift));
			const length = Math.min(a.length, b.length);
			if (
				length >= FEWEST_INTERVALS &&
				correlation(a.slice(0, length), b.slice(0, length)) > SAME_RHYTHM
			) {
				return 'The rhythm is that of an earlier test, key for key.';
			}
		}
	}
	return undefined;
}

// Logarithms, so that neither one long pause nor scaled time hides the likeness.
function logIntervals(events: readonly KeyEvent[]): number[] {
	return events
		.slice(1, MOST_COMPARED + 1)
		.map(({ t }, index) => Math.log(Math.max(CHORD_MS, t - (events[index]?.t ?? 0))));
}

function inhumanSpeed(
	events: readonly KeyEvent[],
	{ chordShare }: Rhythm,
	prepared: PreparedText
): string | undefined {
	const typed = events.reduce((sum, { text = '' }) => sum + Array.from(text).length, 0);
	const spanMs = (events.at(-1)?.t ?? 0) - (events[0]?.t ?? 0);
	const isChorded = chordShare >= CHORDED_SHARE;
	const wpm = (typed - 1) / 5 / (Math.max(spanMs, 1) / 60_000);
	if (typed > FEWEST_INTERVALS && wpm > (isChorded ? FASTEST_CHORDED_WPM : FASTEST_WPM)) {
		return `${Math.round(wpm)} words a minute are more than hands can do.`;
	}
	const repeats = isChorded ? [] : doubleLetterIntervals(events, prepared);
	const repeatMs = quantile(repeats, 0.5);
	return repeats.length >= FEWEST_REPEATS && repeatMs < FASTEST_REPEAT_MS
		? `Double letters ${Math.round(repeatMs)} ms apart are faster than a finger strikes twice.`
		: undefined;
}

/** Intervals between the two of a double letter, where the text asks for one and it was typed. */
function doubleLetterIntervals(events: readonly KeyEvent[], prepared: PreparedText): number[] {
	const state = startTyping(prepared);
	const intervals: number[] = [];
	let previous: { t: number; index: number; typed: string } | undefined;
	for (const event of events) {
		const [change, ...more] = applyEvent(state, event);
		const isRight = change !== undefined && more.length === 0 && change.typed === change.expected;
		if (isRight && previous?.index === change.index - 1 && previous.typed === change.typed) {
			const interval = event.t - previous.t;
			if (interval >= CHORD_MS) {
				intervals.push(interval);
			}
		}
		previous = isRight ? { t: event.t, index: change.index, typed: change.expected } : undefined;
	}
	return intervals;
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(1);
}
