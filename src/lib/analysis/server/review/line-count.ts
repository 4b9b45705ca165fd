/** Lines of a file, counted on its bytes. Pure. */

export interface LineCount {
	/** Of all kinds. */
	lines: number;
	blank: number;
	/** Lines that hold a comment alone; strings that document (Python) are code. */
	comments: number;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const RETURN = 0x0d;

interface CommentStyle {
	line: readonly string[];
	block?: readonly [string, string];
}

const slashes: CommentStyle = { line: ['//'], block: ['/*', '*/'] };
const hash: CommentStyle = { line: ['#'] };
const angles: CommentStyle = { line: [], block: ['<!--', '-->'] };

const styles: Record<string, CommentStyle> = {
	Python: hash,
	Ruby: hash,
	Shell: hash,
	Perl: hash,
	R: hash,
	YAML: hash,
	TOML: hash,
	Elixir: hash,
	Tcl: hash,
	Dockerfile: hash,
	Makefile: hash,
	CMake: hash,
	Julia: hash,
	PHP: { line: ['//', '#'], block: ['/*', '*/'] },
	SQL: { line: ['--'], block: ['/*', '*/'] },
	Lua: { line: ['--'] },
	Haskell: { line: ['--'], block: ['{-', '-}'] },
	HTML: angles,
	XML: angles,
	Vue: { line: ['//'], block: ['<!--', '-->'] },
	Svelte: { line: ['//'], block: ['<!--', '-->'] },
	Clojure: { line: [';'] },
	Erlang: { line: ['%'] },
	TeX: { line: ['%'] }
};

/** @param language as Linguist names it; C's comments for those that have no entry here */
export function countLines(content: Buffer, language: string | undefined): LineCount {
	const { line: marks, block } = styles[language ?? ''] ?? slashes;
	const count: LineCount = { lines: 0, blank: 0, comments: 0 };
	let blockEnd = -1;
	for (let start = 0; start < content.length;) {
		const newline = content.indexOf(NEWLINE, start);
		const end = newline === -1 ? content.length : newline;
		const first = firstInk(content, start, end);
		count.lines++;
		if (first === end) count.blank++;
		else if (start < blockEnd) count.comments++;
		else if (marks.some((mark) => beginsWith(content, first, mark))) count.comments++;
		else if (block && beginsWith(content, first, block[0])) {
			const closing = content.indexOf(block[1], first + block[0].length);
			blockEnd = closing === -1 ? content.length : closing;
			count.comments++;
		}
		start = end + 1;
	}
	return count;
}

function firstInk(content: Buffer, start: number, end: number): number {
	let at = start;
	while (at < end) {
		const byte = content[at];
		if (byte !== SPACE && byte !== TAB && byte !== RETURN) break;
		at++;
	}
	return at;
}

function beginsWith(content: Buffer, at: number, mark: string): boolean {
	for (let index = 0; index < mark.length; index++) {
		if (content[at + index] !== mark.charCodeAt(index)) return false;
	}
	return true;
}
