import { pino } from 'pino';
import type { Question } from '$lib/analysis';
import type { Evaluation, PointVerdict } from '../../evaluation';
import { generalBank } from '../bank';
import type { Reckoning } from './moderate';
import { OutsideModel, type Judged } from './outside-model';
import { saying, type ModelService, type Received } from './model-service.fixtures';
import type { Statement } from './statements';

/** Paging a long list: three points, two of them essential. */
export const paging: Question = generalBank.find(
	({ questionId }) => questionId === 'general/api_style/paging'
)!;

export const answer =
	'I would hand out an opaque bookmark and go on from the row it names. With page numbers the store has to walk over everything in front, and that gets slower the deeper you are.';

/** The grader's counting in its simplest form: the weighted sum, and sentences that show what was told. */
export const reckoning: Reckoning = {
	score: (points) =>
		Math.round(100 * points.reduce((sum, { weight, share }) => sum + weight * share, 0)),
	words: (points, score) => ({
		strengths: points.filter(({ verdict }) => verdict === 'said').map(({ claim }) => claim),
		weaknesses: points.filter(({ verdict }) => verdict === 'partly').map(({ claim }) => claim),
		missingPoints: points.filter(({ verdict }) => verdict === 'missing').map(({ claim }) => claim),
		feedback: `worth ${score}`
	})
};

/** What a grader says that found the verdicts given, in the rubric's order. */
export function builtinOf(
	verdicts: readonly PointVerdict['verdict'][],
	more: Partial<Evaluation> = {}
): Evaluation {
	const shares = { said: 1, partly: 0.5, missing: 0, contradicted: 0, unsure: 0.3 };
	const points = paging.rubric.map(({ pointId, claim, weight, isEssential, evidence }, index) => {
		const verdict = verdicts[index]!;
		return { pointId, claim, weight, isEssential, evidence, verdict, share: shares[verdict] };
	});
	const score = reckoning.score(points);
	return {
		...{ score, confidence: 0.8, ...reckoning.words(points, score) },
		...{ evidence: [], evaluator: 'builtin@1', points, ...more }
	};
}

/** Lines of the log land in `logged`. */
export function modelAt(service: ModelService, more: { now?: () => number } = {}) {
	const logged: string[] = [];
	const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
	const model = OutsideModel.configured({ env: service.settings, reckoning, log, ...more })!;
	return { model, logged };
}

export const judged = (
	service: ModelService,
	builtin: Evaluation,
	more: Partial<Judged> = {}
): Judged => ({
	question: paging.question,
	code: [],
	rubric: paging.rubric,
	...{ answer, builtin, agreedHost: service.host },
	...more
});

type Entry = { id: string; verdict: string; quote: string };

/** What a sensible model makes of a statement that is none of the rubric's. */
function control({ id, says }: Statement): Entry {
	const [, excerpt] = /^The answer contains these words: (.*)$/.exec(says) ?? [];
	return excerpt === undefined
		? { id, verdict: 'missing', quote: '' }
		: { id, verdict: 'said', quote: excerpt };
}

type Opinion = [verdict: string, quote?: string];

/** An honest model's reply that has these opinions, by the rubric's order; of other points it is not sure. */
export const replyTo = (received: Received, opinions: readonly Opinion[]) => ({
	statements: statementsOf(received).map((statement) => {
		const index = paging.rubric.findIndex(({ claim }) => claim === statement.says);
		if (index < 0) return control(statement);
		const [verdict, quote = ''] = opinions[index] ?? ['unsure'];
		return { id: statement.id, verdict, quote };
	})
});

export const thinking = (...opinions: Opinion[]) =>
	saying((received) => replyTo(received, opinions));

export const statementsOf = ({ material }: Received) => material['statements'] as Statement[];
