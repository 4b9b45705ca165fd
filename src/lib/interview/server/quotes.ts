import { eq } from 'drizzle-orm';
import type { Evidence, Question, RubricPoint } from '../../analysis';
import { rewordKept } from '../../realtime/server/kept-requests';
import type { Transaction } from '../../server/database';
import type { SessionScope } from '../../sessions/server/scope';
import type { Evaluation } from '../evaluation';
import type { InterviewState, OpenTurn } from '../interview';
import type { Findings } from './evaluating';
import { interview } from './schema';
import { changeTurn, questionsOf, replaceQuestion, turnsOf } from './store';
import type { Beside, InterviewThread } from './thread';

/** Lines of somebody's code that interviews quote, removed with the analysis that they come from. */

/** A line with fewer characters says nothing about where it comes from. */
const LEAST = 8;

/** So much of a line is quoted in a sentence. */
const MOST = 90;

/** Path and lines stay, the code goes. */
const bare = (evidence: readonly Evidence[]): Evidence[] =>
	evidence.map((place) => {
		const { around: _, ...rest } = place;
		return { ...rest, snippet: '' };
	});

const barePoints = <P extends { evidence: Evidence[] }>(points: readonly P[]): P[] =>
	points.map((point) => ({ ...point, evidence: bare(point.evidence) }));

const bareQuestion = (question: Question): Question => ({
	...question,
	evidence: bare(question.evidence),
	rubric: barePoints(question.rubric),
	followUps: question.followUps.map((followUp) => ({
		...followUp,
		rubric: barePoints(followUp.rubric)
	}))
});

const bareEvaluation = (evaluation: Evaluation): Evaluation => ({
	...evaluation,
	evidence: bare(evaluation.evidence),
	points: barePoints(evaluation.points)
});

/** The lines of its code that a question knows, the longest first. */
function linesOf({ evidence, rubric, followUps }: Question): string[] {
	const points = [...rubric, ...followUps.flatMap((followUp) => followUp.rubric)];
	const lines = [...evidence, ...points.flatMap((point) => point.evidence)]
		.flatMap(({ snippet }) => snippet.split('\n'))
		.map((line) => line.trim().slice(0, MOST).trim())
		.filter((line) => line.length >= LEAST);
	return [...new Set(lines)].sort(longestFirst);
}

const longestFirst = (one: string, other: string) => other.length - one.length;

const without = (text: string, lines: readonly string[]): string =>
	lines.reduce((left, line) => left.replaceAll(line, '…'), text);

/**
 * What was made of an answer, without what it quotes of lines that were removed meanwhile.
 *
 * @param before the questions that it was made of
 * @param now the same, as they are by now
 */
export function withoutForgotten(
	found: Findings,
	before: readonly Question[],
	now: readonly Question[]
): Findings {
	if (JSON.stringify(before) === JSON.stringify(now)) return found;
	const lines = before.flatMap(linesOf).sort(longestFirst);
	const { evaluation, followUp, nextText } = found;
	return {
		evaluation: bareEvaluation(evaluation),
		followUp: followUp && {
			...followUp,
			text: without(followUp.text, lines),
			rubric: barePoints(followUp.rubric)
		},
		...(nextText !== undefined && { nextText: without(nextText, lines) })
	};
}

/**
 * In the transaction that deletes the analysis, before its interviews forget whose questions they have.
 * @param given `withQuotes` says whether the lines of its code go, too
 */
export function forgetAnalysis(
	tx: Transaction,
	sessions: SessionScope,
	given: { analysisId: string; withQuotes: boolean; thread: Pick<InterviewThread, 'reword'> }
): void {
	const rows = tx
		.select({ id: interview.id, ownerId: interview.userId })
		.from(interview)
		.where(eq(interview.analysisId, given.analysisId))
		.all();
	if (given.withQuotes) {
		for (const [ownerId, own] of Map.groupBy(rows, (row) => row.ownerId)) {
			const ids = own.map(({ id }) => id);
			forgetAnswered(tx, ownerId, ids);
			for (const id of ids) forgetQuotes(tx, sessions, { sessionId: id, ownerId }, given.thread);
		}
	}
	for (const { id } of rows) {
		sessions.change<InterviewState>(id, (state) => {
			const { analysisId: _, ...rest } = state;
			return rest;
		});
	}
}

/** Of interviews that quote the lines still: what is answered where their messages come again (rule D3). */
function forgetAnswered(tx: Transaction, userId: string, sessionIds: readonly string[]): void {
	const lines = sessionIds.flatMap((id) => linesIn(tx, id)).sort(longestFirst);
	rewordKept(tx, { userId, sessionIds }, (name, value) => {
		if (name === 'snippet') return '';
		return name === 'question' && typeof value === 'string' ? without(value, lines) : value;
	});
}

const linesIn = (tx: Transaction, id: string): string[] =>
	[...questionsOf(tx, id).values()].flatMap(linesOf);

function forgetQuotes(
	tx: Transaction,
	sessions: SessionScope,
	beside: Beside,
	thread: Pick<InterviewThread, 'reword'>
): void {
	const lines = linesIn(tx, beside.sessionId).sort(longestFirst);
	thread.reword(tx, beside, (text) => without(text, lines));
	forgetIn(tx, sessions, beside.sessionId);
}

function forgetIn(tx: Transaction, sessions: SessionScope, id: string): void {
	const questions = questionsOf(tx, id);
	const lines = new Map([...questions].map(([number, question]) => [number, linesOf(question)]));
	for (const [number, question] of questions) {
		replaceQuestion(tx, { interviewId: id, number, question: bareQuestion(question) });
	}
	for (const turn of turnsOf(tx, id)) {
		const { text, rubric, evaluation } = turn;
		const points = rubric === null ? null : (JSON.parse(rubric) as RubricPoint[]);
		const found = evaluation === null ? null : (JSON.parse(evaluation) as Evaluation);
		changeTurn(tx, turn, {
			text: text === null ? null : without(text, lines.get(turn.number) ?? []),
			rubric: points && JSON.stringify(barePoints(points)),
			evaluation: found && JSON.stringify(bareEvaluation(found))
		});
	}
	const bareTurn = (turn: OpenTurn): OpenTurn => ({
		...turn,
		question: {
			...turn.question,
			question: without(turn.question.question, lines.get(turn.number) ?? []),
			evidence: bare(turn.question.evidence)
		}
	});
	sessions.change<InterviewState>(id, (state) => {
		const { turn, setAside } = state;
		return {
			...state,
			...(turn && { turn: bareTurn(turn) }),
			...(setAside && { setAside: { ...setAside, turn: bareTurn(setAside.turn) } }),
			transcriptVersion: state.transcriptVersion + 1
		};
	});
}
