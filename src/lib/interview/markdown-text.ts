/** Text that others wrote, inside Markdown of ours. Pure. */

/** Characters that mean something in Markdown or in HTML. */
const SPECIAL = /[\\`*_{}[\]<>#|~$&]/g;

const LINE_ENDS = /\r\n?|[\n\u2028\u2029]/;

/** On one line, meaning nothing but itself. */
export const escaped = (text: string): string =>
	text
		.trim()
		.replace(/\s+/g, ' ')
		.replace(SPECIAL, '\\$&')
		// At the beginning of a line these would make a list, a rule or a heading.
		.replace(/^(?=[-+=])/, '\\')
		.replace(/^(\d+)(?=[.)](?: |$))/, '$1\\');

/** @param level 1–6 */
export const heading = (level: number, text: string): string =>
	`${'#'.repeat(level)} ${escaped(text)}`;

/** Code as it is: the fence is longer than any inside. */
export function block(code: string): string {
	const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(Math.max(3, longest + 1));
	return `${fence}\n${code.split(LINE_ENDS).join('\n')}\n${fence}`;
}

/**
 * Markdown of somebody's own, which keeps its lists and code: it cannot leave the quotation, and its
 * HTML is text.
 */
export function quoted(markdown: string): string {
	let fence: string | undefined;
	return markdown
		.trim()
		.split(LINE_ENDS)
		.map((line) => {
			const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
			const isCode = fence !== undefined || mark !== undefined;
			if (fence === undefined) fence = mark;
			else if (mark?.startsWith(fence)) fence = undefined;
			return `> ${isCode ? line : withoutHtml(line)}`.trimEnd();
		})
		.join('\n');
}

/** A tag becomes text; what stands between backticks is text already. */
const withoutHtml = (line: string): string =>
	line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|<(?=[a-z/!?])/gi, (found) =>
		found === '<' ? '\\<' : found
	);
