/** What can be seen of a text, for names that others must be able to tell apart. Pure. */

/** Joiners and variation selectors where they make one emoji of several, or one of a character. */
const JOINS_EMOJI =
	/(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)/u;

/** A character that nobody sees. */
export const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const INVISIBLE_BUT_JOINS = new RegExp(`(${JOINS_EMOJI.source})|${INVISIBLE.source}`, 'gu');

/** @returns the text without what nobody sees, by which two names could look alike */
export function withoutInvisible(text: string): string {
	return text.replace(INVISIBLE_BUT_JOINS, (_, joins: string | undefined) => joins ?? '');
}
