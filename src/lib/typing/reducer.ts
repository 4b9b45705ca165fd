import type { KeyEvent } from './events';
import { currentWord, emptyWord, endOf, isFullyCorrect, leftOut, targetAt } from './state';
import type { Change, Ending, SecondBucket, TypingState } from './state';
import { foldCharacters, isWhiteSpace } from './text';
import type { Separator } from './text';

// The state is written only here, so this is the door to it.
export { startTyping } from './state';
export type { Change, TypingState } from './state';

/** Characters past a word's end that stand; more are counted as errors and dropped. */
export const MOST_EXTRA_PER_WORD = 20;

/**
 * Applies one key and returns the places it changed, in order. Amortised O(1) whatever the length
 * of the text (P6): totals are carried along and never recounted; a deletion of many characters is
 * paid for by the keys that typed them.
 *
 * Changes the state it is given: a copy for each key would cost as much as the text is long.
 *
 * A key at or after the limit does not count and ends the test at the limit; after the end nothing
 * has any effect. A time before the last one counts as the last one.
 */
export function applyEvent(state: TypingState, event: KeyEvent): Change[] {
	if (state.finished) {
		return [];
	}
	const t = Math.max(event.t, state.lastT);
	if (state.limitMs !== undefined && t >= state.limitMs) {
		endTyping(state, t);
		return [];
	}
	state.lastT = t;
	const bucket = bucketAt(state, t);
	bucket.keys += 1;
	const changes: Change[] = [];
	switch (event.kind) {
		case 'insert':
			for (const char of foldCharacters(event.text ?? '')) {
				if (state.finished) {
					break;
				}
				if (isWhiteSpace(char)) {
					submitWord(state, bucket, char === '\n' ? '\n' : ' ', changes);
				} else {
					insertChar(state, bucket, char, changes);
				}
			}
			break;
		case 'deleteChar':
			if (currentWord(state).typed.length > 0) {
				deleteChar(state, changes);
			} else {
				returnToPreviousWord(state, changes);
			}
			break;
		case 'deleteWord':
			if (currentWord(state).typed.length > 0 || returnToPreviousWord(state, changes)) {
				clearWord(state, changes);
			}
			break;
		case 'deleteLine':
			clearWord(state, changes);
			while (!atLineStart(state) && returnToPreviousWord(state, changes)) {
				clearWord(state, changes);
			}
			break;
	}
	bucket.correctWordChars = state.correctWordChars;
	return changes;
}

/**
 * Ends a test without a key: its clock ran out (`atMs` at or past the limit), or the typist
 * stopped. `atMs`: milliseconds from the start. Does nothing to a test that has ended.
 */
export function endTyping(state: TypingState, atMs: number): void {
	if (state.limitMs !== undefined && atMs >= state.limitMs) {
		finish(state, state.limitMs, 'time');
	} else {
		finish(state, Math.max(atMs, state.lastT), 'stop');
	}
}

function finish(state: TypingState, atMs: number, by: Ending): void {
	if (!state.finished) {
		state.finished = true;
		state.endedAtMs = atMs;
		state.endedBy = by;
	}
}

function insertChar(
	state: TypingState,
	bucket: SecondBucket,
	char: string,
	changes: Change[]
): void {
	const target = targetAt(state, state.wordIndex);
	const word = currentWord(state);
	const expected = target.chars[word.typed.length];
	countPress(state, bucket, expected ?? target.separator, char);
	if (expected === undefined) {
		if (word.typed.length - target.chars.length < MOST_EXTRA_PER_WORD) {
			word.typed.push(char);
			state.extra += 1;
			changes.push({ index: endOf(target), expected: '', typed: char });
		}
		return;
	}
	changes.push({ index: state.position, expected, typed: char });
	word.typed.push(char);
	state.position += 1;
	if (char === expected) {
		state.correct += 1;
	} else {
		state.incorrect += 1;
		word.incorrect += 1;
	}
	if (target.separator === '' && isFullyCorrect(target, word)) {
		state.correctWordChars += target.chars.length;
		finish(state, state.lastT, 'text');
	}
}

function submitWord(
	state: TypingState,
	bucket: SecondBucket,
	separator: Separator,
	changes: Change[]
): void {
	const target = targetAt(state, state.wordIndex);
	const word = currentWord(state);
	if (word.typed.length === 0) {
		return;
	}
	state.missed += leftOut(target, word);
	if (target.separator === '') {
		// White space after the last word leaves no character in the text, so it is no inserting press.
		state.position = endOf(target);
		finish(state, state.lastT, 'text');
		return;
	}
	// A space before the word's end stands where a letter was due: a wrong press, whatever follows.
	countPress(state, bucket, target.chars[word.typed.length] ?? target.separator, separator);
	word.separator = separator;
	if (separator === target.separator) {
		state.correct += 1;
	} else {
		state.incorrect += 1;
	}
	if (isFullyCorrect(target, word)) {
		state.correctWordChars += target.chars.length + 1;
	}
	changes.push({ index: endOf(target), expected: target.separator, typed: separator });
	state.wordIndex += 1;
	state.words.push(emptyWord());
	state.position = targetAt(state, state.wordIndex).start;
}

function deleteChar(state: TypingState, changes: Change[]): void {
	const target = targetAt(state, state.wordIndex);
	const word = currentWord(state);
	const char = word.typed.pop();
	const expected = target.chars[word.typed.length];
	if (expected === undefined) {
		state.extra -= 1;
		changes.push({ index: endOf(target), expected: '', typed: null });
		return;
	}
	if (char === expected) {
		state.correct -= 1;
	} else {
		state.incorrect -= 1;
		word.incorrect -= 1;
	}
	state.position -= 1;
	changes.push({ index: state.position, expected, typed: null });
}

function clearWord(state: TypingState, changes: Change[]): void {
	while (currentWord(state).typed.length > 0) {
		deleteChar(state, changes);
	}
}

/** Back to the end of what stands of the previous word; false when there is none, or none wrong. */
function returnToPreviousWord(state: TypingState, changes: Change[]): boolean {
	const previous = state.words[state.wordIndex - 1];
	if (previous === undefined) {
		return false;
	}
	const target = targetAt(state, state.wordIndex - 1);
	if (isFullyCorrect(target, previous)) {
		return false;
	}
	state.words.pop();
	state.wordIndex -= 1;
	state.missed -= leftOut(target, previous);
	if (previous.separator === target.separator) {
		state.correct -= 1;
	} else {
		state.incorrect -= 1;
	}
	previous.separator = '';
	state.position = target.start + Math.min(previous.typed.length, target.chars.length);
	changes.push({ index: endOf(target), expected: target.separator, typed: null });
	return true;
}

function atLineStart(state: TypingState): boolean {
	return state.wordIndex === 0 || targetAt(state, state.wordIndex - 1).separator === '\n';
}

function countPress(
	state: TypingState,
	bucket: SecondBucket,
	expected: string,
	typed: string
): void {
	state.insertPresses += 1;
	bucket.presses += 1;
	if (expected === typed) {
		state.correctPresses += 1;
		return;
	}
	bucket.errors += 1;
	const wrong = state.wrongKeys.get(expected) ?? new Map<string, number>();
	wrong.set(typed, (wrong.get(typed) ?? 0) + 1);
	state.wrongKeys.set(expected, wrong);
}

// Only seconds with keys have a bucket: a hostile time of a million hours must not cost a loop.
function bucketAt(state: TypingState, t: number): SecondBucket {
	const second = Math.floor(t / 1000);
	const last = state.buckets.at(-1);
	if (last?.second === second) {
		return last;
	}
	if (last !== undefined) {
		state.closedPresses += last.presses;
		state.closedPressesSquared += last.presses ** 2;
	}
	const bucket = { second, keys: 0, presses: 0, errors: 0, correctWordChars: 0 };
	state.buckets.push(bucket);
	return bucket;
}
