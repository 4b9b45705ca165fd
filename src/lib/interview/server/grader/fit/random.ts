/** Numbers from 0 to 1 that come again with the same seed (mulberry32, Ettinger 2017). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Fisher and Yates 1938, in the form of Durstenfeld 1964. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
	const order = [...list];
	for (let last = order.length - 1; last > 0; last -= 1) {
		const other = Math.floor(random() * (last + 1));
		[order[last], order[other]] = [order[other]!, order[last]!];
	}
	return order;
}
