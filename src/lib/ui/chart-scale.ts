/** Round numbers to rule a chart by, from at or below the least value to at or above the greatest. */
export interface Scale {
	low: number;
	high: number;
	/** Ascending, `low` and `high` among them. */
	ticks: number[];
}

const MOST_STEPS = 4;

/**
 * A scale that begins where the data does: steps of 1, 2, 5, 10, 20, 50 …, at most four of them.
 * @param values finite numbers; none at all gives 0 to 1
 */
export function scaleFor(values: readonly number[]): Scale {
	const least = values.length === 0 ? 0 : Math.min(...values);
	const greatest = values.length === 0 ? 1 : Math.max(...values);
	for (let power = 1; ; power *= 10) {
		for (const step of [power, 2 * power, 5 * power]) {
			const low = Math.floor(least / step) * step;
			const high = Math.max(low + step, Math.ceil(greatest / step) * step);
			const steps = Math.round((high - low) / step);
			if (steps <= MOST_STEPS) {
				const ticks = Array.from({ length: steps + 1 }, (_, index) => low + index * step);
				return { low, high, ticks };
			}
		}
	}
}

/**
 * Which of `count` things in a row to label, at most `most` (2 or more): the first, others at even
 * steps from it, and the last.
 */
export function labelled(count: number, most: number): number[] {
	if (count <= most) return Array.from({ length: count }, (_, index) => index);
	const step = Math.ceil((count - 1) / (most - 1));
	const indexes = Array.from({ length: Math.ceil((count - 1) / step) }, (_, index) => index * step);
	// Two labels at the end would crowd each other.
	if (count - 1 - (indexes.at(-1) ?? 0) < 0.75 * step) indexes.pop();
	return [...indexes, count - 1];
}

/**
 * Moves labels apart that would lie over each other, as little as possible, keeping their order.
 * @param places wanted places, and the least distance, in the same unit
 */
export function spreadApart(places: readonly number[], distance: number, end: number): number[] {
	const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b));
	const result = [...places];
	let previous = -Infinity;
	for (const index of order) {
		previous = Math.max(at(places, index), previous + distance);
		result[index] = previous;
	}
	let limit = end;
	for (const index of order.reverse()) {
		result[index] = Math.min(at(result, index), limit);
		limit = at(result, index) - distance;
	}
	return result;
}

function at(numbers: readonly number[], index: number): number {
	return numbers[index] ?? 0;
}
