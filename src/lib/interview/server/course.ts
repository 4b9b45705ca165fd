import type { Question } from '../../analysis';
import type { Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { SessionScope } from '../../sessions/server/scope';
import { dueAt, isOver, type InterviewState, type OpenTurn } from '../interview';
import { summarise } from '../scores';
import { showInterview } from '../view';
import { closeDraft } from './lost-drafts';
import { INTERVIEW } from './interview-kind';
import type { FollowUpFound } from './judge';
import { scoredTurns } from './showing';
import { threadTitle, type InterviewThread } from './thread';
import {
	addTurn,
	changeInterview,
	changeTurn,
	interviewById,
	questionAt,
	questionsOf,
	turnsOf,
	type TurnRow
} from './store';

/** The job that looks at a clock which runs out (rule I9). */
export const CLOCK = 'interview_clock';

/** The job that evaluates an answer where the process that took it is no more (rule D2). */
export const EVALUATION = 'interview_evaluation';

interface Parts {
	sessions: SessionScope;
	tx: Transaction;
	jobs: Jobs;
	thread: InterviewThread;
	/** Milliseconds since the epoch. */
	now: number;
}

/** One interview inside a transaction: its state, and the rows and jobs that follow from it. */
export class Course {
	readonly id: string;
	readonly now: number;
	readonly tx: Transaction;
	readonly #parts: Parts;
	/** As this transaction has it; nobody else changes it in between. */
	#state: InterviewState | undefined;

	constructor(id: string, parts: Parts) {
		this.id = id;
		this.now = parts.now;
		this.tx = parts.tx;
		this.#parts = parts;
	}

	/** @throws UserError SESSION_NOT_FOUND */
	get state(): InterviewState {
		this.#state ??= this.#parts.sessions.read<InterviewState>(this.id, INTERVIEW).state;
		return this.#state;
	}

	/**
	 * @param followUp what is asked on, where that is the next turn
	 * @throws whatever `work` throws
	 */
	change(
		work: (state: InterviewState) => InterviewState,
		followUp?: FollowUpFound
	): InterviewState {
		const before = this.state;
		const { state } = this.#parts.sessions.change<InterviewState>(this.id, work);
		this.#state = state;
		if (state === before) return state;
		if (state.lastSeq > before.lastSeq && state.turn) this.#asked(state.turn, followUp);
		this.#closeDrafts(before, state);
		this.#planClock(dueAt(before), dueAt(state));
		const { status } = showInterview(state);
		changeInterview(this.tx, this.id, {
			status,
			totalQuestions: state.totalQuestions,
			endedAt: isOver(state) ? new Date(this.now) : null
		});
		return state;
	}

	/** Its session was just made. */
	begins(): void {
		const { state } = this;
		if (state.turn) this.#asked(state.turn);
		this.#planClock(undefined, dueAt(state));
	}

	#asked(turn: OpenTurn, followUp?: FollowUpFound): void {
		const { seq, number, type, attempt, question } = turn;
		addTurn(this.tx, {
			...{ interviewId: this.id, seq, number, type, attempt },
			questionId: question.questionId,
			askedAt: new Date(this.now),
			text: question.question === this.question(number).question ? null : question.question,
			...(followUp && {
				pointId: followUp.pointId,
				rubric: JSON.stringify(followUp.rubric)
			})
		});
		this.say('interviewer', question.question);
	}

	/** Adds to its transcript (rule H3). What has nothing to read is not there. */
	say(role: 'interviewer' | 'candidate', text: string): void {
		if (text.trim() === '') return;
		const { userId: ownerId, title } = interviewById(this.tx, this.id)!;
		const beside = { sessionId: this.id, ownerId, title: threadTitle(title) };
		this.#parts.thread.transcribe(this.tx, beside, { role, text, at: new Date(this.now) });
	}

	/** Says of the turn with this seq what came of it. */
	keep(seq: number, set: Partial<Omit<TurnRow, 'interviewId' | 'seq'>>): void {
		changeTurn(this.tx, { interviewId: this.id, seq }, set);
	}

	/** How it went so far, for lists. */
	countUp(): void {
		const turns = turnsOf(this.tx, this.id);
		const { overallScore, questionsAnswered } = summarise(
			scoredTurns(turns, questionsOf(this.tx, this.id))
		);
		changeInterview(this.tx, this.id, { overallScore, questionsAnswered });
	}

	/** Whole, rubric and all. @throws Error where it was never chosen */
	question(number: number): Question {
		const question = questionAt(this.tx, this.id, number);
		if (!question) throw new Error(`Interview ${this.id} has no question ${number}.`);
		return question;
	}

	/** Its answer is to be evaluated, by whoever is alive then. */
	planEvaluation(at: number): void {
		this.#parts.jobs.schedule(this.tx, EVALUATION, this.id, at);
	}

	cancelEvaluation(): void {
		this.#parts.jobs.cancel(this.tx, EVALUATION, this.id);
	}

	/** The job that looked at its clock is done: what is still to come has another one. */
	replanClock(): void {
		this.#planClock(undefined, dueAt(this.state));
	}

	/** Of what was given up, or was open at the end. */
	#closeDrafts(before: InterviewState, state: InterviewState): void {
		const open = new Set(openSeqs(state));
		for (const seq of openSeqs(before)) if (!open.has(seq)) closeDraft(this, seq, '');
	}

	#planClock(before: number | undefined, due: number | undefined): void {
		if (due === before) return;
		const { jobs } = this.#parts;
		if (due === undefined) jobs.cancel(this.tx, CLOCK, this.id);
		else jobs.schedule(this.tx, CLOCK, this.id, due);
	}
}

const openSeqs = ({ turn, setAside }: InterviewState): number[] =>
	[turn, setAside?.turn].flatMap((open) => open?.seq ?? []);
