import { align, most } from '../alignment';
import type { TextIndex } from '../text-index';
import type { ReadPoint } from './read-rubric';

/** Shorter wordings may be in anything. */
const FEWEST_WORDS = 5;

/** 0–1: from here on a wording begins to stand in one place, and here it does. */
const BEGINS = 0.7;
const STANDS = 0.95;

/**
 * 0–1: whether one of a point's wordings stands in the answer as a whole, within two clauses. Words from several of
 * them, which `signalsOf` adds up, do not make one.
 */
export function fullWording({ forms }: ReadPoint, answer: TextIndex): number {
	const long = forms.filter(({ content }) => content.length >= FEWEST_WORDS);
	const said = most(long.flatMap((form) => [...align(form, answer).pairs.values()]));
	return Math.max(0, Math.min(1, (said - BEGINS) / (STANDS - BEGINS)));
}
