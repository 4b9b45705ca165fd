import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Question } from '../../analysis';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Connection } from '../../realtime/server/connection';
import type { Keep } from '../../realtime/server/handlers';
import type { Reader } from '../../server/database';
import { answered, isOver, ranOut, type InterviewState } from '../interview';
import { interviewerStatus } from '../interviewer';
import type { InterviewMessages } from '../messages';
import { showInterview } from '../view';
import { Advance } from './advance';
import { CLOCK, EVALUATION, type Course } from './course';
import { evaluate } from './evaluating';
import { closeDraft } from './lost-drafts';
import { asCandidate, courseIn, type InterviewParts } from './parts';
import { withoutForgotten } from './quotes';
import { draftAt, newestTurnOf, questionAt, turnAt, unevaluatedTurn, type TurnRow } from './store';
import type { Message, Telling } from './told';

type Evaluated = PayloadOf<InterviewMessages, 'answer_evaluated'>;

/** Who asks, and by what. */
export interface Asker {
	userId: string;
	connection?: Connection;
}

/** Rule D3: what an answer is kept by, and what the sender called his message. */
export interface Kept {
	keep: Keep;
	requestId?: string | undefined;
}

/**
 * Longer than any evaluation takes: whoever took the answer has evaluated it by then, or is dead, and
 * somebody else does it.
 */
const EVALUATED_WITHIN_MS = 6_000;

/** Who fails so often fails again. */
const MOST_ATTEMPTS = 3;

/** From an answer to its evaluation (rules I2, I9): two transactions, with the grader between them. */
export class Answering {
	readonly #parts: InterviewParts;
	readonly #telling: Telling;
	readonly #advance: Advance;
	#turn: Promise<void> = Promise.resolve();

	constructor(parts: InterviewParts, telling: Telling) {
		this.#parts = parts;
		this.#telling = telling;
		this.#advance = new Advance(parts);
		parts.jobs.register(CLOCK, (id) => this.#clockRanOut(id));
		parts.jobs.register(EVALUATION, (id, { attempt }) => this.#evaluateLeft(id, attempt));
	}

	/**
	 * Rule I2. Resolves once the evaluation is kept.
	 * @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE
	 */
	async submit(
		{ userId, connection }: Asker,
		{ sessionId: id, questionId, answer }: PayloadOf<InterviewMessages, 'submit_answer'>,
		{ keep, requestId }: Kept
	): Promise<Evaluated> {
		const seq = await asCandidate(this.#parts, { userId, id, what: 'answer' }, (course) => {
			const known = newestTurnOf(course.tx, id, questionId);
			const isAgain = requestId !== undefined && known?.requestId === requestId;
			// Kept by somebody who died before he could evaluate it.
			if (known && isAgain && known.answer === answer) return known.seq;
			const { state, responseMs } = answered(course.state, questionId, course.now);
			return take(course, state, { answer, responseMs, requestId: requestId ?? null });
		});
		this.#telling.follow(id, connection);
		return this.#evaluate(id, seq, { keep, connection });
	}

	/** The clock of an interview ran out; whoever else has the job finds nothing to do. */
	async #clockRanOut(id: string): Promise<void> {
		const { engine } = this.#parts.sessions;
		const outcome = await engine.write((sessions, tx) => {
			if (!sessions.find(id)) return undefined;
			const course = courseIn(this.#parts, id, { sessions, tx });
			const late = ranOut(course.state, course.now);
			if (!late) {
				course.replanClock();
				return undefined;
			}
			const { seq } = late.turn;
			const { responseMs } = late;
			const draft = draftAt(tx, id, seq);
			if (draft && draft.text.trim() !== '') {
				const given = { answer: draft.text, responseMs, requestId: null, isLate: true };
				return { seq: take(course, late.state, given) };
			}
			course.change(() => late.state);
			course.keep(seq, { isLate: true, responseMs });
			return { next: this.#advance.past(course, seq).next };
		});
		if (outcome?.seq !== undefined) await this.#evaluate(id, outcome.seq, {});
		else if (outcome?.next) this.#tellNext(id, outcome.next);
	}

	/** What the process left that took the answer; an interview does not end where the grader fails. */
	async #evaluateLeft(id: string, attempt: number): Promise<void> {
		const seq = this.#awaitedIn(id);
		if (seq === undefined) return;
		try {
			await this.#evaluate(id, seq, {});
		} catch (error) {
			if (attempt < MOST_ATTEMPTS) throw error;
			this.#parts.log.error({ err: error, interviewId: id, seq }, 'an answer cannot be evaluated');
			await this.#goOnWithout(id, seq);
		}
	}

	/** The answer that an interview waits for, or was ended over: not one that was given up before. */
	#awaitedIn(id: string): number | undefined {
		const { sessions, database } = this.#parts;
		const state = sessions.engine.find<InterviewState>(id)?.state;
		if (state?.phase === 'evaluating') return state.turn?.seq;
		return state && isOver(state) ? unevaluatedTurn(database.read, id)?.seq : undefined;
	}

	/** The answer stays, and counts as nothing. */
	async #goOnWithout(id: string, seq: number): Promise<void> {
		const next = await this.#parts.sessions.engine.write((sessions, tx) => {
			const course = courseIn(this.#parts, id, { sessions, tx });
			return isAwaited(course, seq) ? this.#advance.past(course, seq).next : undefined;
		});
		this.#telling.tell(id, ['typing_indicator', { sessionId: id, isTyping: false }]);
		if (next) this.#tellNext(id, next);
	}

	/**
	 * Evaluates an answer, keeps that and tells it, once: whoever comes later is answered by what is kept.
	 * @throws UserError SESSION_NOT_FOUND where the interview was deleted meanwhile
	 */
	async #evaluate(
		id: string,
		seq: number,
		{ keep, connection }: { keep?: Keep; connection?: Connection | undefined }
	): Promise<Evaluated> {
		const { database, sessions: service } = this.#parts;
		if (turnAt(database.read, id, seq)?.evaluation === null) {
			this.#telling.tell(id, ['typing_indicator', { sessionId: id, isTyping: true }]);
			this.#tellInterviewer(id);
		}
		await this.#nextTurn();
		const before = questionsBehind(database.read, id, seq);
		const found = await evaluate(database.read, this.#parts, { id, seq });
		const { evaluated, told } = await service.engine.write((sessions, tx) => {
			const course = courseIn(this.#parts, id, { sessions, tx });
			const left = found && withoutForgotten(found, before, questionsBehind(tx, id, seq));
			const told =
				left && isAwaited(course, seq) ? this.#advance.past(course, seq, left) : undefined;
			const evaluated = this.#advance.answerOf(course, seq);
			keep?.(tx, evaluated);
			return { evaluated, told };
		});
		if (told) this.#tellEvaluated(id, evaluated, told.next, connection);
		return evaluated;
	}

	/** However many answers come at once, whatever else waits has its turn between two of them. */
	#nextTurn(): Promise<void> {
		this.#turn = this.#turn.then(() => nextTurn());
		return this.#turn;
	}

	#tellEvaluated(
		id: string,
		evaluated: Evaluated,
		next: Message | undefined,
		connection: Connection | undefined
	): void {
		this.#telling.tell(id, ['answer_evaluated', evaluated], { except: connection });
		this.#telling.tell(id, ['typing_indicator', { sessionId: id, isTyping: false }]);
		if (next) this.#tellNext(id, next);
	}

	/** Rule I6: whoever asks says so, then listens. */
	#tellNext(id: string, next: Message): void {
		if (next[0] !== 'interview_complete') this.#telling.tellInterviewer(id, 'asking');
		this.#telling.tell(id, next);
		this.#tellInterviewer(id);
	}

	/** As it is by now: it may have been paused, or ended, meanwhile. */
	#tellInterviewer(id: string): void {
		const session = this.#parts.sessions.engine.find<InterviewState>(id);
		if (!session) return;
		const { status } = showInterview(session.state);
		this.#telling.tellInterviewer(id, interviewerStatus(status));
	}
}

/** What is known of the question of a turn, and of the one that may come next. */
function questionsBehind(from: Pick<Reader, 'select'>, id: string, seq: number): Question[] {
	const { number } = turnAt(from, id, seq) ?? {};
	if (number === undefined) return [];
	return [number, number + 1].flatMap((place) => questionAt(from, id, place) ?? []);
}

/** Whether nobody has evaluated an answer yet that the interview waits for, or was ended over. */
function isAwaited({ id, tx, state }: Course, seq: number): boolean {
	const isOpen = state.phase === 'evaluating' && state.turn?.seq === seq;
	return (isOpen || isOver(state)) && turnAt(tx, id, seq)?.evaluation === null;
}

/**
 * Keeps an answer, and has it evaluated; what is being written elsewhere is not dropped.
 * @returns the turn's seq
 */
function take(
	course: Course,
	state: InterviewState,
	given: Pick<TurnRow, 'answer' | 'responseMs' | 'requestId'> & { isLate?: boolean }
): number {
	const { seq } = state.turn!;
	course.change(() => state);
	course.keep(seq, { ...given, answeredAt: new Date(course.now) });
	course.say('candidate', given.answer ?? '');
	closeDraft(course, seq, given.answer ?? '');
	course.planEvaluation(course.now + EVALUATED_WITHIN_MS);
	return seq;
}
