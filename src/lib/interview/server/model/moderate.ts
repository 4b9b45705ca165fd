import type { Evaluation, PointVerdict, Verdict } from '../../evaluation';
import type { Vote, Votes } from './votes';

/** What becomes of the built-in evaluation where a model judged otherwise (rule G5). Pure. */

/** A model moves a score by so much at most, of 100. */
export const MOST_MOVED = 15;

/** What counts as no answer is worth so much at most, of 100, whoever says otherwise (G3). */
export const MOST_FOR_RUBBISH = 10;

/** How the grader counts and what it says, of points that were judged already. */
export interface Reckoning {
	/** 0–100, whole. */
	score(points: readonly PointVerdict[]): number;
	/** Whatever an evaluation says in sentences. */
	words(points: readonly PointVerdict[], score: number): Said;
}

type Said = Pick<Evaluation, 'strengths' | 'weaknesses' | 'missingPoints' | 'feedback'>;

const SHARES: Record<Vote['verdict'], number> = {
	said: 1,
	partly: 0.5,
	missing: 0,
	contradicted: 0
};

/**
 * The built-in evaluation with a model's votes in it. Where built-in verdict and vote differ the vote is
 * taken, but for what the code itself contradicts: that is no matter of opinion. The score moves by what the
 * changed points are worth, within `MOST_MOVED`; confidence only falls, by as much of the answer as
 * there are two opinions on.
 *
 * @param evaluator whom the result is told to be from
 */
export function moderated(
	builtin: Evaluation,
	votes: Votes,
	reckoning: Reckoning,
	evaluator: string
): Evaluation {
	const points = builtin.points.map((point) => withVote(point, votes.get(point.pointId)));
	const score = movedScore(builtin, points, reckoning);
	return {
		...builtin,
		...reckoning.words(points, score),
		score,
		confidence: builtin.confidence * (1 - disputed(builtin.points, points)),
		evidence: points.filter(isAgainst).flatMap(({ evidence }) => evidence),
		evaluator,
		points
	};
}

function withVote(point: PointVerdict, vote: Vote | undefined): PointVerdict {
	const isLocked = point.verdict === 'contradicted' && point.evidence.length > 0;
	if (!vote || isLocked || vote.verdict === point.verdict) return point;
	const { quote: _, ...rest } = point;
	return { ...rest, share: SHARES[vote.verdict], ...vote };
}

/** By the difference that the votes make, not to what the points are worth: the grader knows more of them. */
function movedScore(
	{ score, points, rubbish }: Evaluation,
	voted: readonly PointVerdict[],
	reckoning: Reckoning
): number {
	const difference = reckoning.score(voted) - reckoning.score(points);
	const moved = score + Math.max(-MOST_MOVED, Math.min(MOST_MOVED, difference));
	const most = rubbish === undefined ? 100 : Math.max(score, MOST_FOR_RUBBISH);
	return Math.round(Math.max(0, Math.min(most, moved)));
}

/** 0–1 of the whole. */
const disputed = (before: readonly PointVerdict[], after: readonly PointVerdict[]) =>
	Math.min(
		1,
		before.reduce(
			(sum, { weight, share }, index) => sum + weight * Math.abs(share - after[index]!.share),
			0
		)
	);

const AGAINST: readonly Verdict[] = ['missing', 'contradicted'];

const isAgainst = ({ verdict }: PointVerdict) => AGAINST.includes(verdict);
