/**
 * A text without the comments of C's family, its lines where they were; `//` in a string is none.
 * One walk, since a search for the end of every comment takes a square of time where none ends.
 */
export function withoutComments(text: string): string {
	const kept: string[] = [];
	let quote = '';
	let from = 0;
	let at = 0;
	while (at < text.length) {
		const character = text[at]!;
		if (quote !== '') {
			if (character === '\\') at++;
			else if (character === quote || character === '\n') quote = '';
			at++;
		} else if (character === '"' || character === "'") {
			quote = character;
			at++;
		} else if (character === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
			kept.push(text.slice(from, at));
			const isLine = text[at + 1] === '/';
			const end = text.indexOf(isLine ? '\n' : '*/', at + 2);
			const after = end === -1 ? text.length : end + (isLine ? 0 : 2);
			kept.push(text.slice(at, after).replace(/[^\n]+/g, ' '));
			from = at = after;
		} else at++;
	}
	kept.push(text.slice(from));
	return kept.join('');
}
