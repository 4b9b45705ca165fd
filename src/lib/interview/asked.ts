import type { InterviewAnswer, ShownTurn } from './formats/answers';
import { isOver } from './words';

/** What was asked, put together: a question, its attempts, and the follow-ups of each. Pure. */

/** What of a turn says where it belongs. */
export type PlacedTurn = Pick<
	ShownTurn,
	'questionId' | 'type' | 'relatedToQuestionId' | 'seq' | 'attempt' | 'answer'
>;

/** One time that a question was asked, with what was asked on about it. */
export interface Attempt<T extends PlacedTurn> {
	main: T;
	/** In the order of asking. */
	followUps: T[];
}

export interface AskedQuestion<T extends PlacedTurn> {
	questionId: string;
	/** One at least, the first one first. */
	attempts: [Attempt<T>, ...Attempt<T>[]];
	/** The latest that was answered (rule I7), or the latest of all where none was. */
	counted: Attempt<T>;
}

/** The turns that something came of: of an interview that goes on, what is open is left to its room. */
export const settledTurns = (interview: Pick<InterviewAnswer, 'status' | 'turns'>): ShownTurn[] =>
	interview.turns.filter(({ answer, isLate }) => isOver(interview) || answer !== null || isLate);

/**
 * @param turns in any order
 * @returns questions in the order in which each was first asked, each attempt with the follow-ups of
 * its own number; a follow-up whose attempt is not among the turns is left out
 */
export function askedQuestions<T extends PlacedTurn>(turns: readonly T[]): AskedQuestion<T>[] {
	const inOrder = turns.toSorted((one, other) => one.seq - other.seq);
	const mains = inOrder.filter(({ type }) => type === 'question');
	const followUps = Map.groupBy(
		inOrder.filter(({ type }) => type !== 'question'),
		({ relatedToQuestionId = '', attempt }) => keyOf(relatedToQuestionId, attempt)
	);
	return [...Map.groupBy(mains, ({ questionId }) => questionId)].map(([questionId, asked]) => {
		const [first, ...others] = asked.map((main) => ({
			main,
			followUps: followUps.get(keyOf(questionId, main.attempt)) ?? []
		}));
		const attempts: AskedQuestion<T>['attempts'] = [first!, ...others];
		return { questionId, attempts, counted: attempts.findLast(isAnswered) ?? attempts.at(-1)! };
	});
}

const keyOf = (questionId: string, attempt: number) => `${attempt} ${questionId}`;

const isAnswered = ({ main }: Attempt<PlacedTurn>) => main.answer !== null;
