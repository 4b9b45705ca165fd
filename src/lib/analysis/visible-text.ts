/** Text that others wrote, made fit to be shown: nothing in it is hidden or turns what stands beside it. Pure. */

/** Control characters, bidirectional controls and characters of no width; tab and line feed stay. */
const UNSEEN =
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Each unseen character becomes its number, so that code cannot look like other code (Boucher and
 * Anderson, "Trojan Source", 2021).
 *
 * @returns `a[U+202E]b` for a text with a right-to-left override in it
 */
export const visible = (text: string): string =>
	text.replace(
		UNSEEN,
		(character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`
	);

/**
 * As `visible`, on one line.
 *
 * @param most code points; what is longer ends with an ellipsis
 */
export function visibleLine(text: string, most: number): string {
	// Of what is far too long, the rest is never looked at.
	const line = visible(text.slice(0, 2 * most + 2).replace(/\s+/g, ' ')).trim();
	const characters = Array.from(line);
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}
