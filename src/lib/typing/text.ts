/** The longest text, in code points (T1). */
export const LONGEST_TEXT = 20_000;

export type Separator = ' ' | '\n';

/** One word to type: what stands between two runs of white space. */
export interface TargetWord {
	/** Its code points. */
	chars: readonly string[];
	/** Index of its first code point in the whole text. */
	start: number;
	/**
	 * The one key that leads to the next word: Enter when the white space after this word holds a
	 * newline, the space bar otherwise; empty after the last word.
	 */
	separator: Separator | '';
	/** Code points of that white space, the next line's indentation included. */
	separatorLength: number;
}

export interface PreparedText {
	/** Every code point of the text, white space included. */
	chars: readonly string[];
	words: readonly TargetWord[];
	/** Code points of the whole text. */
	length: number;
}

// Soft hyphen, zero width space, direction marks, word joiner, byte order mark: nobody can see or
// type them. The joiners U+200C and U+200D stay: Persian and emoji need them.
const invisible = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g;
const lineEnd = /\r\n?|[\u0085\u2028\u2029]/g;
const directionControl = /[\u202a-\u202e\u2066-\u2069]/;
const forbiddenControl = /(?![\n\t])\p{Cc}/u;
const loneSurrogate = /\p{Cs}/u;

/**
 * The characters of a text as Greenroom compares them: NFC, one kind of line end (LF) and one kind
 * of space (U+0020), no invisible characters. Keeps every tab, newline and space in its place, so
 * that it serves for typed input too.
 */
export function foldCharacters(raw: string): string {
	// Nearly every key: it stands for itself, and needs none of the expressions below.
	if (raw.length === 1 && raw >= ' ' && raw <= '~') return raw;
	return raw
		.replace(invisible, '')
		.replace(lineEnd, '\n')
		.replace(/\p{Zs}/gu, ' ')
		.normalize('NFC');
}

/**
 * A text as it is shown and stored: folded (see `foldCharacters`), a tab only where it indents a
 * line (elsewhere a space), no white space at the end of a line or of the text, no blank lines
 * before it. Normalising twice changes nothing.
 */
export function normaliseText(raw: string): string {
	const lines = foldCharacters(raw).split('\n').map(normaliseLine);
	return lines.join('\n').replace(/^\n+/, '').trimEnd();
}

// Line by line and by trimEnd: one expression over a whole text of blanks takes quadratic time.
function normaliseLine(line: string): string {
	const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
	return (indentation + line.slice(indentation.length).replaceAll('\t', ' ')).trimEnd();
}

/**
 * Why a normalised text cannot be typed, as a sentence that says what to do about it; undefined
 * when it can.
 */
export function invalidText(text: string): string | undefined {
	if (text.trim() === '') {
		return 'The text is empty. Give at least one word.';
	}
	const length = Array.from(text).length;
	if (length > LONGEST_TEXT) {
		return `The text has ${length} characters; the most is ${LONGEST_TEXT}. Shorten it or split it.`;
	}
	if (loneSurrogate.test(text)) {
		return 'The text holds half of a character (a lone surrogate). Copy it again from its source.';
	}
	const control = forbiddenControl.exec(text)?.[0] ?? directionControl.exec(text)?.[0];
	if (control !== undefined) {
		return `The text holds the control character ${codePointName(control)}, which no key types. Remove it.`;
	}
	return undefined;
}

function codePointName(char: string): string {
	return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Splits a normalised text into the words that are typed one after another. All indexes count its
 * code points. A run of white space is one separator; indentation belongs to the run before its
 * line and is skipped by the editor, never typed. Indentation before the first word is skipped too.
 */
export function prepareText(text: string): PreparedText {
	const chars = Array.from(text);
	const words: TargetWord[] = [];
	let start = endOfRun(chars, 0, true);
	while (start < chars.length) {
		const end = endOfRun(chars, start, false);
		const next = endOfRun(chars, end, true);
		const last = next === chars.length;
		words.push({
			chars: chars.slice(start, end),
			start,
			separator: last ? '' : chars.slice(end, next).includes('\n') ? '\n' : ' ',
			separatorLength: last ? 0 : next - end
		});
		start = next;
	}
	return { chars, words, length: chars.length };
}

/** Whether a code point of a folded text is white space. */
export function isWhiteSpace(char: string): boolean {
	return char === ' ' || char === '\n' || char === '\t';
}

function endOfRun(chars: readonly string[], from: number, ofWhiteSpace: boolean): number {
	let at = from;
	for (let char = chars[at]; char !== undefined && isWhiteSpace(char) === ofWhiteSpace;) {
		at += 1;
		char = chars[at];
	}
	return at;
}
