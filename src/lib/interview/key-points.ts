import type { Category } from '../analysis';
import { categoryNames } from '../question-words';
import type { Attempt } from './asked';
import type { PointVerdict } from './evaluation';
import type { ScoredTurn } from './scores';
import { asSentence, counted } from './words';

/**
 * What stands out in a whole interview, in words (rule I4). Each line is a point of a rubric, or a
 * count that anybody can make again. Pure.
 */

const MOST_LINES = 5;
const MOST_OF_A_QUESTION = 2;
const MOST_CATEGORIES = 3;

/** A category below it is worth work. */
const GOOD_SCORE = 70;

/** What a point is worth that an answer is nothing without, beside the others. */
export const ESSENTIAL = 1.5;

/** What is wrong does more harm than what is left out. */
const CONTRADICTED = 2;

interface AskedPoint extends PointVerdict {
	questionId: string;
}

/** Its part of the question, 0–1, and more where it is essential. */
const worthOf = ({ weight, isEssential }: PointVerdict) => weight * (isEssential ? ESSENTIAL : 1);

/** The claims that were said and counted most, two of a question at most. */
export function keyStrengths(attempts: readonly Attempt<ScoredTurn>[]): string[] {
	const said = ownPoints(attempts).filter(({ verdict }) => verdict === 'said');
	return strongest(said, (point) => worthOf(point) * point.share);
}

/**
 * The claims that cost most, two of a question at most. What the grader is not sure of is none, nor
 * what was said when it was asked on.
 */
export function keyWeaknesses(attempts: readonly Attempt<ScoredTurn>[]): string[] {
	return strongest(
		attempts.flatMap((attempt) => {
			const said = saidIn(attempt);
			return ownPoints([attempt]).filter((point) => isLacking(point) && !said.has(point.claim));
		}),
		pointCost
	);
}

/** The claims that an attempt holds, its follow-ups too. */
export const saidIn = ({ main, followUps }: Attempt<ScoredTurn>): Set<string> =>
	new Set(
		[main, ...followUps]
			.flatMap(({ evaluation }) => evaluation?.points ?? [])
			.flatMap(({ verdict, claim }) => (verdict === 'said' ? [claim] : []))
	);

/** Whether a point was not said, only in part, or the opposite of it. */
export const isLacking = ({ verdict }: Pick<PointVerdict, 'verdict'>) =>
	verdict === 'missing' || verdict === 'partly' || verdict === 'contradicted';

/** What a point cost, for comparison: what it is worth, by what was not said of it. */
export const pointCost = (point: PointVerdict) =>
	worthOf(point) * (1 - point.share) * (point.verdict === 'contradicted' ? CONTRADICTED : 1);

/**
 * What to work on: categories below 70, the lowest first; then what many answers have in common.
 *
 * @param scored the questions' scores, 0–100
 */
export function improvementAreas(
	attempts: readonly Attempt<ScoredTurn>[],
	scored: readonly { category: Category; score: number }[]
): string[] {
	const answered = attempts.filter(({ main }) => main.answer !== null);
	const turns = answered.flatMap(({ main, followUps }) => [main, ...followUps]);
	const late = turns.filter(({ isLate, answer }) => isLate && answer !== null).length;
	const silent = attempts.filter(({ main }) => main.isLate && main.answer === null).length;
	const withoutEssential = answered.filter(({ main }) =>
		main.evaluation?.points.some((point) => point.isEssential && isWrongOrMissing(point))
	).length;
	const contradictions = turns
		.flatMap(({ evaluation }) => evaluation?.points ?? [])
		.filter(({ verdict, evidence }) => verdict === 'contradicted' && evidence.length > 0).length;
	return [
		...weakCategories(scored),
		...(withoutEssential > 1
			? [`The essentials first: ${withoutEssential} of ${answered.length} answers lacked one.`]
			: []),
		...(contradictions > 0
			? [`What the code really does: it contradicts ${counted(contradictions, 'claim')}.`]
			: []),
		...(late > 0 ? [`Time: the clock ended ${late} of ${counted(turns.length, 'answer')}.`] : []),
		...(silent > 0
			? [`Saying something: to ${counted(silent, 'question')} there was no answer in time.`]
			: [])
	];
}

const isWrongOrMissing = ({ verdict }: PointVerdict) =>
	verdict === 'missing' || verdict === 'contradicted';

function weakCategories(scored: readonly { category: Category; score: number }[]): string[] {
	return [...Map.groupBy(scored, ({ category }) => category)]
		.map(([category, members]) => ({
			category,
			count: members.length,
			mean: members.reduce((total, { score }) => total + score, 0) / members.length
		}))
		.filter(({ mean }) => mean < GOOD_SCORE)
		.sort((one, other) => one.mean - other.mean)
		.slice(0, MOST_CATEGORIES)
		.map(
			({ category, count, mean }) =>
				`${categoryNames[category]}: ${Math.round(mean)} of 100 in ${counted(count, 'question')}.`
		);
}

/** The points of the questions themselves: a follow-up's say little without what was asked. */
const ownPoints = (attempts: readonly Attempt<ScoredTurn>[]): AskedPoint[] =>
	attempts.flatMap(({ main: { questionId, evaluation } }) =>
		(evaluation?.points ?? []).map((point) => ({ ...point, questionId }))
	);

/** Claims by descending value, no two alike. */
function strongest(
	points: readonly AskedPoint[],
	valueOf: (point: AskedPoint) => number
): string[] {
	const taken = new Map<string, number>();
	const claims = new Set<string>();
	for (const point of points.toSorted((one, other) => valueOf(other) - valueOf(one))) {
		const count = taken.get(point.questionId) ?? 0;
		if (claims.size === MOST_LINES) break;
		if (count === MOST_OF_A_QUESTION || claims.has(point.claim)) continue;
		taken.set(point.questionId, count + 1);
		claims.add(point.claim);
	}
	return [...claims].map(asSentence);
}
