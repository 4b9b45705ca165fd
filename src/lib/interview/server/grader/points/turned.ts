import { areNearlySame, hasOpposites, isReordered } from '../contrary';
import type { TextIndex } from '../text-index';
import type { Word } from '../words';
import { supposesMore } from './contradiction';
import type { ReadPoint } from './read-rubric';

/** Sentences of an answer that are a point's wording but for a negation, an opposite or the order (G4). */

/** In shorter wordings the same words are no sign of the same sentence. */
const FEWEST_WORDS = 4;

/** Ends of sentences, between one word and the next. */
const ENDS = /[.!?\n]/u;

/** Each sentence, each clause, and each two clauses in a row: what a wording may stand in. */
export function passagesOf({ text, words }: TextIndex): readonly (readonly Word[])[] {
	const clauses = [...Map.groupBy(words, ({ clause }) => clause).values()];
	const pairs = clauses.slice(1).map((clause, index) => [...clauses[index]!, ...clause]);
	const sentences: Word[][] = [];
	words.forEach((word, index) => {
		const before = words[index - 1];
		const isNew = !before || ENDS.test(text.slice(before.end, word.start));
		if (isNew) sentences.push([]);
		sentences.at(-1)!.push(word);
	});
	const long = sentences.filter((sentence) => sentence.at(-1)!.clause > sentence[0]!.clause + 1);
	return [...clauses, ...pairs, ...long];
}

export interface Turned {
	/** What says the contrary of the point, in nearly its words. */
	contrary?: readonly Word[];
	/** Something has the point's words in other places, and nowhere in theirs. */
	isReordered: boolean;
}

/** How the passages that are nearly a wording of the point differ from it; one that does not decides. */
export function turnedIn({ forms }: ReadPoint, passages: readonly (readonly Word[])[]): Turned {
	const turned: Turned = { isReordered: false };
	for (const { words, content } of forms) {
		if (content.length < FEWEST_WORDS) continue;
		for (const passage of passages) {
			if (!areNearlySame(words, passage)) continue;
			if (isTurned(words, passage)) {
				if (!supposesMore(passage, words)) turned.contrary ??= passage;
			} else if (isReordered(words, passage)) turned.isReordered = true;
			else return { isReordered: false };
		}
	}
	return turned;
}

const isTurned = (one: readonly Word[], other: readonly Word[]) =>
	isNegatedIn(one, other) || isNegatedIn(other, one) || hasOpposites(one, other);

/** Whether a negation begins in one text at a word that the other has without any. */
const isNegatedIn = (one: readonly Word[], other: readonly Word[]) =>
	one.some((word, index) => {
		const before = one[index - 1];
		const isFirst = word.isNegated && !(before?.isNegated && before.clause === word.clause);
		const same = isFirst ? other.filter(({ stem }) => stem === word.stem) : [];
		return same.length > 0 && same.every(({ isNegated }) => !isNegated);
	});
