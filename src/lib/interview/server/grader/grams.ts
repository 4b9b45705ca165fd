/** How often each run of `size` letters stands in a text, word boundaries included. */
export function gramsOf(text: string, size: number): Map<string, number> {
	const spaced = ` ${text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()} `;
	const grams = new Map<string, number>();
	for (let at = 0; at + size <= spaced.length; at++) {
		const gram = spaced.slice(at, at + size);
		grams.set(gram, (grams.get(gram) ?? 0) + 1);
	}
	return grams;
}

/** 0–1: the cosine of the angle between two counts. */
export function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) {
	let product = 0;
	for (const [gram, count] of one) product += count * (other.get(gram) ?? 0);
	return product === 0 ? 0 : product / (lengthOf(one) * lengthOf(other));
}

function lengthOf(counts: ReadonlyMap<string, number>): number {
	let squares = 0;
	for (const count of counts.values()) squares += count * count;
	return Math.sqrt(squares);
}
