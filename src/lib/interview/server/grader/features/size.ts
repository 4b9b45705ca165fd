import { weighted } from '../alignment';
import type { Comparison } from '../comparison';
import { rarityOf } from '../rarity';
import { contentOf } from '../words';
import type { Feature } from './feature';

/** What the answer brings besides, and how much there is of both. */

/** What a word counts that stands in the question as well. */
const ASKED = 0.3;

/** 0–1: the share of the answer's words that the reference has, weighted by rarity. */
export const precision: Feature = ({ answer, referenceIndex }) =>
	weighted(
		answer.index.telling.map((word) => nearestAnyway(word, referenceIndex)),
		answer.index.telling.map(({ stem }) => rarityOf(stem))
	);

/** 0–1: the same, the question's words counting less. */
export const newPrecision: Feature = ({ answer, referenceIndex, asked }) =>
	weighted(
		answer.index.telling.map((word) => nearestAnyway(word, referenceIndex)),
		answer.index.telling.map(({ stem }) => rarityOf(stem) * (asked.stems.has(stem) ? ASKED : 1))
	);

/** Opposites too: they speak of the same. */
function nearestAnyway(
	word: Comparison['reference']['content'][number],
	index: Comparison['referenceIndex']
): number {
	return index.like(word).reduce((best, { share }) => Math.max(best, share), 0);
}

/** ln(1 + words that tell something and are not in the question). */
export const newWords: Feature = ({ answer, asked }) =>
	Math.log1p(answer.index.telling.filter(({ stem }) => !asked.stems.has(stem)).length);

/** ln(1 + words of the answer that tell something). */
export const answerLength: Feature = ({ answer }) => Math.log1p(answer.index.content.length);

/** 0–2: the answer's length in telling words over the reference's. */
export const lengthRatio: Feature = ({ answer, reference }) =>
	Math.min(2, answer.index.content.length / Math.max(1, contentOf(reference.words).length));

/** |ln of the same|, both increased by one. */
export const lengthDifference: Feature = ({ answer, reference }) =>
	Math.abs(Math.log((1 + answer.index.content.length) / (1 + contentOf(reference.words).length)));

/** 0–1: the share of the question's words that the answer says again. */
export const questionShare: Feature = ({ answer, asked }) =>
	asked.stems.size === 0
		? 0
		: answer.index.telling.filter(({ stem }) => asked.stems.has(stem)).length / asked.stems.size;

/** 0–1: the share of the reference's words that the question has already. */
export const askedShare: Feature = ({ reference: { content }, asked }) =>
	content.length === 0
		? 0
		: content.filter(({ stem }) => asked.stems.has(stem)).length / content.length;

/** 0–1: the share of the reference's numbers that the answer lacks. */
export const missingNumbers: Feature = ({ reference: { content }, answer }) => {
	const numbers = content.filter(({ stem }) => /^\d/.test(stem));
	if (numbers.length === 0) return 0;
	return numbers.filter(({ stem }) => !answer.index.places.has(stem)).length / numbers.length;
};

/** ln(1 + words of the reference that tell something): long ones are never said whole. */
export const referenceLength: Feature = ({ reference }) =>
	Math.log1p(contentOf(reference.words).length);

/** From here on a reference is long. */
const LONG = 30;

/** 0–1: the same without the logarithm, up to 30. */
export const referenceShare: Feature = ({ reference }) =>
	Math.min(1, contentOf(reference.words).length / LONG);
