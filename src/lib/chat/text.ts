/** What may be said in a thread (rule H2): text, and nothing that a reader could not see. */

export const MOST_TEXT_CHARACTERS = 4000;
export const MOST_TITLE_CHARACTERS = 100;

/** Control characters and the halves of pairs; line breaks and tabs are text. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cs}/gu;

/** @returns the text as it is kept: one kind of line end, no control characters, no blank ends */
export function tidyText(text: string): string {
	return text
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(UNSEEN, '')
		.replace(/^(?:[^\S\n]*\n)+|\s+$/g, '');
}

/** What turns the direction of what stands behind it, in a list also that of other titles. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @returns the title as it is kept: one line, read as it was written */
export function tidyTitle(title: string): string {
	return title.replace(/\s+/g, ' ').replace(UNSEEN, '').replace(DIRECTIONS, '').trim();
}

/** In code points: what somebody who counts would count. */
export function countCharacters(text: string): number {
	let count = 0;
	for (const _character of text) count += 1;
	return count;
}

/** Whether there is anything to see: white space and joiners alone say nothing. */
export function isBlank(text: string): boolean {
	return !/[^\s\p{C}\u2800\u3164]/u.test(text);
}

/** @returns what is wrong with a title, undefined where nothing is */
export function titleProblem(title: string): string | undefined {
	const tidy = tidyTitle(title);
	if (isBlank(tidy)) return 'Write a title.';
	return countCharacters(tidy) > MOST_TITLE_CHARACTERS
		? `Take at most ${MOST_TITLE_CHARACTERS} characters.`
		: undefined;
}
