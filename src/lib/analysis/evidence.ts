/** Where in the code something can be seen (rule R4). */
export interface Evidence {
	/** Relative to the repository's root, with slashes. */
	path: string;
	/** From 1; both ends included. */
	startLine: number;
	endLine: number;
	/** Those lines, at most twelve, each at most 200 characters; secrets are redacted. */
	snippet: string;
	/** Where it is told of an older state than the newest. */
	commit?: string;
	/** Of few lines: those with some before and after, so that they can be understood. */
	around?: CodeAround;
}

/** Lines of the file that an evidence is of, its own among them. */
export interface CodeAround {
	/** From 1. */
	startLine: number;
	/** As `Evidence.snippet`. */
	snippet: string;
}

/** Of a snippet. */
export const MOST_LINES = 12;
const MOST_CHARACTERS = 200;

/** @param lines of the whole file; @param startLine from 1 */
export function evidenceFrom(
	path: string,
	lines: readonly string[],
	startLine: number,
	endLine: number = startLine
): Evidence {
	const last = Math.min(endLine, startLine + MOST_LINES - 1, lines.length);
	const snippet = lines
		.slice(startLine - 1, last)
		.map((line) => Array.from(line).slice(0, MOST_CHARACTERS).join(''))
		.join('\n');
	return {
		path,
		startLine,
		endLine: Math.max(startLine, Math.min(endLine, lines.length)),
		snippet
	};
}
