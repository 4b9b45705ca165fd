import type { PointVerdict, Span } from './evaluation';
import type { InterviewView, ShownTurn } from './formats/answers';
import type { InterviewerStatus } from './interviewer';
import { turnNames } from './words';

/** What is said while an interview goes on. Pure. */

/** Where it stands: `Question 3 of 10, clarifying follow-up`. */
export function place({
	questionNumber,
	totalQuestions,
	current
}: Pick<InterviewView, 'questionNumber' | 'totalQuestions' | 'current'>): string {
	const where = `Question ${questionNumber} of ${totalQuestions}`;
	if (!current) return where;
	const { type, attempt } = current;
	if (type !== 'question') return `${where}, ${turnNames[type].toLowerCase()}`;
	return attempt > 1 ? `${where}, once more` : where;
}

/** Who has to do what, to whoever only looks on. @param candidate as he is called */
export function turnOf(status: InterviewView['status'], candidate: string): string {
	switch (status) {
		case 'asking':
			return `${candidate} is answering.`;
		case 'evaluating':
			return 'The answer is being read.';
		case 'paused':
			return 'Paused. Time stands still.';
		default:
			return 'This interview is over.';
	}
}

/** What the interviewer does (rule I6). */
export const interviewerWords: Record<InterviewerStatus, string> = {
	asking: 'The interviewer asks',
	idle: 'The interviewer waits',
	listening: 'The interviewer listens',
	thinking: 'The interviewer reads'
};

/** What became of an answer, to who listens: once, as it comes. */
export function heardOf({ evaluation, isLate, answer }: ShownTurn): string {
	if (answer === null) return 'Time is up. Nothing was written, so this question stays unanswered.';
	const late = isLate ? 'Time is up; what was written counts. ' : '';
	return evaluation ? `${late}${evaluation.score} of 100. ${evaluation.feedback}` : late.trim();
}

/** Points that somebody may say he made all the same (rule I10). */
export const mayBeClaimed = ({ verdict }: Pick<PointVerdict, 'verdict'>): boolean =>
	verdict !== 'said';

/** The words of an answer that its points speak of, and those that are claimed (rule I10). */
export const wordsSpokenOf = ({ evaluation, claims }: ShownTurn): Span[] => [
	...(evaluation?.points ?? []).flatMap(({ quote }) => quote ?? []),
	...claims.map(({ span }) => span)
];

/** Whether it is this turn that claims about its question are kept of: the newest attempt evaluated. */
export const takesClaims = (turn: ShownTurn, turns: readonly ShownTurn[]): boolean =>
	turns.findLast(
		({ questionId, evaluation }) => questionId === turn.questionId && evaluation !== undefined
	)?.seq === turn.seq;

/** Why an interview is not to be seen any more. @param reason as `SharedSession.ended` gives it */
export function ending(reason: string): string {
	switch (reason) {
		case 'deleted':
			return 'This interview was deleted.';
		case 'withdrawn':
			return 'The link that brought you here was withdrawn.';
		case 'gone':
			return 'This interview is not there any more, or not for you.';
		default:
			return 'This interview is over for you.';
	}
}
