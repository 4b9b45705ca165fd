import type { CodeLanguage, CodeLength } from './choices';

/** A person's own code as texts to type (rule T1, mode `code`). Pure. */

/** A function of one of a person's repositories. */
export interface OwnCode {
	analysisId: string;
	/** What its repository is called. */
	repository: string;
	/** Relative to the repository's root. */
	path: string;
	/** As it is called within its file: `UserService.create`. */
	name: string;
	/** From 1; both ends included. */
	startLine: number;
	endLine: number;
	language: CodeLanguage;
	text: string;
	/** Code points to type. */
	characters: number;
}

/** A repository with code to type. */
export interface CodeOffer {
	analysisId: string;
	/** For people: `owner/name`. */
	repository: string;
	/** By the number of functions, the most first. */
	languages: CodeLanguage[];
}

/** How many code points of a length there are to type; about a line of code is 30. */
export const charactersOf: Record<CodeLength, { least: number; most: number }> = {
	short: { least: 0, most: 250 },
	medium: { least: 251, most: 600 },
	long: { least: 601, most: Infinity }
};

/** @param characters code points to type */
export function codeLength(characters: number): CodeLength {
	if (characters <= charactersOf.short.most) return 'short';
	return characters <= charactersOf.medium.most ? 'medium' : 'long';
}

/** Languages of all of somebody's code, each once. */
export function languagesOf(offers: readonly CodeOffer[]): CodeLanguage[] {
	return [...new Set(offers.flatMap(({ languages }) => languages))];
}
