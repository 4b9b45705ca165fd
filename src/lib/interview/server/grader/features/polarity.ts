import { weighted } from '../alignment';
import type { Feature } from './feature';

/** Whether the answer says the contrary. */

/** A match as good as this stands for the word. */
const MATCH = 0.75;

/** 0–1: of the matched words, the share that is negated on one side only. */
export const negationMismatch: Feature = ({ reference, alignment, answer }) => {
	const matched = reference.content.flatMap((word, index) =>
		alignment.best[index]! < MATCH
			? []
			: [word.isNegated !== answer.index.words[alignment.partners[index]!]!.isNegated]
	);
	return matched.length === 0 ? 0 : matched.filter(Boolean).length / matched.length;
};

/** 0–1: the weight of the reference's words of which the answer has only the contrary. */
export const opposition: Feature = ({ reference, alignment }) =>
	weighted(alignment.opposed, reference.weights);

const VERDICT = /^\W{0,8}(yes|no)\b/i;

const verdictOf = (text: string) => VERDICT.exec(text)?.[1]?.toLowerCase();

/** 1 where both begin with yes, or both with no; −1 where one says yes and the other no. */
export const sameVerdict: Feature = ({ reference, answer }) => {
	const [one, other] = [verdictOf(reference.text), verdictOf(answer.index.text)];
	if (!one || !other) return 0;
	return one === other ? 1 : -1;
};
