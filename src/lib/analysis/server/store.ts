import {
	and,
	count,
	desc,
	eq,
	inArray,
	isNotNull,
	lt,
	ne,
	or,
	sql,
	sum,
	type SQL
} from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Reader, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import { job } from '../../server/schema';
import { analysis, analysisFinding, analysisQuestion, dismissedFinding } from './schema';

/** The rows of analyses themselves; what they found has stores of its own. */

export type AnalysisRow = typeof analysis.$inferSelect;
export type NewAnalysis = Pick<
	AnalysisRow,
	'id' | 'userId' | 'sourceKind' | 'sourceAddress' | 'name' | 'repository' | 'bytes'
>;

export type From = Pick<Reader, 'select'>;

/** An analysis with how much it found that nobody said was not so. */
export interface CountedAnalysis {
	row: AnalysisRow;
	findings: number;
	questions: number;
}

/** What jobs call an analysis that is to be carried out; the job's subject is its id. */
export const ANALYSIS_JOB = 'analysis';

/** Those that somebody is still to do something about. */
const UNDER_WAY = ['queued', 'processing'] as const;

export const isUnderWay = ({ status }: Pick<AnalysisRow, 'status'>) =>
	UNDER_WAY.some((known) => known === status);

export function addAnalysis(tx: Transaction, row: NewAnalysis, at: Date): void {
	tx.insert(analysis)
		.values({ ...row, status: 'queued', createdAt: at, updatedAt: at })
		.run();
}

export function analysisById(from: From, id: string): AnalysisRow | undefined {
	return from.select().from(analysis).where(eq(analysis.id, id)).get();
}

/** Undefined for somebody else's, as for one that does not exist (rule A6). */
function analysisOf(from: From, userId: string, id: string): AnalysisRow | undefined {
	return from
		.select()
		.from(analysis)
		.where(and(eq(analysis.id, id), eq(analysis.userId, userId)))
		.get();
}

/** @throws UserError ANALYSIS_NOT_FOUND */
export function findAnalysis(from: From, userId: string, id: string): AnalysisRow {
	const row = analysisOf(from, userId, id);
	if (row) return row;
	throw new UserError('ANALYSIS_NOT_FOUND', 'There is no such analysis.');
}

const dismissedHere = sql`${dismissedFinding.userId} = ${analysis.userId} and ${dismissedFinding.repository} = ${analysis.repository}`;

/** Drizzle leaves the tables' names out of columns that stand in a selection by themselves. */
const whole = (query: SQL) => sql<number>`${query}`;

/** Columns that count what is not hidden; where nothing was dismissed nothing is parsed. */
const counts = {
	findings:
		whole(sql`(select count(*) from ${analysisFinding} where ${analysisFinding.analysisId} = ${analysis.id}
		and not exists (select 1 from ${dismissedFinding} where ${dismissedHere} and ${dismissedFinding.key} = ${analysisFinding.key}))`),
	questions:
		whole(sql`(select count(*) from ${analysisQuestion} where ${analysisQuestion.analysisId} = ${analysis.id}
		and (not exists (select 1 from ${dismissedFinding} where ${dismissedHere})
			or not exists (select 1 from json_each(${analysisQuestion.question}, '$.findingKeys') as named
				join ${dismissedFinding} on ${dismissedFinding.key} = named.value where ${dismissedHere})))`)
};

export function countsOf(from: From, id: string): Omit<CountedAnalysis, 'row'> {
	const counted = from.select(counts).from(analysis).where(eq(analysis.id, id)).get();
	return counted ?? { findings: 0, questions: 0 };
}

/** Newest first. */
export function analysesOf(
	from: From,
	userId: string,
	{ after, limit }: { after?: ListPosition | undefined; limit: number }
): CountedAnalysis[] {
	return from
		.select({ row: analysis, ...counts })
		.from(analysis)
		.where(and(eq(analysis.userId, userId), behind(after, analysis.createdAt, analysis.id)))
		.orderBy(...newestFirst(analysis.createdAt, analysis.id))
		.limit(limit)
		.all();
}

export function idsOf(from: From, userId: string): string[] {
	return from
		.select({ id: analysis.id })
		.from(analysis)
		.where(eq(analysis.userId, userId))
		.all()
		.map(({ id }) => id);
}

export function changeAnalysis(
	tx: Transaction,
	id: string,
	change: Partial<Omit<AnalysisRow, 'id' | 'userId'>>,
	at: Date
): void {
	tx.update(analysis)
		.set({ ...change, updatedAt: at })
		.where(eq(analysis.id, id))
		.run();
}

/** All that it found goes with it. @returns whether it was there */
export function removeAnalysis(tx: Transaction, id: string): boolean {
	return tx.delete(analysis).where(eq(analysis.id, id)).run().changes === 1;
}

/** The newest one of the same repository of the same person that was finished. */
export function finishedBefore(
	from: From,
	{ id, userId, repository }: Pick<AnalysisRow, 'id' | 'userId' | 'repository'>
): string | undefined {
	return from
		.select({ id: analysis.id })
		.from(analysis)
		.where(
			and(
				eq(analysis.userId, userId),
				eq(analysis.repository, repository),
				eq(analysis.status, 'completed'),
				ne(analysis.id, id)
			)
		)
		.orderBy(desc(analysis.finishedAt))
		.limit(1)
		.get()?.id;
}

/** How many of somebody's wait or run. */
export function underWayOf(from: From, userId: string): number {
	return from
		.select({ analyses: count() })
		.from(analysis)
		.where(and(eq(analysis.userId, userId), inArray(analysis.status, [...UNDER_WAY])))
		.get()!.analyses;
}

/** What lies on disk for somebody, in bytes (rule L6). */
export function bytesOf(from: From, userId: string, exceptId = ''): number {
	const { bytes } = from
		.select({ bytes: sum(analysis.bytes) })
		.from(analysis)
		.where(and(eq(analysis.userId, userId), ne(analysis.id, exceptId)))
		.get()!;
	return Number(bytes ?? 0);
}

/** Whose they are; who is gone is missing. */
export function ownersOf(from: From, ids: readonly string[]): Map<string, string> {
	const rows = from
		.select({ id: analysis.id, userId: analysis.userId })
		.from(analysis)
		.where(inArray(analysis.id, [...ids]))
		.all();
	return new Map(rows.map(({ id, userId }) => [id, userId]));
}

/** Those whose source need not be kept any longer: done, or over before then. In no order. */
export function withOldSources(from: From, before: Date): string[] {
	const isOver = and(isNotNull(analysis.finishedAt), lt(analysis.finishedAt, before));
	return from
		.select({ id: analysis.id })
		.from(analysis)
		.where(
			or(
				eq(analysis.status, 'completed'),
				and(inArray(analysis.status, ['failed', 'cancelled']), isOver)
			)
		)
		.all()
		.map(({ id }) => id);
}

/**
 * Whether an instance has the analysis in hand: whoever lost its lease, because it was cancelled, planned
 * anew or given up for dead, writes nothing any more.
 */
export function isHeldBy(from: From, id: string, instanceId: string): boolean {
	const held = from
		.select({ id: job.id })
		.from(job)
		.where(and(eq(job.kind, ANALYSIS_JOB), eq(job.subject, id), eq(job.leasedBy, instanceId)))
		.get();
	return held !== undefined;
}
