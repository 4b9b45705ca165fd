import { randomBytes, randomUUID } from 'node:crypto';
import { INTERVIEWER, type Agent } from '../../chat';
import type { AnswerOf } from '../../realtime/catalogue';
import type { Connection } from '../../realtime/server/connection';
import type { Transaction } from '../../server/database';
import { pageOf, readCursor } from '../../server/newest-first';
import type { InterviewAnswer, InterviewSummary } from '../formats/answers';
import { begin, isOver, type InterviewState } from '../interview';
import { interviewerStatus } from '../interviewer';
import type { InterviewMessages } from '../messages';
import { showInterview } from '../view';
import { Answering, type Asker, type Kept } from './answering';
import { bankFor, countOf, firstChoice, type InterviewWish } from './banks';
import { claimLines, type ClaimLine } from './claims';
import { Course } from './course';
import { Drafting } from './drafting';
import { INTERVIEW, interviewKind } from './interview-kind';
import { demandAgreed } from './model';
import type { InterviewParts } from './parts';
import { forgetAnalysis } from './quotes';
import { answerOf, publicPart, summaryOf } from './showing';
import {
	addInterview,
	addQuestions,
	claimsOf,
	draftAt,
	interviewById,
	interviewsOf,
	lostDraftsOf,
	questionsOf,
	timesAsked,
	turnsOf
} from './store';
import { Steering } from './steering';
import { Telling } from './told';

/** The use cases of interviews (section I). */
export class InterviewService {
	/** Rules I2, I9. */
	readonly answering: Answering;
	/** Rules I3, I4, I7, I10. */
	readonly steering: Steering;
	/** Rule I8. */
	readonly drafting: Drafting;
	readonly #parts: InterviewParts;
	readonly #telling: Telling;

	constructor(parts: InterviewParts) {
		const { sessions, audience, thread } = parts;
		this.#parts = parts;
		sessions.engine.register({
			...interviewKind,
			removed: (tx, { id: sessionId, ownerId }) => thread.removeBeside(tx, { sessionId, ownerId })
		});
		this.#telling = new Telling(
			audience,
			sessions.subscriptions,
			(sessionId, agent) => thread.tellAgentIn(sessionId, agent),
			(sessionId) => {
				const session = sessions.engine.find<InterviewState>(sessionId);
				return session !== undefined && !isOver(session.state);
			}
		);
		this.answering = new Answering(parts, this.#telling);
		this.steering = new Steering(parts, this.#telling);
		this.drafting = new Drafting(parts, this.#telling);
	}

	/** Rule I1. @throws UserError ANALYSIS_NOT_FOUND, INVALID_STATE, INVALID_MESSAGE_FORMAT */
	async start(
		{ userId, connection }: Asker,
		wish: InterviewWish,
		{ keep }: Kept
	): Promise<AnswerOf<InterviewMessages, 'start_interview'>> {
		const { sessions: service, analysedBankOf, now, jobs, thread, model } = this.#parts;
		const started = await service.engine.write((sessions, tx) => {
			const bank = bankFor(tx, userId, wish, analysedBankOf);
			demandAgreed(wish, model);
			const questions = firstChoice(bank, wish, timesAsked(tx, userId));
			const [first] = questions;
			if (!first) throw new Error('An interview without a question was chosen.');
			const { sessionType, pace = 1, analysisId, topic } = wish;
			const isGrowing = bank.isGrowing && wish.questionIds === undefined;
			const totalQuestions = isGrowing ? countOf(wish) : questions.length;
			const id = randomUUID();
			const at = now();
			const candidateId = randomBytes(9).toString('base64url');
			const { title } = bank;
			const state = begin(
				{
					...{ sessionType, pace, title, candidateId, totalQuestions },
					...(analysisId !== undefined && { analysisId }),
					...{ question: publicPart(first), hints: first.hints.length }
				},
				at
			);
			sessions.create({ id, ownerId: userId, kind: INTERVIEW, state, personId: candidateId });
			addInterview(tx, {
				...{ id, userId, title, sessionType, totalQuestions },
				...{ analysisId: analysisId ?? null, topic: topic ?? null, pace: String(pace) },
				...{ modelHost: wish.agreedHost ?? null },
				...{ status: 'asking', wish: JSON.stringify(wish), createdAt: new Date(at) }
			});
			addQuestions(tx, id, questions, 0);
			new Course(id, { sessions, tx, jobs, thread, now: at }).begins();
			const answer = {
				sessionId: id,
				...(analysisId !== undefined && { analysisId }),
				firstQuestion: publicPart(first),
				totalQuestions
			};
			keep(tx, answer);
			return answer;
		});
		const { sessionId } = started;
		this.#telling.follow(sessionId, connection);
		this.#telling.tellInterviewer(sessionId, 'listening');
		return started;
	}

	/** Newest first. @throws UserError for a cursor that is none */
	async list(
		userId: string,
		{ cursor, limit }: { cursor?: string | undefined; limit: number }
	): Promise<{ items: InterviewSummary[]; nextCursor?: string }> {
		const { read } = this.#parts.database;
		const found = interviewsOf(read, userId, { after: readCursor(cursor), limit: limit + 1 });
		const { rows, next } = pageOf(found, limit, ({ createdAt: at, id }) => ({ at, id }));
		return { items: rows.map(summaryOf), ...next };
	}

	/** As the asker may see it. @throws UserError SESSION_NOT_FOUND, also where he has no part in it */
	async show(userId: string, id: string): Promise<InterviewAnswer> {
		const { database, sessions, judge } = this.#parts;
		const { read } = database;
		const { held, role, drafts } = read.transaction(() => {
			const { session, member } = sessions.engine.see<InterviewState>(userId, id, INTERVIEW);
			const { state } = session;
			const held = {
				row: interviewById(read, id)!,
				...{ state, questions: questionsOf(read, id) },
				...{ turns: turnsOf(read, id), claims: claimsOf(read, id) }
			};
			const draft = state.turn && draftAt(read, id, state.turn.seq);
			return { held, role: member.role, drafts: { draft, lost: lostDraftsOf(read, id) } };
		});
		return answerOf(held, role, drafts, judge);
	}

	/** Rule I6: the agent that an interview has; undefined for another session. */
	agentIn(id: string): Agent | undefined {
		const session = this.#parts.sessions.engine.find<InterviewState>(id);
		if (session?.kind !== INTERVIEW) return undefined;
		const { status } = showInterview(session.state);
		return { agentId: INTERVIEWER, status: interviewerStatus(status) };
	}

	/** Rule I10: what the asker said he had said. */
	claims(userId: string): ClaimLine[] {
		return claimLines(this.#parts.database.read, userId);
	}

	/** Deletes it, for everybody; who is with the candidate leaves it. @throws UserError SESSION_NOT_FOUND */
	async remove(userId: string, id: string): Promise<void> {
		const { engine } = this.#parts.sessions;
		const { member } = engine.see(userId, id, INTERVIEW);
		if (member.role === 'owner') await engine.remove(userId, id);
		else await engine.leave(userId, id);
	}

	/**
	 * In the transaction that deletes an analysis: no interview names it any more.
	 * @param withQuotes whether the lines of its code that they quote go, too
	 * @returns tells it, once that is done
	 */
	forgetAnalysis(tx: Transaction, analysisId: string, withQuotes: boolean): () => void {
		const { engine } = this.#parts.sessions;
		const scope = engine.scope(tx);
		forgetAnalysis(tx, scope, { analysisId, withQuotes, thread: this.#parts.thread });
		return () => engine.announce(scope);
	}

	/** A connection of this instance is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		this.#telling.gone(connection);
	}
}
