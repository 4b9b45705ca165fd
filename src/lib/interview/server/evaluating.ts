import type { Question } from '../../analysis';
import type { Reader } from '../../server/database';
import type { Evaluation } from '../evaluation';
import { MOST_FOLLOW_UPS } from '../interview';
import type { FollowUpFound, Judge } from './judge';
import { consult, type Consulted, type OutsideModel } from './model';
import { rubricOf, textOf } from './showing';
import { interviewById, questionAt, turnAt, turnsOf, type TurnRow } from './store';

/** What is made of an answer, and what may be asked after it. */
export type Findings = Consulted;

/**
 * Evaluates the answer of a turn, with a model where the candidate agreed to it (rule G5). The built-in
 * evaluation is made of what is kept, so that whoever does it again gets the same.
 *
 * @returns undefined where there is no answer (any more)
 */
export async function evaluate(
	read: Reader,
	{ judge, model }: { judge: Judge; model?: OutsideModel | undefined },
	{ id, seq }: { id: string; seq: number }
): Promise<Findings | undefined> {
	const turn = turnAt(read, id, seq);
	const question = turn && questionAt(read, id, turn.number);
	if (!question || turn.answer === null) return undefined;
	const asked = {
		question: textOf(turn, question),
		rubric: rubricOf(turn, question),
		...(turn.type === 'question' && { modelAnswer: question.modelAnswer })
	};
	const { answer } = turn;
	const turns = turnsOf(read, id);
	return consult(model, {
		...asked,
		answer,
		code: question.evidence,
		builtin: judge.grade({ ...asked, answer }),
		agreedHost: interviewById(read, id)?.modelHost,
		main: question,
		followUpTo: (evaluation) => followUpTo(turns, { turn, question, evaluation }, judge),
		next: questionAt(read, id, turn.number + 1)
	});
}

/** What to ask on about the main question of a turn, by the answer to that one. */
function followUpTo(
	turns: readonly TurnRow[],
	{ turn, question, evaluation }: { turn: TurnRow; question: Question; evaluation: Evaluation },
	judge: Judge
): FollowUpFound | undefined {
	const attempt = turns.filter(
		({ number, attempt, seq }) =>
			number === turn.number && attempt === turn.attempt && seq <= turn.seq
	);
	const main = attempt.find(({ type }) => type === 'question');
	const asked = attempt.flatMap(({ pointId }) => pointId ?? []);
	if (!main || main.answer === null || asked.length >= MOST_FOLLOW_UPS) return undefined;
	const ofMain =
		main.seq === turn.seq
			? evaluation
			: (JSON.parse(main.evaluation ?? 'null') as Evaluation | null);
	if (!ofMain) return undefined;
	return judge.followUpTo({ question, evaluation: ofMain, answer: main.answer, asked });
}
