import { UserError } from '../../errors';
import type { OutboundType, PayloadOf } from '../../realtime/catalogue';
import {
	demandRetry,
	ended,
	hinted,
	nextHint,
	paused,
	recorded,
	resumed,
	retried
} from '../interview';
import { interviewerStatus } from '../interviewer';
import { mayBeClaimed } from '../live-words';
import type { InterviewMessages } from '../messages';
import { showInterview } from '../view';
import { resultsUrl } from './advance';
import type { Asker, Kept } from './answering';
import type { Course } from './course';
import { asCandidate, type InterviewParts } from './parts';
import { isDone, publicPart, shownEvaluation } from './showing';
import { newestTurnOf, putClaim, turnsOf } from './store';
import type { Message, Telling } from './told';

/** Of one question: whoever looks at an interview is shown them all. */
const MOST_ATTEMPTS = 20;

type Messages = InterviewMessages;
type Sent<T extends keyof Messages> = PayloadOf<Messages, T>;

/** What the candidate does with an interview besides answering: each the direct answer, and told to all. */
export class Steering {
	readonly #parts: InterviewParts;
	readonly #telling: Telling;

	constructor(parts: InterviewParts, telling: Telling) {
		this.#parts = parts;
		this.#telling = telling;
	}

	/** Rule I3. @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE */
	pause(asker: Asker, { sessionId: id }: Sent<'pause_interview'>, kept: Kept) {
		const wish = { id, what: 'pause it', type: 'interview_paused' } as const;
		return this.#change(asker, wish, kept, (course) => {
			const { turn, number } = course.change((state) => paused(state, course.now));
			const currentQuestionIndex = (turn?.number ?? number) - 1;
			return { sessionId: id, currentQuestionIndex, canResume: true };
		});
	}

	/** Rule I3. @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE */
	resume(asker: Asker, { sessionId: id }: Sent<'resume_interview'>, kept: Kept) {
		const wish = { id, what: 'resume it', type: 'interview_resumed' } as const;
		return this.#change(asker, wish, kept, (course) => {
			const { turn } = course.change((state) => resumed(state, course.now));
			return { sessionId: id, currentQuestion: turn!.question };
		});
	}

	/** Rule I4. @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE */
	end(asker: Asker, { sessionId: id }: Sent<'end_interview'>, kept: Kept) {
		const wish = { id, what: 'end it', type: 'interview_ended' } as const;
		return this.#change(asker, wish, kept, (course) => {
			course.change((state) => ended(state, course.now));
			course.countUp();
			return { sessionId: id, resultsUrl: resultsUrl(id) };
		});
	}

	/** Rule I7. @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE */
	hint(asker: Asker, { sessionId: id, questionId }: Sent<'request_hint'>, kept: Kept) {
		const wish = { id, what: 'ask for a hint', type: 'hint' } as const;
		return this.#change(asker, wish, kept, (course) => {
			const { state, now } = course;
			const place = nextHint(state, questionId, now);
			const text = course.question(state.turn!.number).hints[place]!;
			const { turn } = course.change((before) => hinted(before, questionId, text, now));
			const { seq, hints, hintsLeft: remaining } = turn!;
			course.keep(seq, { hints: JSON.stringify(hints) });
			course.say('interviewer', text);
			return { sessionId: id, questionId, text, remaining };
		});
	}

	/** Rule I7. @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE */
	retry(asker: Asker, { sessionId: id, questionId }: Sent<'retry_question'>, kept: Kept) {
		const wish = { id, what: 'have it asked again', type: 'question_again' } as const;
		return this.#change(asker, wish, kept, (course) => {
			const { tx, now, state } = course;
			demandRetry(state);
			const before = newestTurnOf(tx, id, questionId);
			// What is set aside was asked, and is still to be answered.
			if (before?.type !== 'question' || !isDone(state, before)) throw notAnswered();
			const { number } = before;
			const question = course.question(number);
			const again = { question: publicPart(question), hints: question.hints.length };
			const attempt = before.attempt + 1;
			if (attempt > MOST_ATTEMPTS) throw attemptsFull();
			course.change((open) => retried(open, again, { number, attempt }, now));
			return { ...publicPart(question), sessionId: id, attempt };
		});
	}

	/**
	 * Rule I10.
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE before the evaluation,
	 * INVALID_MESSAGE_FORMAT for a point or words that are not there
	 */
	claim(asker: Asker, claim: Sent<'claim_point'>, kept: Kept) {
		const { sessionId: id, questionId, pointId, span } = claim;
		const wish = { id, what: 'claim a point', type: 'point_claimed' } as const;
		return this.#change(asker, wish, kept, (course) => {
			const { tx, now, state } = course;
			const turn = turnsOf(tx, id).findLast(
				(one) => one.questionId === questionId && one.evaluation !== null
			);
			if (!turn) throw notAnswered();
			const shown = shownEvaluation(turn, state, this.#parts.judge);
			const point = shown?.points.find((one) => one.pointId === pointId);
			if (!point || !mayBeClaimed(point)) {
				throw wrong('pointId', 'must be a point of this question that was not said');
			}
			const { start, end } = span;
			if (start >= end || end > (turn.answer ?? '').length) {
				throw wrong('span', 'must be words of the answer');
			}
			const { seq } = turn;
			putClaim(tx, { interviewId: id, seq, pointId, start, end, claimedAt: new Date(now) });
			course.change(recorded);
			return { sessionId: id, questionId, pointId, span };
		});
	}

	async #change<T extends OutboundType<Messages>>(
		{ userId, connection }: Asker,
		{ id, what, type }: { id: string; what: string; type: T },
		{ keep }: Kept,
		work: (course: Course) => PayloadOf<Messages, T>
	): Promise<PayloadOf<Messages, T>> {
		const { answer, before, after } = await asCandidate(
			this.#parts,
			{ userId, id, what },
			(course) => {
				const before = interviewerIn(course);
				const answer = work(course);
				keep(course.tx, answer);
				return { answer, before, after: interviewerIn(course) };
			}
		);
		const telling = this.#telling;
		telling.follow(id, connection);
		const isAsked = type === 'question_again';
		if (isAsked) telling.tellInterviewer(id, 'asking');
		telling.tell(id, [type, answer] as unknown as Message, { except: connection });
		if (isAsked || after !== before) telling.tellInterviewer(id, after);
		return answer;
	}
}

/** What the interviewer does (rule I6). */
const interviewerIn = ({ state }: Course) => interviewerStatus(showInterview(state).status);

const wrong = (path: string, problem: string) =>
	new UserError('INVALID_MESSAGE_FORMAT', `payload.${path}: ${problem}`, {
		path: `payload.${path}`
	});

const attemptsFull = () =>
	new UserError(
		'INVALID_STATE',
		`A question is asked at most ${MOST_ATTEMPTS} times in an interview. Begin another one for it.`,
		{ state: 'attempts_full' }
	);

const notAnswered = () =>
	new UserError('INVALID_STATE', 'This question was not answered yet.', { state: 'not_answered' });
