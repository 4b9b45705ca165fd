import { most, sum, weighted } from '../alignment';
import type { Comparison } from '../comparison';
import type { Feature } from './feature';

/** How much of the reference is in the answer. */

/** 1 for the very word, otherwise 0. */
const exactly = (likenesses: readonly number[]) => likenesses.map((share) => (share === 1 ? 1 : 0));

/**
 * 0–1: of the reference's words, weighted by rarity and less where the question has them, the share that
 * the answer has, synonyms and slips counting in part. Demoting the question's words: Sultan, Salazar
 * and Sumner 2016.
 */
export const coverage: Feature = ({ alignment, reference }) =>
	weighted(alignment.best, reference.weights);

/** 0–1: the same with the question's words in full. */
export const fullCoverage: Feature = ({ alignment, reference }) =>
	weighted(alignment.best, reference.plainWeights);

/** 0–1: IDF-weighted recall of exact stems; by itself the baseline that measures.md names. */
export const exactCoverage: Feature = ({ alignment, reference }) =>
	weighted(exactly(alignment.best), reference.plainWeights);

/** 0–1: unweighted recall of exact stems (ROUGE-1, Lin 2004). */
export const countedCoverage: Feature = ({ alignment, reference }) =>
	reference.content.length === 0 ? 0 : sum(exactly(alignment.best)) / reference.content.length;

/** So many of the reference's words that tell most. */
const KEY_WORDS = 3;

/** 0–1: how nearly the reference's three most telling words are in the answer. */
export const keyCoverage: Feature = ({ alignment, reference }) => {
	const keys = reference.weights
		.map((weight, index) => ({ weight, best: alignment.best[index]! }))
		.sort((one, other) => other.weight - one.weight)
		.slice(0, KEY_WORDS);
	return keys.length === 0 ? 0 : sum(keys.map(({ best }) => best)) / keys.length;
};

/** 0–1: the coverage by the one clause of the answer that covers most: it is said in one place. */
export const clauseCoverage: Feature = ({ alignment }) => most(alignment.clauses.values());

/** 0–1: the same for two clauses in a row. */
export const pairCoverage: Feature = ({ alignment }) => most(alignment.pairs.values());

/** 0–1: by piece of the reference. */
export const coverageByPiece = ({ pieces }: Comparison): number[] =>
	pieces.map(({ alignment, reference }) => weighted(alignment.best, reference.weights));

/** 0–1: the coverage of the reference's piece that is covered least. */
export const leastPiece: Feature = (comparison) => Math.min(...coverageByPiece(comparison));
