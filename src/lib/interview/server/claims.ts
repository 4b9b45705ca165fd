import type { Reader } from '../../server/database';
import { rubricOf, textOf } from './showing';
import { claimsOf, idsOf, questionsOf, turnsOf } from './store';

/** An answer graded by whoever gave it, as `npm run grade` reads graded answers. */
export interface ClaimLine {
	dataset: 'claims';
	/** Of the question and its point. */
	qid: string;
	question: string;
	/** The point, as one claim. */
	reference: string[];
	answer: string;
	/** It was said. */
	score: 1;
}

/** What somebody said he had said (rule I10), in all his interviews, oldest first. */
export function claimLines(read: Reader, userId: string): ClaimLine[] {
	return idsOf(read, userId).flatMap((id) => {
		const claims = claimsOf(read, id);
		if (claims.length === 0) return [];
		const questions = questionsOf(read, id);
		const turns = new Map(turnsOf(read, id).map((turn) => [turn.seq, turn]));
		return claims.flatMap(({ seq, pointId }): ClaimLine[] => {
			const turn = turns.get(seq);
			const question = turn && questions.get(turn.number);
			const point = question && rubricOf(turn, question).find((one) => one.pointId === pointId);
			if (!point) return [];
			return [
				{
					dataset: 'claims',
					qid: `${turn.questionId}#${pointId}`,
					question: textOf(turn, question),
					reference: [point.claim],
					answer: turn.answer ?? '',
					score: 1
				}
			];
		});
	});
}
