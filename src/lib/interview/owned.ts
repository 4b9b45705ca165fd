import { eq, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Reader } from '../server/database';
import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import { sessionById } from '../sessions/server/store';
import type { InterviewState } from './interview';
import {
	interview,
	interviewClaim,
	interviewDraft,
	interviewLostDraft,
	interviewQuestion,
	interviewTurn
} from './server/schema';
import { isOpen, shownModelAnswer, textOf } from './server/showing';
import { idsOf, questionsOf, turnsOf } from './server/store';

export const ownedByInterviews: OwnedTable[] = [
	withInterviews(interviewClaim, interviewClaim.interviewId, {
		about: 'What you said you had said, where the grader had not found it.'
	}),
	withInterviews(interviewDraft, interviewDraft.interviewId, {
		about: 'What you are writing to the questions that are open.'
	}),
	withInterviews(interviewLostDraft, interviewLostDraft.interviewId, {
		about: 'What you wrote on one device while another one’s draft was kept.'
	}),
	{
		...ownedThrough(interviewTurn),
		about: 'What you were asked and answered, and what came of it.',
		*export(read, userId) {
			for (const id of idsOf(read, userId)) yield* exportedTurns(read, id);
		}
	},
	// What was asked leaves with the turns; nobody reads the rest before it is answered (rule I11).
	ownedThrough(interviewQuestion),
	ownedByColumn(interview, 'userId', {
		label: 'Interviews',
		about: 'Your mock interviews, and how they went.',
		readable: (row) => ({ ...row, wish: JSON.parse(row.wish) as unknown })
	})
];

/** Where more may be asked about a question, what its answers were worth is not told by then. */
function* exportedTurns(read: Reader, interviewId: string): Generator<Record<string, unknown>> {
	const session = sessionById(read, interviewId);
	if (!session) return;
	const state = JSON.parse(session.state) as InterviewState;
	const questions = questionsOf(read, interviewId);
	for (const turn of turnsOf(read, interviewId)) {
		const { rubric: _rubric, pointId: _pointId, requestId: _id, evaluation, ...row } = turn;
		const isDone = evaluation !== null && !isOpen(state, turn);
		const question = questions.get(turn.number)!;
		const modelAnswer = shownModelAnswer(turn, state, question);
		yield {
			...row,
			text: textOf(turn, question),
			hints: JSON.parse(turn.hints) as unknown,
			...(isDone && { evaluation: JSON.parse(evaluation) as unknown }),
			...(modelAnswer !== undefined && { modelAnswer })
		};
	}
}

/** A table whose rows go with their interviews, and leave with them. */
function withInterviews<T extends SQLiteTable>(
	table: T,
	interviewId: Column,
	{ about }: { about: string }
): OwnedTable {
	return {
		...ownedThrough(table),
		about,
		*export(read, userId) {
			for (const id of idsOf(read, userId)) {
				// Read whole, so that no query stays open meanwhile; one interview's rows are few.
				yield* read
					.select()
					.from(table as SQLiteTable)
					.where(eq(interviewId, id))
					.all();
			}
		}
	};
}
