/** How well predictions agree with people. */

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's r, −1 to 1; 0 where one side does not vary. */
export function pearson(one: readonly number[], other: readonly number[]): number {
	const [meanOfOne, meanOfOther] = [mean(one), mean(other)];
	let [product, squares, otherSquares] = [0, 0, 0];
	one.forEach((value, index) => {
		const [difference, otherDifference] = [value - meanOfOne, other[index]! - meanOfOther];
		product += difference * otherDifference;
		squares += difference ** 2;
		otherSquares += otherDifference ** 2;
	});
	return squares * otherSquares === 0 ? 0 : product / Math.sqrt(squares * otherSquares);
}

/** Root of the mean squared error, in the unit of the scores. */
export const rootMeanSquare = (predicted: readonly number[], scores: readonly number[]) =>
	Math.sqrt(mean(predicted.map((value, index) => (value - scores[index]!) ** 2)));

/** 0–1: the mean of both classes' F1, right from a half on. */
export function macroF1(
	predicted: readonly number[],
	scores: readonly number[],
	threshold = 0.5
): number {
	const f1Of = (isRight: boolean) => {
		let [both, either] = [0, 0];
		predicted.forEach((value, index) => {
			const found = value >= threshold === isRight;
			const wanted = scores[index]! >= 0.5 === isRight;
			if (found && wanted) both += 1;
			either += Number(found) + Number(wanted);
		});
		return either === 0 ? 0 : (2 * both) / either;
	};
	return mean([f1Of(true), f1Of(false)]);
}

/** The threshold of forty between the tenth and the last tenth of predictions that gives the best macro-F1. */
export function bestThreshold(predicted: readonly number[], scores: readonly number[]): number {
	const sorted = predicted.toSorted((one, other) => one - other);
	const candidates = Array.from({ length: 41 }, (_, step) => {
		const at = Math.floor((0.1 + (0.8 * step) / 40) * (sorted.length - 1));
		return sorted[at]!;
	});
	const rated = candidates.map((at) => ({ at, f1: macroF1(predicted, scores, at) }));
	return rated.reduce((best, one) => (one.f1 > best.f1 ? one : best)).at;
}
