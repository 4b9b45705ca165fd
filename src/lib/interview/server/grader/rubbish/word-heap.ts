import type { Seen } from './seen';

/** Fewer are a list. */
const FEWEST = 7;

/** What hardly an English sentence does without; of prose they are a third. */
const BINDING = new Set(
	'a an the of to in is are was were and or for with by that this it its be as on at from i you we'.split(
		' '
	)
);

/** 0–1: of notes more, of a heap hardly any. */
const LEAST_BINDING = 0.12;

/** 0–1: with fewer words that say little by themselves nobody makes a sentence. */
const LEAST_FUNCTION_WORDS = 0.2;

/** 0–1: with more of them it is one, in whatever order. */
const MOST_FUNCTION_WORDS = 0.5;

/** Marks of sentences and lists; a heap has fewer than one for so many words. */
const MARKS = /[.,;:!?](?=\s)|\n|[-–*•](?=\s)/g;
const WORDS_A_MARK = 8;

/** 0–1: in a heap most or all are the very words of what could be said. */
const MOST_TAKEN = 0.8;
const ALL_TAKEN = 0.95;

/** 0–1: and so few neighbours come in its order, at most so many words apart: the fewer, the less was taken. */
const IN_ORDER = { most: 0.3, all: 0.6 };
const APART = 2;

/** Key words in a heap: many telling words, no sentence. */
export const wordHeap = (seen: Seen): boolean => {
	const { words, content, text } = seen.answer;
	if (words.length < FEWEST) return false;
	const marks = text.trim().match(MARKS)?.length ?? 0;
	if (marks * WORDS_A_MARK >= words.length) return false;
	// Single letters may be names.
	const hasLabels = seen.related.places.has('A');
	const binding = words.filter(
		(word) => BINDING.has(word.text) && !(hasLabels && word.text === 'a')
	);
	if (binding.length > LEAST_BINDING * words.length) return false;
	const functionWords = (words.length - content.length) / words.length;
	if (functionWords <= LEAST_FUNCTION_WORDS) return true;
	return functionWords <= MOST_FUNCTION_WORDS && isScrambled(seen);
};

/** Whether it is the words of a reference, shuffled. */
function isScrambled({ answer: { words }, related }: Seen): boolean {
	const places = words.map(({ stem }) => related.places.get(stem) ?? []);
	const taken = places.filter((found) => found.length > 0).length;
	if (taken < MOST_TAKEN * words.length) return false;
	const inOrder = places.slice(1).filter((found, index) => {
		const before = places[index]!;
		return found.some((place) => before.some((one) => one < place && place <= one + APART));
	});
	const most = taken >= ALL_TAKEN * words.length ? IN_ORDER.all : IN_ORDER.most;
	return inOrder.length <= most * (words.length - 1);
}
