import type { Question, RubricPoint } from '../../analysis';
import type { Evaluation, PointVerdict } from '../evaluation';
import type { FollowUpType } from '../kinds';

/** Something answered, and what a good answer says. */
export interface Graded {
	/** As it was asked. */
	question: string;
	/** Weights are taken as shares of their sum. */
	rubric: readonly RubricPoint[];
	answer: string;
	/** Of a main question: words the points in one more way. */
	modelAnswer?: string | undefined;
}

/** What the interviewer asks on. */
export interface FollowUpFound {
	type: FollowUpType;
	/** The point that it leads to, which it never names. */
	pointId: string;
	text: string;
	rubric: readonly RubricPoint[];
}

/** Who grades answers and asks on. Pure: of the same it makes the same, however often. */
export interface Judge {
	grade(given: Graded): Evaluation;
	/** What it says in sentences while more may be asked, of the points that were said alone. */
	wordsSoFar(
		said: readonly PointVerdict[],
		score: number
	): Pick<Evaluation, 'strengths' | 'weaknesses' | 'missingPoints' | 'feedback'>;
	/**
	 * @param given the main question, its answer and what that was worth; `asked` are the points that
	 * were asked on about already
	 */
	followUpTo(given: {
		question: Question;
		evaluation: Evaluation;
		answer: string;
		asked: readonly string[];
	}): FollowUpFound | undefined;
}
