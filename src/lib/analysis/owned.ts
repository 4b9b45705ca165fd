import { and, eq } from 'drizzle-orm';
import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import {
	analysis,
	analysisFile,
	analysisFinding,
	analysisQuestion,
	analysisStage,
	analysisStep,
	dismissedFinding
} from './server/schema';

export const ownedByAnalysis: OwnedTable[] = [
	...[analysisFile, analysisFinding, analysisQuestion, analysisStage, analysisStep].map(
		ownedThrough
	),
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
		about: 'The repositories that you had looked at: where they came from and what was found.'
	})
];
