import { z } from 'zod/mini';
import { newPasswordProblem } from '$lib/accounts/account-rules';
import { problemWithEmail, problemWithName } from '$lib/accounts/server/identifiers';

/** What the routes below /api/me take; the sentences are for the person who fills in the form. */

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));

const without = (problem: (value: string) => string | undefined) =>
	z.superRefine<string>((value, ctx) => {
		const message = problem(value);
		if (message !== undefined) ctx.addIssue({ code: 'custom', message, input: value });
	});

export const name = z.string().check(z.trim(), without(problemWithName));

export const email = z.string().check(z.trim(), z.toLowerCase(), without(problemWithEmail));

/** One that is looked for only: an account keeps the address it was made with. */
export const givenEmail = text(254).check(z.trim(), z.toLowerCase());

export const newPassword = z.string().check(without(newPasswordProblem));

/** One that is compared only: what it may look like was said when it was set. */
export const givenPassword = text(1024);

export const code = text(100);

export const linkToken = z.object({ token: text(100) });
