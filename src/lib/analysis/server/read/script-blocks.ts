/**
 * Of a component only what stands in its script blocks, everything else but line breaks blank: what
 * is found there keeps its lines. What is not closed ends the search.
 */
export function scriptsOf(text: string): string {
	let scripts = '';
	let kept = 0;
	const opening = /<script\b(?:[^>"']|"[^"]{0,500}"|'[^']{0,500}'){0,1000}>/gi;
	for (let found = opening.exec(text); found; found = opening.exec(text)) {
		const start = found.index + found[0].length;
		const end = closing(text, start);
		if (end === -1) break;
		scripts += blank(text, kept, start) + text.slice(start, end);
		kept = end;
		opening.lastIndex = end;
	}
	return scripts + blank(text, kept, text.length);
}

const closing = (text: string, from: number) => {
	const close = /<\/script\s*>/gi;
	close.lastIndex = from;
	return close.exec(text)?.index ?? -1;
};

const blank = (text: string, from: number, to: number) =>
	text.slice(from, to).replace(/[^\n]/g, ' ');

/** Lines of a component that are neither blank nor a comment of its markup. */
export function codeLinesOfMarkup(text: string): number {
	let count = 0;
	let isComment = false;
	for (const line of text.split('\n')) {
		const trimmed = line.trim();
		if (!isComment && trimmed.startsWith('<!--')) isComment = true;
		if (!isComment && trimmed !== '') count++;
		if (isComment && trimmed.endsWith('-->')) isComment = false;
	}
	return count;
}
