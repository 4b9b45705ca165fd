import type { Change } from './state';
import { foldCharacters } from './text';
import type { PreparedText } from './text';

export interface Comparison {
	/** Where the caret stands: code points of the input, at most the text's length. */
	position: number;
	correct: number;
	incorrect: number;
	/** Characters past the text's end. */
	extra: number;
	/** Always 0: by position, a character left out shows as wrong ones after it. */
	missed: number;
	changes: Change[];
}

/**
 * Compares the whole text so far of a simple client (T3) with the text, position by position, in
 * code points; indentation has to be in the input too. `changes` are the places that differ from
 * `previous`, the input of the message before.
 */
export function compareInput(prepared: PreparedText, input: string, previous = ''): Comparison {
	const typed = Array.from(foldCharacters(input));
	const before = Array.from(foldCharacters(previous));
	const position = Math.min(typed.length, prepared.length);
	let correct = 0;
	for (let index = 0; index < position; index += 1) {
		if (typed[index] === prepared.chars[index]) {
			correct += 1;
		}
	}
	const changes: Change[] = [];
	for (let index = 0; index < Math.max(typed.length, before.length); index += 1) {
		if (typed[index] !== before[index]) {
			changes.push({
				index: Math.min(index, prepared.length),
				expected: prepared.chars[index] ?? '',
				typed: typed[index] ?? null
			});
		}
	}
	return {
		position,
		correct,
		incorrect: position - correct,
		extra: typed.length - position,
		missed: 0,
		changes
	};
}
