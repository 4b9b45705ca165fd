import { INVISIBLE, withoutInvisible } from '../visible-text';

/** What an account asks for, said before the server has to. It has the last word. */

export const LEAST_PASSWORD = 10;
export const MOST_PASSWORD = 256;
export const MOST_NAME = 64;

/** What a guest is called who has not said a name. */
export const UNNAMED = 'Guest';

/** @returns what is wrong, undefined where nothing is */
export type Check = (value: string) => string | undefined;

/** @param wish what to do, as a sentence */
export const needed =
	(wish: string): Check =>
	(value) =>
		value.trim() === '' ? wish : undefined;

export const emailProblem: Check = (value) => {
	if (value.trim() === '') return 'Write your e-mail address.';
	if (INVISIBLE.test(value.trim())) return 'An e-mail address has visible characters only.';
	return /^[^\s@,]+@[^\s@,]+$/.test(value.trim())
		? undefined
		: 'An e-mail address has one @ and neither space nor comma, as in ada@example.org.';
};

/** Beside what nobody can mean, length is all that counts. Code points, as the server counts. */
export const newPasswordProblem: Check = (value) => {
	if (value !== '' && value.trim() === '') return 'Take more than white space.';
	if (value.includes('\0')) return 'Take characters that can be typed.';
	const { length } = [...value];
	if (length < LEAST_PASSWORD) return `Take at least ${LEAST_PASSWORD} characters.`;
	return length > MOST_PASSWORD ? `Take at most ${MOST_PASSWORD} characters.` : undefined;
};

export const nameProblem: Check = (value) => {
	if ([...value.trim()].length > MOST_NAME) return `Take at most ${MOST_NAME} characters.`;
	return withoutInvisible(value) === value ? undefined : 'A name has visible characters only.';
};
