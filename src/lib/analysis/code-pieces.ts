import type { Language } from './facts';

/** A piece of people's own code that is good to type (rule T1, mode `code`). */
export interface CodePiece {
	/** Relative to the repository's root. */
	path: string;
	/** As it is called within its file: `UserService.create`. */
	name: string;
	language: Language;
	/** From 1; both ends included. */
	startLine: number;
	endLine: number;
	/** Whole lines, the common indentation removed, without secrets; as the typing room takes texts. */
	text: string;
	/** Code points to type: neither indentation nor the ends of blank lines count. */
	characters: number;
}
