import { isCommon } from '../rarity';
import { groupsOf } from '../synonyms';
import type { Word } from '../words';
import { belongs, isAsked, type Seen } from './seen';

/** Fewer known words are no language that the grader reads. */
const LEAST_KNOWN = 0.4;

/** Any two letters are an abbreviation of something. */
const SHORTEST = 3;

/** Random letters, or a language that is not read here. */
export const letters = (seen: Seen): boolean => {
	const { words } = seen.answer;
	const known = words.filter((word) => isKnown(seen, word)).length;
	return known < LEAST_KNOWN * words.length;
};

const isKnown = (seen: Seen, word: Word) =>
	word.isFunction ||
	/^\d+$/.test(word.text) ||
	isAsked(seen, word) ||
	belongs(seen, word) > 0.5 ||
	(word.text.length >= SHORTEST && (isCommon(word.stem) || groupsOf(word.stem).size > 0));
