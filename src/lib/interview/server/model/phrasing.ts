import { z } from 'zod/mini';
import { INVISIBLE } from '../../../visible-text';
import { givesAway } from './giveaway';

/** Other words for something that is about to be asked, where they ask the same and tell no more. */

export interface Asked {
	/** As it stands. */
	text: string;
	/** What whoever is asked has read or written already. */
	known: readonly string[];
	/** What must not be told: claims of the rubric, each with its wordings. */
	secrets: readonly (readonly string[])[];
}

export const phrasedSchema = z.object({ question: z.string().check(z.maxLength(4000)) });

/** A name of code, a path, a number: what holds a digit, a mark inside, or a capital within. */
const NAME = /[\p{L}\p{N}_$]+(?:[./:#\-][\p{L}\p{N}_$]+)*(?:\(\))?/gu;
const IS_NAME = /[\p{N}_$./:#()]|\p{Ll}\p{Lu}|\p{Lu}{2}/u;

const QUOTED = /“[^”]*”|"[^"]*"|`[^`]*`/g;

/** Marks of pages and links, which no question needs that had none. */
const MARKUP = /[<>{}[\]\\|]|:\/\/|www\./g;

const LEAST = 15;

/** It may grow by half, and a short one by a sentence. */
const mostCharacters = (text: string) => Math.min(700, text.length * 1.5 + 100);

/**
 * @param reply whatever the model said
 * @returns undefined where it is no question, names other code or numbers, leaves a quotation out, brings
 * markup, or gives something away
 */
export function phrasedFrom(reply: unknown, { text, known, secrets }: Asked): string | undefined {
	const parsed = phrasedSchema.safeParse(reply);
	if (!parsed.success) return undefined;
	const phrased = parsed.data.question.trim();
	const isQuestion =
		phrased.length >= LEAST && phrased.length <= mostCharacters(text) && /[?.]$/.test(phrased);
	if (!isQuestion || phrased.includes('\n') || INVISIBLE.test(phrased)) return undefined;
	if (brings(MARKUP, phrased, text) || !keeps(phrased, text)) return undefined;
	return givesAway(phrased, [text, ...known], secrets) ? undefined : phrased;
}

const brings = (marks: RegExp, phrased: string, text: string) =>
	(phrased.match(marks) ?? []).some((mark) => !text.includes(mark));

/** Whether it quotes what was quoted, and names what was named and nothing else. */
function keeps(phrased: string, text: string): boolean {
	const quoted = text.match(QUOTED) ?? [];
	const names = namesIn(text);
	const others = namesIn(phrased);
	return (
		quoted.every((words) => phrased.includes(words)) &&
		[...names].every((name) => others.has(name)) &&
		[...others].every((name) => names.has(name))
	);
}

const namesIn = (text: string) =>
	new Set((text.match(NAME) ?? []).filter((word) => IS_NAME.test(word)));
