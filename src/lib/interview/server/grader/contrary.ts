import type { Comparison } from './comparison';
import { meaningsOf } from './synonyms';
import type { Word } from './words';

/** 0–1: from here on two texts are the same but for a word or two. */
const NEARLY_SAME = 0.8;
const SAME = 0.95;

/** What is lost by an answer that is the reference with a negation more or less, or a word turned round. */
const BY_OPPOSITION = 0.25;

/** By one that has its words in other places. */
const BY_ORDER = 0.1;

/** By one that differs otherwise, at most: of two such the nearer is better. */
const BY_WORDS = 0.02;

/** Whether an answer is the reference, word for word. */
export const isReference = ({ reference, answer }: Comparison): boolean => {
	const one = reference.words;
	const other = answer.index.words;
	return (
		one.length === other.length &&
		one.every(
			({ text, isNegated }, at) => text === other[at]!.text && isNegated === other[at]!.isNegated
		)
	);
};

/**
 * 0–1: how much of its score an answer loses since it says the contrary of the reference, in the
 * reference's words: negated, turned round, or swapped (G4). Only where it is nearly the reference: in freer
 * words a negation or an opposite need not turn the whole.
 */
export function contraryShare({ reference, answer }: Comparison): number {
	const one = reference.words;
	const other = answer.index.words;
	const same = sameness(one, other);
	if (same < NEARLY_SAME) return 0;
	if (isTurned(one, other)) return BY_OPPOSITION;
	return isReordered(one, other) ? BY_ORDER : BY_WORDS * (1 - same);
}

/** 0–1: how much two texts have in common, in whatever order. */
function sameness(one: readonly Word[], other: readonly Word[]): number {
	const longer = Math.max(one.length, other.length);
	const shorter = Math.min(one.length, other.length);
	if (shorter < NEARLY_SAME * longer) return 0;
	return shared(one.map(stem), other.map(stem)) / Math.max(1, longer);
}

/** Whether two texts differ in a word or two at most. */
export const areNearlySame = (one: readonly Word[], other: readonly Word[]): boolean =>
	sameness(one, other) >= NEARLY_SAME;

/** Whether two texts have the same words in other places. */
export function isReordered(one: readonly Word[], other: readonly Word[]): boolean {
	const longer = Math.max(one.length, other.length);
	return sameness(one, other) >= SAME && shared(neighbours(one), neighbours(other)) !== longer - 1;
}

const stem = (word: Word) => word.stem;

const neighbours = (words: readonly Word[]) =>
	words.slice(1).map((word, index) => `${words[index]!.stem} ${word.stem}`);

/** How many entries both lists have, each as often as in the list that has it less often. */
function shared(one: readonly string[], other: readonly string[]): number {
	const left = new Map<string, number>();
	for (const entry of one) left.set(entry, (left.get(entry) ?? 0) + 1);
	let count = 0;
	for (const entry of other) {
		const rest = left.get(entry) ?? 0;
		if (rest === 0) continue;
		count += 1;
		left.set(entry, rest - 1);
	}
	return count;
}

/** Whether one is negated more often, or turns a word round. */
function isTurned(one: readonly Word[], other: readonly Word[]): boolean {
	const negations = (words: readonly Word[]) => words.filter(({ isNegated }) => isNegated).length;
	return negations(one) !== negations(other) || hasOpposites(one, other);
}

/** Whether one has more on one side of what has two: more and less, before and after. */
export function hasOpposites(one: readonly Word[], other: readonly Word[]): boolean {
	const balance = sides(one);
	for (const [group, side] of sides(other)) {
		balance.set(group, (balance.get(group) ?? 0) - side);
	}
	// A word that is left out makes one, a word that is turned round two.
	return [...balance.values()].some((difference) => Math.abs(difference) > 1);
}

/** By group of synonyms and opposites: words on the one side less those on the other. */
function sides(words: readonly Word[]): Map<number, number> {
	const found = new Map<number, number>();
	for (const word of words) {
		for (const { group, side } of meaningsOf(word.stem)) {
			found.set(group, (found.get(group) ?? 0) + side);
		}
	}
	return found;
}
