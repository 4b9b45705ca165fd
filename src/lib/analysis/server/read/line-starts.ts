/** @returns offset of each line's first character */
export function lineStartsOf(text: string): number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}

/** @returns the line of an offset, from 1 */
export function lineAt(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (starts[middle]! <= offset) low = middle;
		else high = middle;
	}
	return low + 1;
}
