import { fingerprint } from './fingerprint';

/** Tokens a window: about six lines. */
const WINDOW = 40;

/** Of so many neighbouring windows one is kept at least: a copy of 59 tokens is always seen. */
const GUARANTEE = 20;

/** Fewer different tokens are a table of data, where all windows look the same. */
const LEAST_DIFFERENT = 12;

/** The tokens of a file, gathered on a walk, and the windows that are kept of them. */
export class TokenWindows {
	readonly #hashes: number[] = [];
	readonly #lines: number[] = [];

	/** @param value what counts as the same token; @param line from 1 */
	add(value: number, line: number): void {
		this.#hashes.push(value);
		this.#lines.push(line);
	}

	/**
	 * Rolling hashes, winnowed: of every 20 neighbours the smallest, the rightmost of equals
	 * (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003).
	 *
	 * @returns `[hash, startLine, endLine]`, in the file's order
	 */
	kept(): [number, number, number][] {
		const hashes = rolling(this.#hashes, WINDOW);
		const kept: [number, number, number][] = [];
		let last = -1;
		// With fewer windows than the guarantee covers, their smallest stands for all.
		for (let end = Math.min(GUARANTEE, hashes.length) - 1; end < hashes.length && end >= 0; end++) {
			const chosen = smallest(hashes, Math.max(0, end - GUARANTEE + 1), end, last);
			if (chosen === last) continue;
			last = chosen;
			if (!this.#isVaried(chosen)) continue;
			kept.push([hashes[chosen]!, this.#lines[chosen]!, this.#lines[chosen + WINDOW - 1]!]);
		}
		return kept;
	}

	#isVaried(start: number): boolean {
		const different: number[] = [];
		for (let at = start; at < start + WINDOW; at++) {
			if (!different.includes(this.#hashes[at]!)) different.push(this.#hashes[at]!);
			if (different.length === LEAST_DIFFERENT) return true;
		}
		return false;
	}
}

/** The place of the smallest in `[from, to]`, the rightmost of equals. */
function smallest(hashes: Float64Array, from: number, to: number, last: number): number {
	if (last >= from && hashes[to]! > hashes[last]!) return last;
	let best = from;
	for (let at = from; at <= to; at++) if (hashes[at]! <= hashes[best]!) best = at;
	return best;
}

/** Two polynomials of 32 bits over each window, joined to 52: a chance hit is out of reach. */
function rolling(tokens: readonly number[], window: number): Float64Array {
	const count = Math.max(0, tokens.length - window + 1);
	const hashes = new Float64Array(count);
	const [first, second] = [0x01000193, 0x5bd1e995];
	let [firstTop, secondTop] = [1, 1];
	for (let power = 1; power < window; power++) {
		firstTop = Math.imul(firstTop, first);
		secondTop = Math.imul(secondTop, second);
	}
	let [one, two] = [0, 0];
	for (let at = 0; at < tokens.length; at++) {
		const leaving = at - window;
		if (leaving >= 0) {
			one = (one - Math.imul(tokens[leaving]!, firstTop)) | 0;
			two = (two - Math.imul(tokens[leaving]!, secondTop)) | 0;
		}
		one = (Math.imul(one, first) + tokens[at]!) | 0;
		two = (Math.imul(two, second) + tokens[at]!) | 0;
		if (at >= window - 1) hashes[at - window + 1] = fingerprint(one, two);
	}
	return hashes;
}
