import { withoutInvisible } from '../../visible-text';
import { emailProblem, MOST_NAME, nameProblem } from '../account-rules';

/** Letters, digits, signs: one of them must be there to see. */
const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S}]/u;

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
const MOST_EMAIL = 254;

/** @returns what is wrong with a name, undefined where nothing is */
export function problemWithName(name: string): string | undefined {
	return VISIBLE.test(name) ? nameProblem(name) : 'A name has a character that can be seen.';
}

/** @param email trimmed, in lower case @returns what is wrong with it, undefined where nothing is */
export function problemWithEmail(email: string): string | undefined {
	if (email.length > MOST_EMAIL) return `An e-mail address has at most ${MOST_EMAIL} characters.`;
	// RFC 2606: nobody has one there. We name those so who have none.
	if (email.endsWith('.invalid')) return 'There are no e-mail addresses that end in .invalid.';
	return emailProblem(email);
}

/** The first of what somebody else calls a person that can be a name here. */
export function asName(candidates: readonly unknown[]): string | undefined {
	for (const candidate of candidates) {
		if (typeof candidate !== 'string') continue;
		const shown = withoutInvisible(candidate).trim();
		// A cut may leave half of a joined emoji.
		const cut = withoutInvisible([...shown].slice(0, MOST_NAME).join('')).trim();
		if (problemWithName(cut) === undefined) return cut;
	}
	return undefined;
}
