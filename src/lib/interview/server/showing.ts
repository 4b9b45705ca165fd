import type { PublicQuestion, Question, RubricPoint } from '../../analysis';
import type { Evaluation } from '../evaluation';
import type { InterviewAnswer, InterviewSummary, ShownTurn } from '../formats/answers';
import { isOver, type InterviewState } from '../interview';
import { questionScores, summarise, type ScoredTurn } from '../scores';
import type { Judge } from './judge';
import type { ClaimRow, DraftRow, InterviewRow, LostDraftRow, TurnRow } from './store';

/**
 * What of an interview's rows anybody may see (rule I11): nothing of a rubric, of hints not asked for
 * or of a model answer before the question and its follow-ups are done.
 */

/** What anybody may see of a question before it is answered: named one by one. */
export function publicPart(question: Question): PublicQuestion {
	const { questionId, category, difficulty, topic, fileReferences, evidence } = question;
	return {
		...{ questionId, question: question.question, category, difficulty, topic },
		...{ fileReferences, evidence }
	};
}

/** What an interview holds, as it was read at one moment. */
export interface Held {
	row: InterviewRow;
	state: InterviewState;
	questions: ReadonlyMap<number, Question>;
	/** In the order of asking. */
	turns: readonly TurnRow[];
	claims: readonly ClaimRow[];
}

/** What the rubric of a turn says. */
export const rubricOf = ({ rubric }: TurnRow, question: Question): readonly RubricPoint[] =>
	rubric === null ? question.rubric : (JSON.parse(rubric) as RubricPoint[]);

/** What was asked in a turn. */
export const textOf = ({ text }: TurnRow, question: Question): string => text ?? question.question;

/** Whether a turn takes no answer any more. */
export const isDone = ({ turn, setAside }: InterviewState, { seq, answer }: TurnRow): boolean =>
	answer !== null || (turn?.seq !== seq && setAside?.turn.seq !== seq);

/**
 * Whether more may be asked about the question of a turn, in the attempt that it belongs to; also
 * where a retry set that aside.
 */
export function isOpen(state: InterviewState, { number, attempt }: TurnRow): boolean {
	if (isOver(state)) return false;
	return [state.turn, state.setAside?.turn].some(
		(open) => open?.number === number && open.attempt === attempt
	);
}

/**
 * An evaluation as it may be told now: while more may be asked about a question, only of the points
 * that were said. Each of the others may be the one that the next follow-up leads to.
 */
export function shownEvaluation(
	turn: TurnRow,
	state: InterviewState,
	judge: Judge
): Evaluation | undefined {
	if (turn.evaluation === null) return undefined;
	const evaluation = JSON.parse(turn.evaluation) as Evaluation;
	if (turn.type !== 'question' || !isOpen(state, turn)) return evaluation;
	const points = evaluation.points.filter(({ verdict }) => verdict === 'said');
	const said = judge.wordsSoFar(points, evaluation.score);
	const { feedback } = evaluation.rubbish === undefined ? said : evaluation;
	return { ...evaluation, ...said, feedback, evidence: [], points };
}

/** The model answer, once nothing more is asked about it. */
export function shownModelAnswer(
	turn: TurnRow,
	state: InterviewState,
	{ modelAnswer }: Question
): string | undefined {
	const wasAsked = turn.answer !== null || turn.isLate;
	return turn.type === 'question' && wasAsked && !isOpen(state, turn) ? modelAnswer : undefined;
}

export function shownTurns(held: Held, judge: Judge): ShownTurn[] {
	return held.turns.map((turn) => {
		const evaluation = shownEvaluation(turn, held.state, judge);
		const question = held.questions.get(turn.number)!;
		const modelAnswer = shownModelAnswer(turn, held.state, question);
		return {
			...basicTurn(turn, question),
			...(turn.answeredAt && { answeredAt: turn.answeredAt.toISOString() }),
			...(evaluation && { evaluation }),
			...(modelAnswer !== undefined && { modelAnswer }),
			hints: JSON.parse(turn.hints) as string[],
			claims: held.claims
				.filter(({ seq }) => seq === turn.seq)
				.map(({ pointId, start, end, claimedAt }) => ({
					pointId,
					span: { start, end },
					at: claimedAt.toISOString()
				}))
		};
	});
}

/** As much as scores need, with evaluations whole. */
export function scoredTurns(
	turns: readonly TurnRow[],
	questions: ReadonlyMap<number, Question>
): ScoredTurn[] {
	return turns.map((turn) => ({
		...basicTurn(turn, questions.get(turn.number)!),
		...(turn.evaluation !== null && { evaluation: JSON.parse(turn.evaluation) as Evaluation })
	}));
}

function basicTurn(turn: TurnRow, question: Question) {
	const { seq, type, attempt, questionId, askedAt, answer, responseMs, isLate } = turn;
	return {
		...publicPart(question),
		...{ questionId, type, seq, attempt, question: textOf(turn, question), answer, isLate },
		...(type !== 'question' && { relatedToQuestionId: question.questionId }),
		...(responseMs !== null && { responseMs }),
		askedAt: askedAt.toISOString()
	};
}

export function summaryOf(row: InterviewRow): InterviewSummary {
	const { id, title, analysisId, topic, sessionType, status, totalQuestions } = row;
	return {
		interviewId: id,
		title,
		...(analysisId !== null && { analysisId }),
		...(topic !== null && { topic }),
		...{ sessionType, status, totalQuestions },
		questionsAnswered: row.questionsAnswered,
		overallScore: row.overallScore,
		createdAt: row.createdAt.toISOString(),
		...(row.endedAt && { endedAt: row.endedAt.toISOString() })
	};
}

/** All of it, as a role may see it; only the candidate sees drafts. */
export function answerOf(
	held: Held,
	role: InterviewAnswer['role'],
	drafts: { draft: DraftRow | undefined; lost: readonly LostDraftRow[] },
	judge: Judge
): InterviewAnswer {
	const { row, state } = held;
	const turns = shownTurns(held, judge);
	const idOf = new Map(turns.map(({ seq, questionId }) => [seq, questionId]));
	const { draft, lost } = role === 'owner' ? drafts : { draft: undefined, lost: [] };
	return {
		...summaryOf(row),
		role,
		pace: state.pace,
		questions: questionScores(turns),
		turns,
		...(draft && {
			draft: {
				questionId: idOf.get(draft.seq) ?? '',
				text: draft.text,
				revision: draft.revision
			}
		}),
		lostDrafts: lost.map(({ seq, text, lostAt }) => ({
			questionId: idOf.get(seq) ?? '',
			text,
			at: lostAt.toISOString()
		})),
		...(isOver(state) && { summary: summarise(turns) })
	};
}
