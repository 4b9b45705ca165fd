import type { JudgedPoint } from './points/judge-points';

/** A score that people would have given within so much is called right: 15 of 100. */
export const TOLERANCE = 0.15;

/**
 * What no point explains: two people who grade the same answer differ by as much (root of the mean square; Mohler,
 * Bunescu and Mihalcea 2011 report 0.66 on a scale of 5).
 */
const PEOPLE = 0.13;

/** How far off the chances of an answer's points are together: they were learnt on other questions. */
const MODEL = 0.1;

/** And in logits, by what depth is off: its fit's own error, 0.12, times its weight, and more on other writers. */
const DEPTH = 0.9;

/** So much of what is missing may stand in words that neither question nor rubric has. */
const UNREAD = 0.5;

/**
 * 0–1: how probable it is that people's score lies within 15 points of this one. Each point is said with
 * its chance or not, and adds its weight's share of the doubt (the variance of a sum of coins). Then come the
 * errors that all chances of an answer share, which do not cancel out; and the sum is taken for normal.
 *
 * @param unread 0–1: how much of the answer is in words that neither question nor rubric has
 */
export function confidenceIn(points: readonly JudgedPoint[], unread: number): number {
	let [coins, moved, missing] = [0, 0, 0];
	for (const { verdict, chance } of points) {
		const spread = chance * (1 - chance);
		coins += verdict.weight ** 2 * spread;
		moved += verdict.weight * spread;
		missing += verdict.weight * (1 - chance);
	}
	const shared = [PEOPLE, MODEL, DEPTH * moved, UNREAD * unread * missing];
	const variance = shared.reduce((sum, error) => sum + error ** 2, coins);
	return errorFunction(TOLERANCE / Math.sqrt(2 * variance));
}

/** Sure as can be that something is no answer. */
export const SURE_OF_RUBBISH = 0.95;

/** erf, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26); for x ≥ 0. */
function errorFunction(x: number): number {
	const t = 1 / (1 + 0.3275911 * x);
	const series =
		t *
		(0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
	return 1 - series * Math.exp(-x * x);
}
