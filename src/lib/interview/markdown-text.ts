import { blocksOf, type Block, type Piece } from './answer-markup';

/** Text that others wrote, inside Markdown of ours. Pure. */

/** Characters that mean something in Markdown or in HTML. */
const SPECIAL = /[\\`*_{}[\]<>#|~$&]/g;

const LINE_ENDS = /\r\n?|[\n\u2028\u2029]/;

/** On one line, meaning nothing but itself. */
export const escaped = (text: string): string =>
	asLine(withoutMeaning(text.trim().replace(/\s+/g, ' ')));

const withoutMeaning = (text: string): string =>
	text
		.replace(SPECIAL, '\\$&')
		// Before a link it would make a picture, which tells its server who opened the file.
		.replace(/!$/, '\\!');

/** At the beginning of a line these would make a list, a rule, a heading, or code. */
const asLine = (text: string): string =>
	text
		.trim()
		.replace(/^(?=[-+=])/, '\\')
		.replace(/^(\d+)(?=[.)](?: |$))/, '$1\\');

/** @param level 1–6 */
export const heading = (level: number, text: string): string =>
	`${'#'.repeat(level)} ${escaped(text)}`;

/** Code as it is: the fence is longer than any inside. */
export function block(code: string, language = ''): string {
	const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(Math.max(3, longest + 1));
	return `${fence}${language}\n${code.split(LINE_ENDS).join('\n')}\n${fence}`;
}

/**
 * Markdown of somebody's own, which keeps its lists, code and links: written anew from what the page
 * understands of it, so that nothing else in it means anything, and nothing leaves the quotation.
 */
export const quoted = (markdown: string): string =>
	blocksOf(markdown.trim().split(LINE_ENDS).join('\n'))
		.map(written)
		.join('\n\n')
		.split('\n')
		.map((line) => `> ${line}`.trimEnd())
		.join('\n');

function written(made: Block): string {
	switch (made.kind) {
		case 'code':
			return block(made.lines.map(textOf).join('\n'), made.language);
		case 'list':
			return made.items
				.map((item, index) => `${made.isOrdered ? `${made.first + index}.` : '-'} ${inline(item)}`)
				.join('\n');
		case 'heading':
			return made.lines.map((line) => `**${escaped(textOf(line))}**`).join('\n');
		case 'quote':
			return made.lines.map((line) => `> ${inline(line)}`).join('\n');
		case 'paragraph':
			return made.lines.map(inline).join('\n');
	}
}

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

const inline = (pieces: readonly Piece[]): string =>
	pieces.map(asMarkdown).join('').split('\n').map(asLine).join('\n');

function asMarkdown({ text, look, href }: Piece): string {
	const words = withoutMeaning(text.replace(/[^\S\n]+/g, ' '));
	if (look === 'code') return `\`${text}\``;
	if (look === 'strong') return `**${words}**`;
	if (look === 'emphasis') return `*${words}*`;
	if (href === undefined) return words;
	return href === text ? `<${href}>` : `[${words}](${href})`;
}
