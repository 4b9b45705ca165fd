import type { Span } from '../../../evaluation';

/** Longer quotes are cut after so many words. */
const MOST_WORDS = 12;
const MOST_CHARACTERS = 90;

/** Signs of Markdown, and quotation marks, would only confuse within a quotation. */
const MARKS = /[*_`#>"“”«»|~]+/g;

/** What stands in a span of an answer, as one would quote it: one line, without marks, cut at a word. */
export function quoted(answer: string, { start, end }: Span): string {
	const words = answer.slice(start, end).replace(MARKS, ' ').trim().split(/\s+/);
	const kept: string[] = [];
	let length = 0;
	for (const word of words.slice(0, MOST_WORDS)) {
		length += word.length + 1;
		if (kept.length > 0 && length > MOST_CHARACTERS) break;
		kept.push(word.slice(0, MOST_CHARACTERS));
	}
	const text = kept.join(' ').replace(/^[\s,.;:!?)\]-]+|[\s,.;:!?([-]+$/g, '');
	return `“${text}${kept.length < words.length ? ' …' : ''}”`;
}

/** A line of code short enough to be read out. */
export const quotedCode = (snippet: string): string => {
	const line = snippet.split('\n').find((one) => one.trim() !== '') ?? '';
	const short = line.trim().slice(0, MOST_CHARACTERS);
	return short === '' ? '' : `“${short}”`;
};

/** A claim inside a sentence. */
export const within = (claim: string): string => claim.trim().replace(/[.;:]+$/, '');
