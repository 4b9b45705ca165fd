import type { Question } from '../../analysis';
import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import {
	askNext,
	askOn,
	complete,
	goBack,
	nextStep,
	recorded,
	shortened,
	type InterviewState
} from '../interview';
import type { InterviewMessages } from '../messages';
import { summarise } from '../scores';
import { bankFor, laterChoice, type InterviewWish } from './banks';
import type { Course } from './course';
import type { Findings } from './evaluating';
import type { FollowUpFound } from './judge';
import type { InterviewParts } from './parts';
import { publicPart, scoredTurns, shownEvaluation, shownModelAnswer } from './showing';
import {
	addQuestions,
	interviewById,
	questionAt,
	questionIdsOf,
	questionsOf,
	timesAsked,
	turnAt,
	turnsOf
} from './store';
import type { Message } from './told';

/** What comes once a turn is done, and what is told of it. */
interface Step {
	action: PayloadOf<InterviewMessages, 'answer_evaluated'>['nextAction'];
	/** Nothing where the interview was ended meanwhile. */
	next: Message | undefined;
}

/** What is asked next, inside the transaction that makes it so (rules I1, I2, I4). */
export class Advance {
	readonly #parts: InterviewParts;

	constructor(parts: InterviewParts) {
		this.#parts = parts;
	}

	/**
	 * Keeps what was made of the turn with this seq, and goes past it.
	 * @param found nothing where there was no answer, or none that could be evaluated
	 */
	past(course: Course, seq: number, found?: Findings): Step {
		course.cancelEvaluation();
		if (found) course.keep(seq, { evaluation: JSON.stringify(found.evaluation) });
		const step = this.#step(course, found ?? {});
		course.keep(seq, { nextAction: step.action });
		course.countUp();
		return step;
	}

	/** Asks on, asks the next question, or completes. */
	#step(course: Course, { followUp, nextText }: Partial<Findings>): Step {
		const { id, state, now } = course;
		const step = nextStep(state, followUp !== undefined);
		if (step === 'nothing') {
			course.change(recorded);
			return { action: 'complete', next: undefined };
		}
		if (step === 'ask_on' && followUp) {
			const asked = followUpAsked(state, followUp);
			const next = course.change((before) => askOn(before, asked, now), followUp);
			return followUpStep(id, next);
		}
		if (step === 'go_back') {
			const back = course.change((before) => goBack(before, now));
			return back.turn?.type === 'question' ? questionStep(id, back) : followUpStep(id, back);
		}
		const question = step === 'ask_next' ? this.#question(course, state.number + 1) : undefined;
		if (question) {
			const isFurthest = state.turn?.number === state.number;
			const text = (isFurthest ? nextText : undefined) ?? question.question;
			const shown = { ...publicPart(question), question: text };
			const asked = { question: shown, hints: question.hints.length };
			const next = course.change((before) => askNext(before, asked, now));
			return questionStep(id, next);
		}
		course.change((before) => complete(shortened(before), now));
		return { action: 'complete', next: this.#completed(course) };
	}

	/** What whoever answered is told (rules I2, I10, I11). */
	answerOf(course: Course, seq: number): PayloadOf<InterviewMessages, 'answer_evaluated'> {
		const { id, tx, state } = course;
		const turn = turnAt(tx, id, seq)!;
		const evaluation = shownEvaluation(turn, state, this.#parts.judge);
		if (!evaluation) {
			throw new UserError('INVALID_STATE', 'This answer is kept, but it could not be evaluated.', {
				state: 'not_evaluated'
			});
		}
		const modelAnswer = shownModelAnswer(turn, state, course.question(turn.number));
		return {
			sessionId: id,
			questionId: turn.questionId,
			evaluation,
			...(modelAnswer !== undefined && { modelAnswer }),
			nextAction: turn.nextAction ?? 'complete'
		};
	}

	/** How it went (rule I4). */
	#completed({ id, tx }: Course): Message {
		const { analysisId } = interviewById(tx, id)!;
		const summary = summarise(scoredTurns(turnsOf(tx, id), questionsOf(tx, id)));
		const about = { sessionId: id, ...(analysisId !== null && { analysisId }) };
		return ['interview_complete', { ...about, summary, resultsUrl: resultsUrl(id) }];
	}

	/** As it was chosen; now, where the bank was still growing then. */
	#question({ id, tx }: Course, number: number): Question | undefined {
		const planned = questionAt(tx, id, number);
		if (planned) return planned;
		const row = interviewById(tx, id)!;
		const wish = JSON.parse(row.wish) as InterviewWish;
		// Its analysis was deleted: what was chosen before is all there is.
		if (wish.analysisId !== undefined && row.analysisId === null) return undefined;
		const bank = bankFor(tx, row.userId, wish, this.#parts.analysedBankOf);
		const taken = questionIdsOf(tx, id);
		const later = laterChoice(bank, wish, taken, timesAsked(tx, row.userId));
		if (later) addQuestions(tx, id, [later], taken.length);
		return later;
	}
}

export const resultsUrl = (id: string) => `/interviews/${id}/results`;

function followUpAsked({ turn, lastSeq }: InterviewState, { type, text }: FollowUpFound) {
	const mainId = turn?.relatedToQuestionId ?? turn?.question.questionId ?? '';
	return { questionId: `${mainId}~${lastSeq + 1}`, type, question: text };
}

function questionStep(sessionId: string, { turn, totalQuestions }: InterviewState): Step {
	const next: Message | undefined = turn && [
		'next_question',
		{ ...turn.question, sessionId, questionNumber: turn.number, totalQuestions }
	];
	return { action: 'next_question', next };
}

function followUpStep(sessionId: string, { turn }: InterviewState): Step {
	if (!turn || turn.type === 'question') throw new Error('No follow-up is open.');
	const { question, type: questionType, relatedToQuestionId = '' } = turn;
	const { questionId, question: text } = question;
	const about = { sessionId, questionId, relatedToQuestionId };
	return {
		action: 'follow_up',
		next: ['follow_up_question', { ...about, question: text, questionType }]
	};
}
