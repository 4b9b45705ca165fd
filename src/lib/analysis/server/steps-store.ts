import { randomUUID } from 'node:crypto';
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Transaction } from '../../server/database';
import type { CodePiece } from '../code-pieces';
import { stages, type Stage } from '../stages';
import type { StageReports } from './ledger';
import { analysis, analysisFile, analysisStage, analysisStep, codePiece } from './schema';
import type { AnalysisRow, From } from './store';

/** What an analysis has done so far: what a restart and the next analysis go on from (rule N6). */

interface HashedFile {
	path: string;
	/** Names its content. */
	hash: string;
}

/** SQLite takes so many values in one statement, and more. */
const PATHS_AT_ONCE = 500;

export function outcomeOf(from: From, analysisId: string, step: string): Buffer | undefined {
	return from
		.select({ outcome: analysisStep.outcome })
		.from(analysisStep)
		.where(and(eq(analysisStep.analysisId, analysisId), eq(analysisStep.step, step)))
		.get()?.outcome;
}

export function keepOutcome(
	tx: Transaction,
	analysisId: string,
	step: string,
	outcome: Buffer
): void {
	tx.insert(analysisStep)
		.values({ analysisId, step, outcome })
		.onConflictDoUpdate({
			target: [analysisStep.analysisId, analysisStep.step],
			set: { outcome }
		})
		.run();
}

/** Facts of files with that content at that path, as that reader made them; by path. */
export function factsOf(
	from: From,
	analysisId: string,
	files: readonly HashedFile[],
	reader: string
): Map<string, Buffer> {
	const known = new Map<string, Buffer>();
	for (let at = 0; at < files.length; at += PATHS_AT_ONCE) {
		const wanted = new Map(
			files.slice(at, at + PATHS_AT_ONCE).map(({ path, hash }) => [path, hash])
		);
		const rows = from
			.select()
			.from(analysisFile)
			.where(
				and(
					eq(analysisFile.analysisId, analysisId),
					eq(analysisFile.reader, reader),
					inArray(analysisFile.path, [...wanted.keys()])
				)
			)
			.all();
		for (const { path, hash, facts } of rows) {
			if (wanted.get(path) === hash) known.set(path, facts);
		}
	}
	return known;
}

export function keepFacts(
	tx: Transaction,
	analysisId: string,
	files: readonly (HashedFile & { facts: Buffer })[],
	reader: string
): void {
	for (const { path, hash, facts } of files) {
		const set = { hash, reader, facts };
		tx.insert(analysisFile)
			.values({ analysisId, path, ...set })
			.onConflictDoUpdate({ target: [analysisFile.analysisId, analysisFile.path], set })
			.run();
	}
}

/** Replaces what was there. */
export function keepCodePieces(
	tx: Transaction,
	analysisId: string,
	pieces: readonly CodePiece[]
): void {
	tx.delete(codePiece).where(eq(codePiece.analysisId, analysisId)).run();
	for (const piece of pieces) {
		const { language, characters } = piece;
		const row = { id: randomUUID(), analysisId, language, characters };
		tx.insert(codePiece)
			.values({ ...row, piece: JSON.stringify(piece) })
			.run();
	}
}

export function keepStage(
	tx: Transaction,
	analysisId: string,
	stage: Stage,
	report: StageReports[Stage],
	finishedAt: Date
): void {
	const set = { report: JSON.stringify(report), finishedAt };
	tx.insert(analysisStage)
		.values({ analysisId, stage, ...set })
		.onConflictDoUpdate({ target: [analysisStage.analysisId, analysisStage.stage], set })
		.run();
}

/** Of the stages that are done, in their order. */
export function reportsOf(from: From, analysisId: string): Partial<StageReports> {
	const rows = from
		.select({ stage: analysisStage.stage, report: analysisStage.report })
		.from(analysisStage)
		.where(eq(analysisStage.analysisId, analysisId))
		.all();
	const reports = new Map(rows.map(({ stage, report }) => [stage, report]));
	return Object.fromEntries(
		stages.flatMap((stage) => {
			const report = reports.get(stage);
			return report === undefined ? [] : [[stage, JSON.parse(report) as unknown]];
		})
	);
}

/**
 * Forgets what nobody goes on from any more, now that an analysis is done: its steps, and the facts of
 * the analyses of the same repository before it.
 */
export function forgetWork(
	tx: Transaction,
	{ id, userId, repository }: Pick<AnalysisRow, 'id' | 'userId' | 'repository'>
): void {
	tx.delete(analysisStep).where(eq(analysisStep.analysisId, id)).run();
	const before = tx
		.select({ id: analysis.id })
		.from(analysis)
		.where(
			and(
				eq(analysis.userId, userId),
				eq(analysis.repository, repository),
				eq(analysis.status, 'completed'),
				ne(analysis.id, id)
			)
		);
	tx.delete(analysisFile).where(inArray(analysisFile.analysisId, before)).run();
}
