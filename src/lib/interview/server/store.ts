import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Question } from '../../analysis';
import type { Reader, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import {
	interview,
	interviewClaim,
	interviewDraft,
	interviewLostDraft,
	interviewQuestion,
	interviewTurn
} from './schema';
import { addingTurn, changingInterview, changingTurn, readsOf, type TurnBegun } from './statements';

export type InterviewRow = typeof interview.$inferSelect;
export type TurnRow = typeof interviewTurn.$inferSelect;
export type ClaimRow = typeof interviewClaim.$inferSelect;
export type DraftRow = typeof interviewDraft.$inferSelect;
export type LostDraftRow = typeof interviewLostDraft.$inferSelect;

type From = Pick<Reader, 'select'>;

/** The rows of interviews. */

export function addInterview(tx: Transaction, row: typeof interview.$inferInsert): void {
	tx.insert(interview).values(row).run();
}

export function interviewById(from: From, id: string): InterviewRow | undefined {
	return readsOf(from).interview.get({ id });
}

export function changeInterview(
	tx: Transaction,
	id: string,
	set: Partial<Omit<InterviewRow, 'id'>>
): void {
	changingInterview(tx, { id }, set);
}

/** Newest first. */
export function interviewsOf(
	from: From,
	userId: string,
	{ after, limit }: { after?: ListPosition | undefined; limit: number }
): InterviewRow[] {
	return from
		.select()
		.from(interview)
		.where(and(eq(interview.userId, userId), behind(after, interview.createdAt, interview.id)))
		.orderBy(...newestFirst(interview.createdAt, interview.id))
		.limit(limit)
		.all();
}

/** Ids of all that are somebody's, oldest first. */
export function idsOf(from: From, userId: string): string[] {
	return from
		.select({ id: interview.id })
		.from(interview)
		.where(eq(interview.userId, userId))
		.orderBy(asc(interview.createdAt), asc(interview.id))
		.all()
		.map(({ id }) => id);
}

/** Questions behind those that there are, in their order. */
export function addQuestions(
	tx: Transaction,
	interviewId: string,
	questions: readonly Question[],
	after: number
): void {
	if (questions.length === 0) return;
	tx.insert(interviewQuestion)
		.values(
			questions.map((question, index) => ({
				interviewId,
				number: after + index + 1,
				questionId: question.questionId,
				question: JSON.stringify(question)
			}))
		)
		.run();
}

/** Whole, rubric and all. */
export function questionAt(from: From, interviewId: string, number: number): Question | undefined {
	const row = readsOf(from).question.get({ id: interviewId, number });
	return row && (JSON.parse(row.question) as Question);
}

/** Whole, rubric and all; by their numbers. */
export function questionsOf(from: From, interviewId: string): Map<number, Question> {
	const rows = readsOf(from).questions.all({ id: interviewId });
	return new Map(rows.map(({ number, question }) => [number, JSON.parse(question) as Question]));
}

export function replaceQuestion(
	tx: Transaction,
	{ interviewId, number, question }: { interviewId: string; number: number; question: Question }
): void {
	tx.update(interviewQuestion)
		.set({ question: JSON.stringify(question) })
		.where(
			and(eq(interviewQuestion.interviewId, interviewId), eq(interviewQuestion.number, number))
		)
		.run();
}

/** Their ids, by number. */
export function questionIdsOf(from: From, interviewId: string): string[] {
	return from
		.select({ questionId: interviewQuestion.questionId })
		.from(interviewQuestion)
		.where(eq(interviewQuestion.interviewId, interviewId))
		.orderBy(asc(interviewQuestion.number))
		.all()
		.map(({ questionId }) => questionId);
}

/**
 * Questions that somebody's interviews keep, each as the newest has it, and what that one is called.
 * @param about of these, and on this analysis or one that is deleted: whoever deletes one finds what quotes it
 */
export function askedBefore(
	from: From,
	userId: string,
	about: { questionIds: readonly string[]; analysisId: string | undefined }
): { title: string; question: Question }[] {
	const { questionIds, analysisId } = about;
	const isDeleted = isNull(interview.analysisId);
	const rows = from
		.select({
			title: interview.title,
			questionId: interviewQuestion.questionId,
			question: interviewQuestion.question
		})
		.from(interviewQuestion)
		.innerJoin(interview, eq(interview.id, interviewQuestion.interviewId))
		.where(
			and(
				eq(interview.userId, userId),
				inArray(interviewQuestion.questionId, [...questionIds]),
				analysisId === undefined ? isDeleted : or(isDeleted, eq(interview.analysisId, analysisId))
			)
		)
		.orderBy(asc(interview.createdAt))
		.all();
	const newest = new Map(rows.map((row) => [row.questionId, row]));
	return [...newest.values()].map(({ title, question }) => ({
		title,
		question: JSON.parse(question) as Question
	}));
}

/** How often somebody was asked each question, in all his interviews. */
export function timesAsked(from: From, userId: string): Map<string, number> {
	const rows = from
		.select({ questionId: interviewTurn.questionId, times: sql<number>`count(*)` })
		.from(interviewTurn)
		.innerJoin(interview, eq(interview.id, interviewTurn.interviewId))
		.where(and(eq(interview.userId, userId), eq(interviewTurn.type, 'question')))
		.groupBy(interviewTurn.questionId)
		.all();
	return new Map(rows.map(({ questionId, times }) => [questionId, times]));
}

export function addTurn(tx: Transaction, turn: TurnBegun): void {
	addingTurn(tx).run({ pointId: null, rubric: null, ...turn });
}

export function turnAt(from: From, interviewId: string, seq: number): TurnRow | undefined {
	return readsOf(from).turn.get({ id: interviewId, seq });
}

/** The newest one of a question, follow-ups' ids being their own. */
export function newestTurnOf(
	from: From,
	interviewId: string,
	questionId: string
): TurnRow | undefined {
	return readsOf(from).newestTurn.get({ id: interviewId, questionId });
}

/** The newest answer that nobody has evaluated. */
export function unevaluatedTurn(from: From, interviewId: string): TurnRow | undefined {
	return from
		.select()
		.from(interviewTurn)
		.where(
			and(
				eq(interviewTurn.interviewId, interviewId),
				isNotNull(interviewTurn.answer),
				isNull(interviewTurn.evaluation)
			)
		)
		.orderBy(desc(interviewTurn.seq))
		.limit(1)
		.get();
}

/** In the order of asking. */
export function turnsOf(from: From, interviewId: string): TurnRow[] {
	return readsOf(from).turns.all({ id: interviewId });
}

export function changeTurn(
	tx: Transaction,
	{ interviewId, seq }: Pick<TurnRow, 'interviewId' | 'seq'>,
	set: Partial<Omit<TurnRow, 'interviewId' | 'seq'>>
): void {
	changingTurn(tx, { interviewId, seq }, set);
}

/** Claimed again, the newest words count. */
export function putClaim(tx: Transaction, row: ClaimRow): void {
	const { start, end, claimedAt } = row;
	tx.insert(interviewClaim)
		.values(row)
		.onConflictDoUpdate({
			target: [interviewClaim.interviewId, interviewClaim.seq, interviewClaim.pointId],
			set: { start, end, claimedAt }
		})
		.run();
}

export function claimsOf(from: From, interviewId: string): ClaimRow[] {
	return from
		.select()
		.from(interviewClaim)
		.where(eq(interviewClaim.interviewId, interviewId))
		.orderBy(asc(interviewClaim.seq), asc(interviewClaim.claimedAt))
		.all();
}

export function draftAt(from: From, interviewId: string, seq: number): DraftRow | undefined {
	return readsOf(from).draft.get({ id: interviewId, seq });
}

export function putDraft(tx: Transaction, row: DraftRow): void {
	const { text, revision, updatedAt } = row;
	tx.insert(interviewDraft)
		.values(row)
		.onConflictDoUpdate({
			target: [interviewDraft.interviewId, interviewDraft.seq],
			set: { text, revision, updatedAt }
		})
		.run();
}

export function removeDraft(tx: Transaction, interviewId: string, seq: number): void {
	tx.delete(interviewDraft)
		.where(and(eq(interviewDraft.interviewId, interviewId), eq(interviewDraft.seq, seq)))
		.run();
}

/** Oldest first. */
export function lostDraftsOf(from: From, interviewId: string): LostDraftRow[] {
	return from
		.select()
		.from(interviewLostDraft)
		.where(eq(interviewLostDraft.interviewId, interviewId))
		.orderBy(asc(interviewLostDraft.lostAt), asc(interviewLostDraft.id))
		.all();
}

export function addLostDraft(tx: Transaction, row: Omit<LostDraftRow, 'id'>): void {
	tx.insert(interviewLostDraft)
		.values({ id: randomUUID(), ...row })
		.run();
}

export function removeLostDrafts(tx: Transaction, ids: readonly string[]): void {
	if (ids.length === 0) return;
	tx.delete(interviewLostDraft)
		.where(inArray(interviewLostDraft.id, [...ids]))
		.run();
}
