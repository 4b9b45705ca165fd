import { solve, type Linear } from './linear';

const STEPS = 25;

export const logistic = (value: number) => 1 / (1 + Math.exp(-value));

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), with a small ridge on
 * all but the intercept.
 *
 * @param targets 0 or 1; @param penalty a row's
 */
export function logisticRegression(
	names: readonly string[],
	rows: readonly (readonly number[])[],
	targets: readonly number[],
	penalty: number
): Linear {
	const size = names.length + 1;
	let weights = new Float64Array(size);
	for (let step = 0; step < STEPS; step++) {
		const curvature = Array.from({ length: size }, () => new Float64Array(size));
		const slope = new Float64Array(size);
		rows.forEach((row, index) => {
			const values = [1, ...row];
			const chance = logistic(values.reduce((sum, value, at) => sum + value * weights[at]!, 0));
			const spread = Math.max(1e-6, chance * (1 - chance));
			for (let one = 0; one < size; one++) {
				slope[one]! += values[one]! * (targets[index]! - chance);
				for (let other = 0; other <= one; other++) {
					curvature[one]![other]! += spread * values[one]! * values[other]!;
				}
			}
		});
		for (let at = 0; at < size; at++) {
			const strength = at === 0 ? 1e-9 : penalty * rows.length;
			curvature[at]![at]! += strength;
			slope[at]! -= strength * weights[at]!;
		}
		const change = solve(curvature, slope);
		weights = weights.map((weight, at) => weight + change[at]!);
		if (change.every((value) => Math.abs(value) < 1e-8)) break;
	}
	return {
		intercept: weights[0]!,
		weights: Object.fromEntries(names.map((name, at) => [name, weights[at + 1]!]))
	};
}
