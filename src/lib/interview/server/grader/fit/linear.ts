/** A linear function of named numbers. */
export interface Linear {
	intercept: number;
	weights: Record<string, number>;
}

export const valueOf = ({ intercept, weights }: Linear, row: Record<string, number>): number =>
	Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * row[name]!, intercept);

/** Smaller deviations are none. */
const NO_DEVIATION = 1e-9;

interface Scale {
	mean: number;
	deviation: number;
}

function scaleOf(values: readonly number[]): Scale {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
	return { mean, deviation: Math.sqrt(square) };
}

/**
 * Ridge regression (Hoerl and Kennard 1970) on standardised columns, its intercept not penalised.
 *
 * @param names of the columns; @param penalty a row's
 * @returns weights for the columns as they were given
 */
export function ridge(
	names: readonly string[],
	rows: readonly (readonly number[])[],
	targets: readonly number[],
	penalty: number
): Linear {
	const scales = names.map((_, column) => scaleOf(rows.map((row) => row[column]!)));
	const used = names
		.map((_, column) => column)
		.filter((at) => scales[at]!.deviation > NO_DEVIATION);
	const { mean: level } = scaleOf(targets);
	const size = used.length;
	const products = Array.from({ length: size }, () => new Float64Array(size));
	const right = new Float64Array(size);
	const standard = new Float64Array(size);
	rows.forEach((row, index) => {
		used.forEach((column, at) => {
			const { mean, deviation } = scales[column]!;
			standard[at] = (row[column]! - mean) / deviation;
		});
		for (let one = 0; one < size; one++) {
			right[one]! += standard[one]! * (targets[index]! - level);
			for (let other = 0; other <= one; other++) {
				products[one]![other]! += standard[one]! * standard[other]!;
			}
		}
	});
	for (let at = 0; at < size; at++) products[at]![at]! += penalty * rows.length;
	const solution = solve(products, right);
	const weights = Object.fromEntries(
		used.map((column, at) => [names[column]!, solution[at]! / scales[column]!.deviation])
	);
	const intercept = used.reduce(
		(sum, column) => sum - weights[names[column]!]! * scales[column]!.mean,
		level
	);
	return { intercept, weights };
}

/**
 * x with A·x = b, by Cholesky's decomposition.
 *
 * @param lower the lower half of A, symmetric and positive definite; overwritten
 */
export function solve(lower: readonly Float64Array[], right: Float64Array): Float64Array {
	const size = right.length;
	for (let row = 0; row < size; row++) {
		for (let column = 0; column <= row; column++) {
			let rest = lower[row]![column]!;
			for (let at = 0; at < column; at++) rest -= lower[row]![at]! * lower[column]![at]!;
			lower[row]![column] = row === column ? Math.sqrt(rest) : rest / lower[column]![column]!;
		}
	}
	const x = Float64Array.from(right);
	for (let row = 0; row < size; row++) {
		for (let at = 0; at < row; at++) x[row]! -= lower[row]![at]! * x[at]!;
		x[row]! /= lower[row]![row]!;
	}
	for (let row = size - 1; row >= 0; row--) {
		for (let at = row + 1; at < size; at++) x[row]! -= lower[at]![row]! * x[at]!;
		x[row]! /= lower[row]![row]!;
	}
	return x;
}
