/**
 * Where in a text something stands: parsers of JSON and TOML keep no lines, so that they are looked
 * up in the text, each text being gone through once.
 */
export class LineIndex {
	/** Lines (from 1) by what stands on them, ascending. */
	readonly #lines = new Map<string, number[]>();

	/** @param pattern global; its first group that matched is what is found again */
	constructor(text: string, pattern: RegExp) {
		let line = 1;
		let counted = 0;
		for (const match of text.matchAll(pattern)) {
			line += newlines(text, counted, match.index);
			counted = match.index;
			const key = match.slice(1).find((group) => group !== undefined) ?? '';
			// A match may begin with the end of the line before it.
			const own = line + newlines(text, match.index, match.index + match[0].indexOf(key));
			const known = this.#lines.get(key);
			if (known) known.push(own);
			else this.#lines.set(key, [own]);
		}
	}

	/** @returns the first line from `after` on that has it; the first of all otherwise; 1 without any */
	line(key: string, after = 1): number {
		const known = this.#lines.get(key);
		return known?.find((line) => line >= after) ?? known?.[0] ?? 1;
	}
}

function newlines(text: string, from: number, to: number): number {
	let count = 0;
	for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
		count++;
	}
	return count;
}

/** Keys of JSON objects. */
export const jsonLines = (text: string) => new LineIndex(text, /"([^"\\\n]{1,256})"[ \t]*:/g);

/** Section heads of TOML, as `[name]` without spaces and quotes. */
export const tomlSections = (text: string) =>
	new LineIndex(text.replaceAll(/["' \t]/g, ''), /^\[\[?([^\]\n]{1,256})\]/gm);

/** Keys and strings of TOML. */
export const tomlLines = (text: string) =>
	new LineIndex(text, /^[ \t]*([\w.-]{1,256})[ \t]*=|"([^"\n]{1,256})"|'([^'\n]{1,256})'/gm);
