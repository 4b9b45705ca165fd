import type { Language } from '../facts';
import { redactedCode } from '../redact';

/** Of a function, blank ones included. */
export const LINES_TO_TYPE = { least: 3, most: 40 };
const LONGEST_LINE = 100;
/** Code points; rule T1's mode `code`. */
const CHARACTERS = { least: 80, most: 1_500 };

const MOST_COMMENT_LINES = 4;
/** Of all characters. */
const MOST_COMMENT = 0.25;
const MOST_QUOTED = 0.4;
const MOST_DIGITS = 0.12;
const MOST_BEYOND_ASCII = 0.02;

/** Keys, hashes, encoded bytes: nobody's fingers learn from them. */
const LONG_RUN = /(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{32,}/;
/** On some keyboard there are letters and marks of a language; arrows, boxes and pictures on none. */
const UNTYPEABLE = /(?![\n\t])\p{C}|(?![\p{ASCII}])[\p{S}\p{P}\p{Z}]/u;
const LICENCE = /copyright|licen[cs]ed? under|all rights reserved|SPDX-/i;

/**
 * Code as a test has it: the white space that all its lines begin with taken away, none at their
 * ends, a tab only where it indents.
 */
export function withoutMargin(lines: readonly string[]): string {
	const trimmed = lines.map((line) => line.trimEnd());
	const margins = trimmed
		.filter((line) => line !== '')
		.map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
	const margin = margins.reduce(commonStart, margins[0] ?? '');
	return trimmed
		.map((line) => line.slice(margin.length))
		.map((line) => {
			const content = line.trimStart();
			return line.slice(0, line.length - content.length) + content.replaceAll('\t', ' ');
		})
		.join('\n');
}

function commonStart(one: string, other: string): string {
	let length = 0;
	while (length < one.length && one[length] === other[length]) length += 1;
	return one.slice(0, length);
}

/** Code points to type: one for each run of white space, none for indentation. */
export function charactersToType(text: string): number {
	return Array.from(text.trim().replace(/\s+/g, ' ')).length;
}

/**
 * Whether a function is worth typing: short enough to be done with, long enough to warm up, and code
 * rather than comment, data or text. One that holds what looks like a secret never is.
 *
 * @param text as `withoutMargin` gives it
 */
export function isGoodToType(text: string, language: Language): boolean {
	const lines = text.split('\n');
	const filled = lines.filter((line) => line !== '');
	const characters = charactersToType(text);
	return (
		filled.length >= LINES_TO_TYPE.least &&
		lines.length <= LINES_TO_TYPE.most &&
		lines.every((line) => line.length <= LONGEST_LINE) &&
		characters >= CHARACTERS.least &&
		characters <= CHARACTERS.most &&
		!UNTYPEABLE.test(text) &&
		share(text, /\P{ASCII}/gu) <= MOST_BEYOND_ASCII &&
		!LONG_RUN.test(text) &&
		!LICENCE.test(text) &&
		share(text, /\d/g) <= MOST_DIGITS &&
		quotedShare(text) <= MOST_QUOTED &&
		!isTalkative(lines, language) &&
		isWhole(text) &&
		redactedCode(text) === text
	);
}

const share = (text: string, what: RegExp) => (text.match(what)?.length ?? 0) / text.length;

const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

function quotedShare(text: string): number {
	const quoted = text.match(QUOTED) ?? [];
	return quoted.join('').length / text.replace(/\s+/g, ' ').length;
}

/** What a line of comment begins with, where it is no line of code. */
const commentStarts: Record<'slashes' | 'hash' | 'dashes', RegExp> = {
	slashes: /^\s*(\/\/|\/\*|\*|<!--)/,
	hash: /^\s*#(?!\[)/,
	dashes: /^\s*(--|\/\*|\*)/
};

function commentStart(language: Language): RegExp {
	if (language === 'python' || language === 'ruby') return commentStarts.hash;
	return language === 'sql' ? commentStarts.dashes : commentStarts.slashes;
}

function isTalkative(lines: readonly string[], language: Language): boolean {
	const start = commentStart(language);
	let isInDocstring = false;
	let inARow = 0;
	let talk = 0;
	for (const line of lines) {
		const fences = language === 'python' ? (line.match(/"""|'''/g)?.length ?? 0) : 0;
		const isComment = isInDocstring || fences > 0 || start.test(line);
		if (fences % 2 === 1) isInDocstring = !isInDocstring;
		inARow = isComment ? inARow + 1 : 0;
		if (inARow > MOST_COMMENT_LINES) return true;
		if (isComment) talk += line.trim().length;
	}
	return talk > MOST_COMMENT * charactersToType(lines.join('\n'));
}

const closing: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Whole lines may cut through what stands around a function: what is left must close by itself. */
function isWhole(text: string): boolean {
	return isBalanced(text) || isBalanced(text.replace(QUOTED, ''));
}

function isBalanced(text: string): boolean {
	const open: string[] = [];
	for (const char of text.match(/[()[\]{}]/g) ?? []) {
		const opener = closing[char];
		if (opener === undefined) open.push(char);
		else if (open.pop() !== opener) return false;
	}
	return open.length === 0;
}
