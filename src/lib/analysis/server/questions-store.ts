import { asc, eq, max } from 'drizzle-orm';
import type { Transaction } from '../../server/database';
import type { ShownQuestion } from '../answers';
import type { Question } from '../questions';
import { analysisQuestion } from './schema';
import type { From } from './store';

/** The bank of an analysis, kept as it is found: an interview may start from the third (rule I1). */

/** @returns how many were new */
export function addQuestions(
	tx: Transaction,
	analysisId: string,
	questions: readonly Question[]
): number {
	let seq =
		tx
			.select({ seq: max(analysisQuestion.seq) })
			.from(analysisQuestion)
			.where(eq(analysisQuestion.analysisId, analysisId))
			.get()?.seq ?? 0;
	let added = 0;
	for (const question of questions) {
		// A question's id is the same in every analysis of the repository.
		const id = `${analysisId}:${question.questionId}`;
		const row = { id, analysisId, seq: seq + 1, question: JSON.stringify(question) };
		const { changes } = tx.insert(analysisQuestion).values(row).onConflictDoNothing().run();
		seq += changes;
		added += changes;
	}
	return added;
}

/** Whole, rubric and all: for nobody's eyes before they are answered. In the order they were found. */
export function questionsOf(from: From, analysisId: string): Question[] {
	return from
		.select({ question: analysisQuestion.question })
		.from(analysisQuestion)
		.where(eq(analysisQuestion.analysisId, analysisId))
		.orderBy(asc(analysisQuestion.seq))
		.all()
		.map(({ question }) => JSON.parse(question) as Question);
}

/** What anybody may see of one before it is answered (rule I11): named one by one. */
export function shownQuestion(question: Question): ShownQuestion {
	const { questionId, category, difficulty, topic, fileReferences, evidence } = question;
	return {
		...{ questionId, question: question.question, category, difficulty, topic },
		...{ fileReferences, evidence }
	};
}
