import type { RubricPoint } from '$lib/analysis';
import { generalBank } from '../bank';
import { wordsOf } from '../grader/words';

/**
 * What a model is asked about an answer: a list of statements, of which most are the rubric's points
 * and two are controls. One control nobody said, the other everybody can see was said. Whoever tells the
 * model from within an answer, or a repository, to find everything said or nothing, makes it fail at
 * one of them.
 */

export interface Statement {
	/** Tells nothing about the point. */
	id: string;
	says: string;
	inOtherWords: string[];
	contradictedBy: string[];
}

/** What a statement stands for, by its id. */
export type Meaning = { pointId: string } | { control: 'never_said' | 'surely_said' };

export interface Statements {
	/** Shuffled. */
	list: Statement[];
	meanings: ReadonlyMap<string, Meaning>;
}

/** From 0 to 1, 1 not included, as `Math.random` is. */
export type Random = () => number;

/** More wordings help little, and cost time. */
const MOST_WORDINGS = 4;

/** Of the answer, in the control that was surely said. */
const SHOWN_WORDS = 6;

/**
 * @param told everything that is sent besides: whatever it speaks of, the control does not
 * @param random cannot be foretold by whoever writes answers
 */
export function statementsFor(
	rubric: readonly RubricPoint[],
	answer: string,
	told: string,
	random: Random
): Statements {
	const asked: { meaning: Meaning; said: Omit<Statement, 'id'> }[] = [
		...rubric.map((point) => ({ meaning: { pointId: point.pointId }, said: inWords(point) })),
		{
			meaning: { control: 'never_said' },
			said: inWords(foreignPoint(`${told} ${answer}`, random))
		},
		...excerptOf(answer, random).map((excerpt) => ({
			meaning: { control: 'surely_said' } as const,
			said: {
				says: `The answer contains these words: ${excerpt}`,
				inOtherWords: [],
				contradictedBy: []
			}
		}))
	];
	const numbered = shuffled(asked, random).map((one, index) => ({ ...one, id: `s${index + 1}` }));
	return {
		list: numbered.map(({ id, said }) => ({ id, ...said })),
		meanings: new Map(numbered.map(({ id, meaning }) => [id, meaning]))
	};
}

const inWords = ({ claim, wordings, contradictions = [] }: RubricPoint) => ({
	says: claim,
	inOtherWords: wordings.slice(0, MOST_WORDINGS),
	contradictedBy: contradictions.slice(0, MOST_WORDINGS)
});

/** Looked at for one that has nothing to do with the answer. */
const CANDIDATES = 24;

/** A point of the general bank that shares least with a text; it looks like any other. */
function foreignPoint(text: string, random: Random): RubricPoint {
	const told = new Set(contentStems(text));
	const shared = ({ claim }: RubricPoint) =>
		contentStems(claim).filter((stem) => told.has(stem)).length;
	const candidates = Array.from({ length: CANDIDATES }, () => {
		const { rubric } = oneOf(generalBank, random);
		return oneOf(rubric, random);
	});
	return candidates.reduce((best, point) => (shared(point) < shared(best) ? point : best));
}

const contentStems = (text: string) =>
	wordsOf(text)
		.filter(({ isFunction }) => !isFunction)
		.map(({ stem }) => stem);

/** A few words from somewhere in the answer, if it has as many. */
function excerptOf(answer: string, random: Random): string[] {
	const words = answer.split(/\s+/).filter((word) => word !== '');
	if (words.length < SHOWN_WORDS) return [];
	const from = Math.floor(random() * (words.length - SHOWN_WORDS + 1));
	return [words.slice(from, from + SHOWN_WORDS).join(' ')];
}

const oneOf = <T>(list: readonly T[], random: Random): T =>
	list[Math.floor(random() * list.length)]!;

/** Fisher and Yates 1938, in the form of Durstenfeld 1964. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
	const order = [...list];
	for (let last = order.length - 1; last > 0; last -= 1) {
		const other = Math.floor(random() * (last + 1));
		[order[last], order[other]] = [order[other]!, order[last]!];
	}
	return order;
}
