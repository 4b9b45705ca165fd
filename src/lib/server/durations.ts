/** Upper bounds of the buckets in milliseconds, from what a keystroke takes to what nobody waits for. */
export const durationBoundsMs = [
	0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000
] as const;

/** The same, closed by one that takes all the rest, so that looking for a bucket always ends. */
const bounds = Float64Array.of(...durationBoundsMs, Infinity);

/**
 * How long something took, counted by buckets: a few nanoseconds and no allocation a time. Metrics
 * read it when they are asked for.
 */
export class Durations {
	/** One a bound, and a last one for what took longer. Doubles: 32 bits are full after a day. */
	readonly buckets = new Float64Array(bounds.length);
	/** A double of its own; as a plain field it would be a new object each time it changes. */
	readonly #totalMs = new Float64Array(1);

	add(milliseconds: number): void {
		let index = 0;
		while (milliseconds > bounds[index]!) index += 1;
		this.buckets[index]! += 1;
		this.#totalMs[0]! += milliseconds;
	}

	get totalMs(): number {
		return this.#totalMs[0]!;
	}
}
