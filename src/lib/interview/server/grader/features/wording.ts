import type { Comparison } from '../comparison';
import { cosine, gramsOf } from '../grams';
import { contentOf, type Word } from '../words';
import type { Feature } from './feature';

/** How far the answer says it in the reference's own words. */

/** 0–1: the share of the reference's pairs of neighbouring content words (ROUGE-2, Lin 2004). */
export const neighbours: Feature = (comparison) => sharedPairs(comparison, 1);

/** 0–1: of its pairs up to four words apart, in either order (ROUGE-S, Lin 2004). */
export const companions: Feature = (comparison) => sharedPairs(comparison, 4);

function sharedPairs({ reference, answer }: Comparison, reach: number): number {
	const sought = pairsOf(contentOf(reference.words), reach);
	if (sought.size === 0) return 0;
	return sought.intersection(pairsOf(answer.index.content, reach)).size / sought.size;
}

/** Pairs up to `reach` words apart; next to one another in order, further apart in either. */
function pairsOf(words: readonly Word[], reach: number): Set<string> {
	const pairs = new Set<string>();
	words.forEach(({ stem }, place) => {
		for (const { stem: other } of words.slice(place + 1, place + 1 + reach)) {
			pairs.add(reach > 1 && other < stem ? `${other} ${stem}` : `${stem} ${other}`);
		}
	});
	return pairs;
}

/** 0–1: cosine of letter trigrams: finds words of one family and misspelt ones. */
export const trigramCosine: Feature = ({ reference, answer }) =>
	cosine(gramsOf(reference.text, 3), answer.trigrams);

/** 0–1: cosine of runs of four letters. */
export const tetragramCosine: Feature = ({ reference, answer }) =>
	cosine(gramsOf(reference.text, 4), answer.tetragrams);

/** As many places of one stem are looked at. */
const MOST_PLACES = 64;

/** 0–1: the longest run of content words that both have, as a share of the reference (after ROUGE-L). */
export const longestRun: Feature = ({ reference, answer: { index } }) => {
	const sought = contentOf(reference.words);
	const placesOf = new Map<string, number[]>();
	index.content.forEach(({ stem }, place) => {
		const places = placesOf.get(stem);
		if (!places) placesOf.set(stem, [place]);
		else if (places.length < MOST_PLACES) places.push(place);
	});
	let longest = 0;
	/** By place in the answer: how long a run ends there with the word before. */
	let runs = new Map<number, number>();
	for (const word of sought) {
		const next = new Map<number, number>();
		for (const { stem } of index.like(word)) {
			for (const place of placesOf.get(stem) ?? []) {
				const length = (runs.get(place - 1) ?? 0) + 1;
				next.set(place, length);
				longest = Math.max(longest, length);
			}
		}
		runs = next;
	}
	return sought.length === 0 ? 0 : longest / sought.length;
};

/** A match as good as this stands for the word. */
const MATCH = 0.7;

/** 0–1: how many of the matched words come in the reference's order; a half where nothing can be said. */
export const order: Feature = ({ alignment }) => {
	const places = alignment.partners.filter((_, index) => alignment.best[index]! > MATCH);
	if (places.length < 2) return 0.5;
	const rising = places.filter((place, index) => index > 0 && place > places[index - 1]!).length;
	return rising / (places.length - 1);
};
