import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { preparedOnce, preparedUpdate } from '../../server/prepared';
import { interview, interviewDraft, interviewQuestion, interviewTurn } from './schema';
import type { TurnRow } from './store';

/** The statements of `store.ts` that every answer needs, most of them several times. */

export const readsOf = preparedOnce((from: Pick<Reader, 'select'>) => {
	const id = sql.placeholder('id');
	const number = sql.placeholder('number');
	const seq = sql.placeholder('seq');
	const questionId = sql.placeholder('questionId');
	const questions = eq(interviewQuestion.interviewId, id);
	const turns = eq(interviewTurn.interviewId, id);
	return {
		interview: from.select().from(interview).where(eq(interview.id, id)).prepare(),
		question: from
			.select({ question: interviewQuestion.question })
			.from(interviewQuestion)
			.where(and(questions, eq(interviewQuestion.number, number)))
			.prepare(),
		questions: from
			.select()
			.from(interviewQuestion)
			.where(questions)
			.orderBy(asc(interviewQuestion.number))
			.prepare(),
		turn: from
			.select()
			.from(interviewTurn)
			.where(and(turns, eq(interviewTurn.seq, seq)))
			.prepare(),
		newestTurn: from
			.select()
			.from(interviewTurn)
			.where(and(turns, eq(interviewTurn.questionId, questionId)))
			.orderBy(desc(interviewTurn.seq))
			.limit(1)
			.prepare(),
		turns: from.select().from(interviewTurn).where(turns).orderBy(asc(interviewTurn.seq)).prepare(),
		draft: from
			.select()
			.from(interviewDraft)
			.where(and(eq(interviewDraft.interviewId, id), eq(interviewDraft.seq, seq)))
			.prepare()
	};
});

/** A turn as it begins. */
export type TurnBegun = Pick<
	TurnRow,
	'interviewId' | 'seq' | 'number' | 'questionId' | 'type' | 'attempt' | 'text' | 'askedAt'
> &
	Partial<Pick<TurnRow, 'pointId' | 'rubric'>>;

export const addingTurn = preparedOnce((tx: Transaction) => {
	const of = (name: keyof TurnBegun) => sql.placeholder(name);
	return tx
		.insert(interviewTurn)
		.values({
			...{ interviewId: of('interviewId'), seq: of('seq'), number: of('number') },
			...{ questionId: of('questionId'), type: of('type'), attempt: of('attempt') },
			...{ text: of('text'), askedAt: of('askedAt') },
			...{ pointId: of('pointId'), rubric: of('rubric') }
		})
		.prepare();
});

export const changingInterview = preparedUpdate<typeof interview, { id: string }>(
	interview,
	eq(interview.id, sql.placeholder('id'))
);

export const changingTurn = preparedUpdate<
	typeof interviewTurn,
	Pick<TurnRow, 'interviewId' | 'seq'>
>(
	interviewTurn,
	and(
		eq(interviewTurn.interviewId, sql.placeholder('interviewId')),
		eq(interviewTurn.seq, sql.placeholder('seq'))
	)
);
