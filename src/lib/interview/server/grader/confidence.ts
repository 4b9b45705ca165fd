import type { JudgedPoint } from './points/judge-points';

/** A score that people would have given within so much is called right: 15 of 100. */
export const TOLERANCE = 0.15;

/** What no point explains: people differ among themselves by about as much. */
const OWN_ERROR = 0.1;

/**
 * 0–1: how probable it is that people's score lies within 15 points of this one. Each point is said with
 * its chance or not, and adds its weight's share of the doubt (the variance of a sum of coins); the sum is
 * taken for normal.
 */
export function confidenceIn(points: readonly JudgedPoint[]): number {
	const variance = points.reduce(
		(sum, { verdict, chance }) => sum + verdict.weight ** 2 * chance * (1 - chance),
		OWN_ERROR ** 2
	);
	return errorFunction(TOLERANCE / Math.sqrt(2 * variance));
}

/** erf, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26); for x ≥ 0. */
function errorFunction(x: number): number {
	const t = 1 / (1 + 0.3275911 * x);
	const series =
		t *
		(0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
	return 1 - series * Math.exp(-x * x);
}

/**
 * The same where the error to expect is known: errors are taken for Laplace's.
 *
 * @param error 0–1, the mean of the absolute one
 */
export const confidenceWithin = (error: number): number =>
	1 - Math.exp(-TOLERANCE / Math.max(0.02, error));
