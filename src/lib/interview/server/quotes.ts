import { eq } from 'drizzle-orm';
import type { Evidence, Question, RubricPoint } from '../../analysis';
import type { Transaction } from '../../server/database';
import type { SessionScope } from '../../sessions/server/scope';
import type { Evaluation } from '../evaluation';
import type { InterviewState, OpenTurn } from '../interview';
import { interview } from './schema';
import { changeTurn, questionsOf, replaceQuestion, turnsOf } from './store';

/** Lines of somebody's code that interviews quote, removed with the analysis that they come from. */

/** A line with fewer characters says nothing about where it comes from. */
const LEAST = 8;

/** So much of a line is quoted in a sentence. */
const MOST = 90;

/** Path and lines stay, the code goes. */
const bare = (evidence: readonly Evidence[]): Evidence[] =>
	evidence.map((place) => ({ ...place, snippet: '' }));

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
	return [...new Set(lines)].sort((one, other) => other.length - one.length);
}

const without = (text: string, lines: readonly string[]): string =>
	lines.reduce((left, line) => left.replaceAll(line, '…'), text);

/** In the transaction that deletes the analysis, before its interviews forget whose questions they have. */
export function forgetQuotes(tx: Transaction, sessions: SessionScope, analysisId: string): void {
	const rows = tx
		.select({ id: interview.id })
		.from(interview)
		.where(eq(interview.analysisId, analysisId))
		.all();
	for (const { id } of rows) forgetIn(tx, sessions, id);
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
