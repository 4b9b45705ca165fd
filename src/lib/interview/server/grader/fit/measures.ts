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

/** How true stated probabilities come. */
export interface Calibration {
	/** Tenths that are not empty: what was stated there on average, and how often it came true. */
	bins: { stated: number; true: number; count: number }[];
	/** 0–1: how far they are apart, weighted by count: the expected calibration error (Naeini et al. 2015). */
	error: number;
	/** 0–1: the mean squared difference (Brier 1950). */
	brier: number;
	/** What it would be if all were given the mean. */
	brierOfMean: number;
}

const TENTHS = 10;

export function calibrationOf(stated: readonly { chance: number; isTrue: boolean }[]): Calibration {
	const groups = Map.groupBy(stated, ({ chance }) =>
		Math.min(TENTHS - 1, Math.floor(chance * TENTHS))
	);
	const shareTrue = (some: typeof stated) => mean(some.map(({ isTrue }) => Number(isTrue)));
	const bins = [...groups]
		.sort(([one], [other]) => one - other)
		.map(([, members]) => ({
			stated: mean(members.map(({ chance }) => chance)),
			true: shareTrue(members),
			count: members.length
		}));
	const all = shareTrue(stated);
	return {
		bins,
		error: bins.reduce(
			(sum, bin) => sum + (Math.abs(bin.stated - bin.true) * bin.count) / stated.length,
			0
		),
		brier: mean(stated.map(({ chance, isTrue }) => (chance - Number(isTrue)) ** 2)),
		brierOfMean: all * (1 - all)
	};
}

/** 95 % of a share, by Wilson's score (Wilson 1927). */
export function wilson(share: number, count: number): [number, number] {
	const z = 1.96;
	const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
	const half =
		(z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) /
		(1 + z ** 2 / count);
	return [middle - half, middle + half];
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
