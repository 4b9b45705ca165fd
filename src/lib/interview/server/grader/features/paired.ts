import type { FeatureName } from '.';

/**
 * What counts differently where something else is so: a negation matters where the words are the same, a short
 * answer where little was covered.
 */
const PAIRED = [
	'coverage',
	'keyCoverage',
	'pairCoverage',
	'leastPiece',
	'newPrecision',
	'tetragramCosine',
	'longestRun',
	'answerLength',
	'newWords',
	'negationMismatch',
	'opposition'
] as const satisfies FeatureName[];

/** The products of eleven features in pairs, each with itself too, by name (`coverage × opposition`). */
export function pairedFeatures(row: Record<FeatureName, number>): Record<string, number> {
	return Object.fromEntries(
		PAIRED.flatMap((one, at) =>
			PAIRED.slice(at).map((other) => [`${one} × ${other}`, row[one] * row[other]])
		)
	);
}
