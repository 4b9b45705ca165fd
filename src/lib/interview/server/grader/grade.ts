import type { Evidence, RubricPoint } from '$lib/analysis';
import type { Evaluation, PointVerdict, Rubbish } from '../../evaluation';
import { readQuestion, type Asked } from './comparison';
import { confidenceIn, SURE_OF_RUBBISH } from './confidence';
import { depthOf } from './depth/depth';
import { fitted } from './fitted';
import { judgePoints } from './points/judge-points';
import { readRubric, type ReadRubric } from './points/read-rubric';
import { relevanceOf } from './points/relevance';
import { scoreOf } from './points/score';
import { Recent } from './recent';
import { rubbishOf } from './rubbish';
import { instructedClauses } from './rubbish/instructions';
import { withDepth } from './said/on-depth';
import { words, wordsOnRubbish } from './said/sentences';
import { TextIndex } from './text-index';
import type { Graded } from '../judge';

/** Changes whenever the same answer may get another score. */
const VERSION = 3;

/** What belongs to the subject without answering anything, of 100. */
const RUBBISH_SCORE = 0;

/**
 * Grades an answer by a rubric, point by point (rule I2): what was said, in part, not at all, or to the
 * contrary, with the words that said it. No model, no network, always the same of the same. Takes time in
 * proportion to answer and rubric.
 */
export function grade({ question, rubric, answer, modelAnswer }: Graded): Evaluation {
	const { asked, points, code, read } = readTask({ question, rubric, modelAnswer });
	const whole = new TextIndex(answer);
	const seen = { asked, answer: whole, related: read.related };
	const rubbish = rubbishOf(seen);
	if (rubbish) return rubbishEvaluation(rubbish, points);
	const instructed = instructedClauses(seen);
	const index = instructed.size === 0 ? whole : new TextIndex(without(whole, instructed));
	const depth = depthOf(index, question, code);
	const judged = judgePoints(read, index, fitted.points, asked, depth.value);
	const verdicts = judged.map(({ verdict }) => verdict);
	const score = scoreOf(verdicts);
	return {
		score,
		confidence: confidenceIn(judged, 1 - relevanceOf(index, read.related)),
		...withDepth(words(verdicts, score), depth),
		evidence: verdicts.filter(isAgainst).flatMap(({ evidence }) => evidence),
		evaluator: `builtin@${VERSION}`,
		points: verdicts
	};
}

/** What is the same for every answer to a question. */
interface Task {
	asked: Asked;
	points: readonly RubricPoint[];
	code: readonly string[];
	read: ReadRubric;
}

/** Candidates are asked on, and many are asked the same; each takes some hundred KiB. */
const recentTasks = new Recent<Task>(64);

function readTask(given: Omit<Graded, 'answer'>): Task {
	const task = recentTasks.of(JSON.stringify(given), () => {
		const { question, rubric, modelAnswer } = given;
		const asked = readQuestion(question);
		const points = withShares(rubric);
		const code = points.flatMap(({ evidence }) => textsOf(evidence));
		const read = readRubric(asked.stems, points, modelAnswer, [question, ...code]);
		return { asked, points, code, read };
	});
	const { related, points } = task.read;
	for (const index of [related, ...points.map(({ words }) => words)]) index.forget();
	return task;
}

const isAgainst = ({ verdict }: PointVerdict) =>
	verdict === 'missing' || verdict === 'contradicted';

function withShares(rubric: readonly RubricPoint[]): RubricPoint[] {
	const total = rubric.reduce((sum, { weight }) => sum + weight, 0);
	return rubric.map((point) => ({ ...point, weight: total > 0 ? point.weight / total : 0 }));
}

const textsOf = (evidence: readonly Evidence[]) =>
	evidence.flatMap(({ path, snippet }) => [path, snippet]);

/** The answer with clauses blanked out, so that all places stay. */
function without({ text, words }: TextIndex, clauses: ReadonlySet<number>): string {
	let [kept, from] = ['', 0];
	for (const { clause, start, end } of words) {
		if (!clauses.has(clause)) continue;
		kept += text.slice(from, start) + ' '.repeat(end - start);
		from = end;
	}
	return kept + text.slice(from);
}

function rubbishEvaluation(rubbish: Rubbish, rubric: readonly RubricPoint[]): Evaluation {
	const points = rubric.map(({ pointId, claim, weight, isEssential, evidence }): PointVerdict => ({
		...{ pointId, claim, weight, isEssential, evidence },
		...{ verdict: 'missing', share: 0 }
	}));
	return {
		score: RUBBISH_SCORE,
		confidence: SURE_OF_RUBBISH,
		...wordsOnRubbish(rubbish, points),
		evidence: [],
		evaluator: `builtin@${VERSION}`,
		points,
		rubbish
	};
}
