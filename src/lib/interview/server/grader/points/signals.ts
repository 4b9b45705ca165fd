import { most } from '../alignment';
import type { TextIndex } from '../text-index';
import type { Span } from '../../../evaluation';
import type { Word } from '../words';
import type { ReadPoint } from './read-rubric';

/** What in an answer speaks for a point. */
export interface Signals {
	/** 0–2: the point's words of all forms in two clauses in a row, over what one form has. */
	near: number;
	/** 0–3: the same in the whole answer. */
	anywhere: number;
}

export const signalNames = ['near', 'anywhere'] as const satisfies (keyof Signals)[];

const MOST_NEAR = 2;
const MOST_ANYWHERE = 3;

/** Places of one word that are looked at. */
const MOST_PLACES = 64;

/**
 * @param except a clause that is passed over
 * @returns the signals, and the clause at which the point is said most; −1 for nowhere
 */
export function signalsOf(
	read: ReadPoint,
	answer: TextIndex,
	except = -1
): Signals & { clause: number } {
	const { masses, anywhere } = massesOf(read, answer, except);
	let clause = -1;
	for (const [at, mass] of masses) {
		const best = masses.get(clause) ?? 0;
		if (mass > best || (mass === best && at < clause)) clause = at;
	}
	return {
		near: Math.min(MOST_NEAR, (masses.get(clause) ?? 0) / read.need),
		anywhere: Math.min(MOST_ANYWHERE, anywhere / read.need),
		clause
	};
}

/** By clause, for it and the next one together: Σ of the point's weights; and for the whole answer. */
function massesOf({ words, weights }: ReadPoint, answer: TextIndex, except: number) {
	const masses = new Map<number, number>();
	let anywhere = 0;
	for (const word of answer.telling) {
		const clauses = new Map<number, number>();
		let best = 0;
		for (const { stem, share, isOpposite } of words.like(word)) {
			const value = share * (weights.get(stem) ?? 0);
			const { isNegated } = words.words[words.places.get(stem)![0]!]!;
			for (const place of answer.places.get(word.stem)!.slice(0, MOST_PLACES)) {
				const said = answer.words[place]!;
				if (said.clause === except || (isOpposite && said.isNegated === isNegated)) continue;
				best = Math.max(best, value);
				for (const window of [said.clause - 1, said.clause]) {
					if (window >= 0) clauses.set(window, Math.max(value, clauses.get(window) ?? 0));
				}
			}
		}
		anywhere += best;
		for (const [clause, value] of clauses) masses.set(clause, (masses.get(clause) ?? 0) + value);
	}
	return { masses, anywhere };
}

/** Longer quotes are cut. */
const LONGEST_QUOTE = 280;

/** Where a clause stands in the answer, or the one after it where that has more of the point. */
export function spanOf(clause: number, { words, weights }: ReadPoint, answer: TextIndex): Span {
	const massOf = (at: number) =>
		answer.words
			.filter((word) => word.clause === at && !word.isFunction)
			.reduce((mass, word) => {
				const likeness = words.like(word).map(({ stem, share }) => share * weights.get(stem)!);
				return mass + most(likeness);
			}, 0);
	return clauseSpan(massOf(clause + 1) > massOf(clause) ? clause + 1 : clause, answer);
}

/** Where a clause stands in the answer. */
export const clauseSpan = (clause: number, { words }: TextIndex): Span =>
	spanOfWords(words.filter((word) => word.clause === clause));

/** From the first of some words in a row to the last, or as far as a quote may go. */
export function spanOfWords(words: readonly Word[]): Span {
	const start = words[0]?.start ?? 0;
	const end = words.findLast((word) => word.start < start + LONGEST_QUOTE)?.end;
	return { start, end: end ?? start };
}
