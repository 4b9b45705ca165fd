import { contentOf, type Word } from '../words';
import { ABSOLUTES, ADDITIONS, CONTRASTS, DENIALS, FILLERS, type Phrases } from './markers';
import type { Token } from './tokens';

/** An answer, and what an answer has for nothing. */
export interface Argued {
	tokens: readonly Token[];
	words: readonly Word[];
	/** In small letters, with what the question names itself: saying it again shows nothing. */
	asked: ReadonlySet<string>;
	/** The code that the question is about and its places, in small letters. */
	evidence: string;
}

type Feature = (argued: Argued) => number;

/** What a name counts that stands in the code the question is about. */
const IN_EVIDENCE = 1.5;

/** Shorter names are in any code. */
const SHORTEST_NAME = 4;

/** Names of code that the question does not name, the first of each. */
export function ownNames({ tokens, asked }: Argued): Token[] {
	const found = new Map<string, Token>();
	for (const token of tokens) {
		const isOwn = token.isName && !asked.has(token.lower);
		if (isOwn && !found.has(token.lower)) found.set(token.lower, token);
	}
	return [...found.values()];
}

/** How many of them; those of the code in question count more. */
export const names: Feature = (argued) => {
	let count = 0;
	for (const { lower } of ownNames(argued)) {
		const bare = lower.split('(')[0]!;
		const isThere = bare.length >= SHORTEST_NAME && argued.evidence.includes(bare);
		count += isThere ? IN_EVIDENCE : 1;
	}
	return inHundred(count, argued.tokens);
};

/** Numbers that the question does not have: sizes, times, status codes, and what is reckoned of them. */
export const numbers: Feature = ({ tokens, asked }) =>
	inHundred(tokens.filter(({ isNumber, lower }) => isNumber && !asked.has(lower)).length, tokens);

const rateOf =
	(...lists: Phrases[]): Feature =>
	({ tokens }) =>
		inHundred(
			lists.reduce((sum, list) => sum + countOf(tokens, list), 0),
			tokens
		);

/** What speaks against something, what is not so, and what one would not do. */
export const objections = rateOf(CONTRASTS, DENIALS);
/** General praise and advice. */
export const fillers = rateOf(FILLERS);
/** Measures in a row, and what one could do besides. */
export const additions = rateOf(ADDITIONS);
/** Claims without exception. */
export const absolutes = rateOf(ABSOLUTES);

/** Of a hundred words those that tell something: the share of lexical words (Ure 1971). */
export const density: Feature = ({ words }) =>
	words.length === 0 ? 0 : (100 * contentOf(words).length) / words.length;

const inHundred = (count: number, { length }: readonly Token[]) =>
	length === 0 ? 0 : (100 * count) / length;

/** How many of the phrases stand in a text; the longest at each place. */
function countOf(tokens: readonly Token[], phrases: Phrases): number {
	let count = 0;
	for (let at = 0; at < tokens.length; at++) {
		const found = phrases
			.get(tokens[at]!.lower)
			?.find((words) => words.every((word, next) => tokens[at + next]?.lower === word));
		if (!found) continue;
		count += 1;
		at += found.length - 1;
	}
	return count;
}
