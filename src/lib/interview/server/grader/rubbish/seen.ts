import { sum } from '../alignment';
import type { Asked } from '../comparison';
import { rarityOf } from '../rarity';
import type { TextIndex } from '../text-index';
import { wordsOf, type Word } from '../words';

/** An answer as it is looked at before it is graded (G3). */
export interface Seen {
	asked: Asked;
	answer: TextIndex;
	/** Everything that a good answer may speak of: references, claims in all wordings. */
	related: TextIndex;
}

/** Whether the question has a word already. */
export const isAsked = ({ asked }: Seen, { stem }: Word) => asked.stems.has(stem);

/** Stems of the question, and what becomes of its names where somebody types them in small letters. */
export const stemsInAnyCase = ({ text, stems }: Asked): ReadonlySet<string> =>
	stems.union(new Set(wordsOf(text.toLowerCase()).map(({ stem }) => stem)));

/** How nearly a word belongs to the subject, 0–1; its contrary belongs to it as well. */
export const belongs = ({ related }: Seen, word: Word) =>
	related.like(word).reduce((nearest, { share }) => Math.max(nearest, share), 0);

/** Whoever speaks of the question does not answer it. */
export const ASKING: ReadonlySet<string> = new Set(['question', 'ask', 'answer', 'repeat']);

/** Stems of words that join what is said and say nothing. */
const JOINING: ReadonlySet<string> = new Set([
	'although',
	'though',
	'wherea',
	'yet',
	'still',
	'see'
]);

/** What of the answer belongs to the subject and is not in the question: Σ rarity. */
export const substance = (seen: Seen, words: readonly Word[]): number =>
	sum(
		words
			.filter((word) => !isAsked(seen, word) && !ASKING.has(word.stem) && !JOINING.has(word.stem))
			.map((word) => rarityOf(word.stem) * belongs(seen, word))
	);
