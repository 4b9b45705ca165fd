import { and, eq, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import type { Question } from './questions';
import { shownQuestion } from './server/questions-store';
import {
	analysis,
	analysisFile,
	analysisFinding,
	analysisQuestion,
	analysisStage,
	analysisStep,
	codePiece,
	dismissedFinding
} from './server/schema';
import { idsOf } from './server/store';

const parsed = (json: string | null) => (json === null ? null : (JSON.parse(json) as unknown));

export const ownedByAnalysis: OwnedTable[] = [
	// What only the next steps of an analysis, or the next analysis, make use of.
	...[analysisFile, analysisStep].map(ownedThrough),
	withAnalyses(analysisStage, analysisStage.analysisId, {
		about: 'What each stage of your analyses told.',
		readable: (row) => ({ ...row, report: parsed(row.report) })
	}),
	withAnalyses(analysisFinding, analysisFinding.analysisId, {
		about: 'What was found in your repositories, with its evidence.',
		readable: (row) => ({ ...row, finding: parsed(row.finding) })
	}),
	withAnalyses(analysisQuestion, analysisQuestion.analysisId, {
		about: 'The questions about your repositories, without what a good answer says.',
		// Nobody reads the rubric before it is answered (rule I11).
		readable: ({ question, ...row }) => ({
			...row,
			question: shownQuestion(JSON.parse(question) as Question)
		})
	}),
	withAnalyses(codePiece, codePiece.analysisId, {
		about: 'Pieces of your repositories’ code that you may type.',
		readable: (row) => ({ ...row, piece: parsed(row.piece) })
	}),
	{
		...ownedByColumn(dismissedFinding, 'userId', {
			about: 'What you said is not so in an analysis; it stays hidden in later ones.'
		}),
		move(tx, from, to) {
			const said = tx.select().from(dismissedFinding).where(eq(dismissedFinding.userId, to)).all();
			for (const { repository, key } of said) {
				// Said twice is said once.
				tx.delete(dismissedFinding)
					.where(
						and(
							eq(dismissedFinding.userId, from),
							eq(dismissedFinding.repository, repository),
							eq(dismissedFinding.key, key)
						)
					)
					.run();
			}
			tx.update(dismissedFinding)
				.set({ userId: to })
				.where(eq(dismissedFinding.userId, from))
				.run();
		}
	},
	ownedByColumn(analysis, 'userId', {
		label: 'Analyses',
		about: 'The repositories that you had looked at: where they came from and what became of it.',
		readable: (row) => ({
			...row,
			completedStages: parsed(row.completedStages),
			progress: parsed(row.progress),
			failure: parsed(row.failure)
		})
	})
];

/** A table whose rows go with their analyses, and leave with them. */
function withAnalyses<T extends SQLiteTable>(
	table: T,
	analysisId: Column,
	{
		about,
		readable
	}: { about: string; readable: (row: T['$inferSelect']) => Record<string, unknown> }
): OwnedTable {
	return {
		...ownedThrough(table),
		about,
		*export(read, userId) {
			for (const id of idsOf(read, userId)) {
				// Read whole, so that no query stays open meanwhile; one analysis' rows are few.
				const rows = read
					.select()
					.from(table as SQLiteTable)
					.where(eq(analysisId, id))
					.all();
				for (const row of rows) yield readable(row);
			}
		}
	};
}
