/** A piece of SQL: a word, a name in quotes, a literal, or one character. */
export interface SqlToken {
	kind: 'word' | 'name' | 'literal' | 'sign';
	/** Of names without their quotes. */
	text: string;
	/** In capitals, for words; empty for the rest. */
	word: string;
	/** Offset of its first character. */
	start: number;
	end: number;
}

const WORD = /[\p{L}_@$][\p{L}\p{N}_@$]*/uy;
const NUMBER = /\d[\w.]*/y;
const SPACE = /\s+/y;
const DOLLAR = /\$(?:[A-Za-z_]\w*)?\$/y;
const BRACKETED = /\[[A-Za-z_][\w ]*\]/y;

/** What opens a name and what closes it. */
const NAME_QUOTES: Readonly<Record<string, string>> = { '"': '"', '`': '`' };

/**
 * Any dialect's tokens, comments left out. Never fails: what is not closed ends with the text.
 *
 * @param from offset to begin at
 * @returns one token, or undefined at the end
 */
export function tokenAt(text: string, from: number): SqlToken | undefined {
	const start = skipped(text, from);
	if (start >= text.length) return undefined;
	const character = text[start]!;
	const made = (
		kind: SqlToken['kind'],
		end: number,
		content = text.slice(start, end)
	): SqlToken => ({
		kind,
		text: content,
		word: kind === 'word' ? content.toUpperCase() : '',
		start,
		end
	});
	const dollar = matchAt(DOLLAR, text, start);
	if (dollar) {
		const close = text.indexOf(dollar, start + dollar.length);
		return made('literal', close === -1 ? text.length : close + dollar.length);
	}
	if (character === "'") return made('literal', endOfQuoted(text, start, "'"));
	const quote = NAME_QUOTES[character];
	if (quote) {
		const end = endOfQuoted(text, start, quote);
		return made('name', end, text.slice(start + 1, end - 1));
	}
	const bracketed = matchAt(BRACKETED, text, start);
	if (bracketed) return made('name', start + bracketed.length, bracketed.slice(1, -1));
	const word = matchAt(WORD, text, start);
	if (word) return made('word', start + word.length);
	const number = matchAt(NUMBER, text, start);
	if (number) return made('literal', start + number.length);
	return made('sign', start + 1);
}

/** Past blanks and comments. */
function skipped(text: string, from: number): number {
	let at = from;
	while (at < text.length) {
		const space = matchAt(SPACE, text, at);
		if (space) at += space.length;
		else if (text.startsWith('--', at) || isHashComment(text, at)) {
			const end = text.indexOf('\n', at);
			at = end === -1 ? text.length : end + 1;
		} else if (text.startsWith('/*', at)) {
			const end = text.indexOf('*/', at + 2);
			at = end === -1 ? text.length : end + 2;
		} else return at;
	}
	return at;
}

/** MySQL's; elsewhere it is an operator, which does not begin a line. */
const isHashComment = (text: string, at: number) =>
	text[at] === '#' && (at === 0 || text[at - 1] === '\n');

function endOfQuoted(text: string, start: number, quote: string): number {
	for (let at = start + 1; at < text.length; at++) {
		// Only MySQL escapes so; elsewhere a backslash before the last quote is rare.
		if (text[at] === '\\' && quote === "'" && text[at + 1] === "'" && text[at + 2] !== ';') at++;
		else if (text[at] === quote) {
			if (text[at + 1] !== quote) return at + 1;
			at++;
		}
	}
	return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}
