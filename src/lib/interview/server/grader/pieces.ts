/** Signs that begin an entry of a list. */
const BULLETS = '•●○';

const ENDINGS = '.;:!?';

/** Shorter ones are headings and numbers of lists. */
const FEWEST_WORDS = 2;

/**
 * A reference that says several things, one by one: by lines, sentences and entries of lists. The text
 * itself where it says but one.
 */
export function piecesOf(text: string): string[] {
	const pieces: string[] = [];
	let from = 0;
	const end = (at: number) => {
		const piece = text.slice(from, at).trim();
		if (wordCount(piece) >= FEWEST_WORDS) pieces.push(piece);
		from = at;
	};
	for (let at = 0; at < text.length; at++) {
		const sign = text[at]!;
		if (sign === '\n' || BULLETS.includes(sign)) end(at);
		else if (ENDINGS.includes(sign) && /\s/.test(text[at + 1] ?? '')) end(at + 1);
	}
	end(text.length);
	return pieces.length > 1 ? pieces : [text];
}

const wordCount = (text: string) => (text === '' ? 0 : text.split(/\s+/).length);
