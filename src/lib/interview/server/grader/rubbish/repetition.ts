import { readQuestion } from '../comparison';
import { TextIndex } from '../text-index';
import type { Word } from '../words';
import { ASKING, isAsked, substance, type Seen } from './seen';

/** So many words in a row are taken over, not chosen again. */
const RUN = 4;

/** 0–1: from here on an answer is the question. */
const MOST_TAKEN = 0.7;

/** Σ rarity: one telling word of one's own is an answer. */
const LEAST_SUBSTANCE = 0.6;

/** The question again, perhaps with an introduction. Capitals do not matter, although they part names. */
export const repetition = ({ asked, answer, related }: Seen): boolean => {
	const seen = {
		asked: readQuestion(asked.text.toLowerCase()),
		answer: new TextIndex(answer.text.toLowerCase()),
		related
	};
	const { words, telling } = seen.answer;
	const fresh = telling.filter((word) => !isAsked(seen, word));
	if (seen.asked.index.words.length < RUN) return addsNothing(fresh);
	if (words.length < RUN || substance(seen, fresh) >= LEAST_SUBSTANCE) return false;
	const taken = takenOver(seen);
	const isWhole = taken >= MOST_TAKEN * seen.asked.index.words.length;
	return taken >= MOST_TAKEN * words.length || (isWhole && addsNothing(fresh));
};

const addsNothing = (fresh: readonly Word[]) => fresh.every(({ stem }) => ASKING.has(stem));

/** Words of the answer that stand in runs of four or more of the question's. */
function takenOver({ asked, answer }: Seen): number {
	const runs = new Set<string>();
	const runAt = (words: readonly Word[], from: number) =>
		words
			.slice(from, from + RUN)
			.map(({ text }) => text)
			.join(' ');
	asked.index.words.forEach((_, from) => runs.add(runAt(asked.index.words, from)));
	const taken = new Set<number>();
	for (let from = 0; from + RUN <= answer.words.length; from++) {
		if (!runs.has(runAt(answer.words, from))) continue;
		for (let place = from; place < from + RUN; place++) taken.add(place);
	}
	return taken.size;
}
