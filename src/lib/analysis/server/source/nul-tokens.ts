/** Longer ones are cut off: they are somebody's message, not a path. */
const MOST_BYTES = 1024 * 1024;

/**
 * What a program writes with `-z`, in pieces as it comes: tokens that end with a NUL byte. What
 * comes after the last NUL is not told, since it may be half of something.
 */
export async function* nulTokens(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
	let rest: Buffer[] = [];
	let restBytes = 0;
	for await (const chunk of chunks) {
		const tokens: Buffer[] = [];
		let from = 0;
		for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
			const piece = chunk.subarray(from, at);
			tokens.push(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
			rest = [];
			restBytes = 0;
			from = at + 1;
		}
		if (from < chunk.length && restBytes < MOST_BYTES) {
			rest.push(chunk.subarray(from));
			restBytes += chunk.length - from;
		}
		if (tokens.length > 0) yield tokens;
	}
}
