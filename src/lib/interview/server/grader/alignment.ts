import type { TextIndex } from './text-index';
import { rarityOf } from './rarity';
import { Recent } from './recent';
import { contentOf, distinct, wordsOf, type Word } from './words';

/** A text that answers are held against, read once. */
export interface Reference {
	text: string;
	words: readonly Word[];
	/** Those that tell something, each stem once. */
	content: readonly Word[];
	/** By `content`: how much each word tells; less where the question said it already. */
	weights: readonly number[];
	/** The same without regard to the question. */
	plainWeights: readonly number[];
}

/** What a word counts that stands in the question as well. */
const ASKED = 0.3;

export function readReference(text: string, question: ReadonlySet<string>): Reference {
	const words = rememberedWords(text);
	const content = distinct(contentOf(words));
	const plainWeights = content.map(({ stem }) => rarityOf(stem));
	const weights = content.map(
		({ stem }, index) => plainWeights[index]! * (question.has(stem) ? ASKED : 1)
	);
	return { text, words, content, weights, plainWeights };
}

/** Rubrics say the same sentences again and again. */
const recentWords = new Recent<readonly Word[]>(4000);

const LONGEST_REMEMBERED = 600;

const rememberedWords = (text: string): readonly Word[] =>
	text.length > LONGEST_REMEMBERED ? wordsOf(text) : recentWords.of(text, () => wordsOf(text));

/** Where a reference's words are in an answer. */
export interface Alignment {
	/** By the reference's content: 0–1, the likeness of the best match anywhere. */
	best: number[];
	/** By the reference's content: the place of that match in the answer's words; −1 for none. */
	partners: number[];
	/** By the reference's content: 0–1, how nearly the answer says the contrary of it, and it alone. */
	opposed: number[];
	/** By clause of the answer: the share of the reference (by weight) that stands in it. */
	clauses: Map<number, number>;
	/** By clause: the share in it and the one after. */
	pairs: Map<number, number>;
}

/** Places of one word that are looked at: an answer that says it oftener says nothing more by it. */
const MOST_PLACES = 64;

/** Takes time in proportion to the reference, not to the answer. */
export function align(reference: Reference, answer: TextIndex): Alignment {
	const best: number[] = [];
	const partners: number[] = [];
	const opposed: number[] = [];
	const clauses = new Map<number, number>();
	const pairs = new Map<number, number>();
	const total = sum(reference.weights) || 1;
	reference.content.forEach((word, index) => {
		const inClause = new Map<number, number>();
		let most = 0;
		let partner = -1;
		let withIt = 0;
		let against = 0;
		for (const { stem, share, isOpposite } of answer.like(word)) {
			for (const place of answer.places.get(stem)!.slice(0, MOST_PLACES)) {
				const { clause, isNegated } = answer.words[place]!;
				const agrees = (isNegated !== word.isNegated) === isOpposite;
				if (!agrees) against = Math.max(against, share);
				if (!agrees && isOpposite) continue;
				if (agrees) withIt = Math.max(withIt, share);
				if (share > most) {
					most = share;
					partner = place;
				}
				inClause.set(clause, Math.max(share, inClause.get(clause) ?? 0));
			}
		}
		best.push(most);
		opposed.push(against > withIt ? against : 0);
		partners.push(partner);
		const weight = reference.weights[index]! / total;
		for (const [clause, share] of inClause) {
			clauses.set(clause, (clauses.get(clause) ?? 0) + weight * share);
			const next = inClause.get(clause + 1) ?? 0;
			pairs.set(clause, (pairs.get(clause) ?? 0) + weight * Math.max(share, next));
			if (clause > 0 && !inClause.has(clause - 1)) {
				pairs.set(clause - 1, (pairs.get(clause - 1) ?? 0) + weight * share);
			}
		}
	});
	return { best, partners, opposed, clauses, pairs };
}

export const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** Σ weight·value / Σ weight; 0 for nothing. */
export function weighted(values: readonly number[], weights: readonly number[]): number {
	const total = sum(weights);
	if (total === 0) return 0;
	return values.reduce((all, value, index) => all + value * weights[index]!, 0) / total;
}

export const most = (values: Iterable<number>) => {
	let largest = 0;
	for (const value of values) largest = Math.max(largest, value);
	return largest;
};
