import type { PreparedText, Separator, TargetWord } from './text';

/** What the typist made of one word. */
export interface TypedWord {
	/** Code points standing, those past the word's end included. */
	typed: string[];
	/** How many of them, within the word's length, are wrong. */
	incorrect: number;
	/** The separator that submitted it; empty until then, and for the last word. */
	separator: Separator | '';
}

/** Keys of one second of the test; seconds without a key have none. */
export interface SecondBucket {
	/** 0 for [0, 1000) ms. */
	second: number;
	/** Keys of every kind. */
	keys: number;
	/** Inserting key presses. */
	presses: number;
	/** Incorrect ones among them. */
	errors: number;
	/** `TypingState.correctWordChars` after the last of these keys. */
	correctWordChars: number;
}

/** What ended a test: its text, its clock, or the typist. */
export type Ending = 'text' | 'time' | 'stop';

/** A test in progress. Only the reducer writes to it. */
export interface TypingState {
	readonly prepared: PreparedText;
	/** Length of the test in milliseconds; undefined where only the text ends it. */
	readonly limitMs: number | undefined;
	/** Index of the word being typed. */
	wordIndex: number;
	/** Words begun so far, the current one last. */
	words: TypedWord[];
	/** The caret: a code point index into the text. */
	position: number;
	/** Characters standing now; a separator is one of them, right or wrong. */
	correct: number;
	incorrect: number;
	extra: number;
	/** Characters left out of submitted words. */
	missed: number;
	/** Inserting key presses, those since corrected included. */
	insertPresses: number;
	correctPresses: number;
	/** Characters of fully correct words, each with its separator (one character). */
	correctWordChars: number;
	/** Ascending by second, only seconds with keys. */
	buckets: SecondBucket[];
	/** Sums over all buckets but the last, for a consistency that needs no recount. */
	closedPresses: number;
	closedPressesSquared: number;
	/** Wrong presses: expected character → typed character → how often. */
	wrongKeys: Map<string, Map<string, number>>;
	finished: boolean;
	endedAtMs: number | undefined;
	endedBy: Ending | undefined;
	/** Time of the last key that counted, in milliseconds. */
	lastT: number;
}

/** A place in the text that changed. */
export interface Change {
	/** Code point index; for a character past a word's end, the index of that end. */
	index: number;
	/** The text's own character there; empty for one past a word's end. */
	expected: string;
	/** What stands there now; null when it was deleted. */
	typed: string | null;
}

/**
 * A test before its first key. `limitMs`: the test's length in milliseconds, where time ends it.
 * Throws a RangeError for a text without words, which `invalidText` would have refused.
 */
export function startTyping(
	prepared: PreparedText,
	{ limitMs }: { limitMs?: number } = {}
): TypingState {
	const first = prepared.words[0];
	if (first === undefined) {
		throw new RangeError('A text without words cannot be typed.');
	}
	return {
		prepared,
		limitMs,
		wordIndex: 0,
		words: [emptyWord()],
		position: first.start,
		correct: 0,
		incorrect: 0,
		extra: 0,
		missed: 0,
		insertPresses: 0,
		correctPresses: 0,
		correctWordChars: 0,
		buckets: [],
		closedPresses: 0,
		closedPressesSquared: 0,
		wrongKeys: new Map(),
		finished: false,
		endedAtMs: undefined,
		endedBy: undefined,
		lastT: 0
	};
}

/** Whether a word is typed as it stands in the text, with the right separator behind it. */
export function isFullyCorrect(target: TargetWord, word: TypedWord): boolean {
	return (
		word.incorrect === 0 &&
		word.typed.length === target.chars.length &&
		word.separator === target.separator
	);
}

/** A word of which nothing is typed. */
export function emptyWord(): TypedWord {
	return { typed: [], incorrect: 0, separator: '' };
}

/** Index of the code point after a word. */
export function endOf(target: TargetWord): number {
	return target.start + target.chars.length;
}

/** Characters of a word that are not typed. */
export function leftOut(target: TargetWord, word: TypedWord): number {
	return Math.max(0, target.chars.length - word.typed.length);
}

/** The word of the text with that index; throws a RangeError where there is none. */
export function targetAt(state: TypingState, index: number): TargetWord {
	return present(state.prepared.words[index]);
}

/** The word being typed. */
export function currentWord(state: TypingState): TypedWord {
	return present(state.words[state.wordIndex]);
}

function present<T>(value: T | undefined): T {
	if (value === undefined) {
		throw new RangeError('The typing state points outside its text.');
	}
	return value;
}
