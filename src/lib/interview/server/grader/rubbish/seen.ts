import { sum } from '../alignment';
import type { Asked } from '../comparison';
import { rarityOf } from '../rarity';
import type { TextIndex } from '../text-index';
import type { Word } from '../words';

/** An answer as it is looked at before it is graded (G3). */
export interface Seen {
	asked: Asked;
	answer: TextIndex;
	/** Everything that a good answer may speak of: references, claims in all wordings. */
	related: TextIndex;
}

/** Whether the question has a word already. */
export const isAsked = ({ asked }: Seen, { stem }: Word) => asked.stems.has(stem);

/** How nearly a word belongs to the subject, 0–1; its contrary belongs to it as well. */
export const belongs = ({ related }: Seen, word: Word) =>
	related.like(word).reduce((nearest, { share }) => Math.max(nearest, share), 0);

/** Whoever speaks of the question does not answer it. */
export const ASKING: ReadonlySet<string> = new Set(['question', 'ask', 'answer', 'repeat']);

/** What of the answer belongs to the subject and is not in the question: Σ rarity. */
export const substance = (seen: Seen, words: readonly Word[]): number =>
	sum(
		words
			.filter((word) => !isAsked(seen, word) && !ASKING.has(word.stem))
			.map((word) => rarityOf(word.stem) * belongs(seen, word))
	);
