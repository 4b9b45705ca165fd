import type { Rubbish } from '../../../evaluation';
import { dontKnow } from './dont-know';
import { instructions } from './instructions';
import { letters } from './letters';
import { offTopic } from './off-topic';
import { repetition } from './repetition';
import type { Seen } from './seen';
import { wordHeap } from './word-heap';

/** In the order in which they are looked for: the first that fits is told. */
const fits: Record<Rubbish, (seen: Seen) => boolean> = {
	empty: ({ answer }) => answer.words.length === 0,
	dont_know: dontKnow,
	letters,
	instructions,
	question_repeated: repetition,
	word_heap: wordHeap,
	off_topic: offTopic
};

const order = Object.keys(fits) as Rubbish[];

/** Why an answer counts as none (G3); undefined for all others. Takes time in proportion to it. */
export const rubbishOf = (seen: Seen): Rubbish | undefined =>
	order.find((kind) => fits[kind](seen));
