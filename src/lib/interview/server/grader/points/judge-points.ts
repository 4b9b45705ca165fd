import { logistic } from '../fit/logistic';
import { valueOf, type Linear } from '../fit/linear';
import type { PointVerdict, Verdict } from '../../../evaluation';
import type { TextIndex } from '../text-index';
import { contradictedAt } from './contradiction';
import { depthOf, relevanceOf } from './depth';
import type { ReadPoint, ReadRubric } from './read-rubric';
import { clauseSpan, signalsOf, spanOf } from './signals';

/** 0–1: from here on a point was said, said in part, or the grader cannot tell. */
const SAID = 0.62;
const PARTLY = 0.45;
const UNSURE = 0.3;

/** How much an answer that argues, and keeps to the subject, is believed more, in logits. */
const DEPTH = 1.6;
const RELEVANCE = 0.6;

/** Those of an ordinary answer: they change nothing. */
const USUAL_DEPTH = 0.5;
const USUAL_RELEVANCE = 0.5;

/** Below it nothing of a point was said, above it all: chances are never 0 and 1. */
const NOTHING = 0.25;
const ALL = 0.9;

export interface JudgedPoint {
	verdict: PointVerdict;
	/** 0–1: how probable it is that people would say that it was said. */
	chance: number;
}

/** @param model of the chance that a point was said, by its signals */
export function judgePoints(
	{ points, related }: ReadRubric,
	answer: TextIndex,
	model: Linear
): JudgedPoint[] {
	const belief =
		DEPTH * (depthOf(answer) - USUAL_DEPTH) +
		RELEVANCE * (relevanceOf(answer, related) - USUAL_RELEVANCE);
	return points.map((read) => judgePoint(read, answer, belief, model));
}

function judgePoint(
	read: ReadPoint,
	answer: TextIndex,
	belief: number,
	model: Linear
): JudgedPoint {
	const { pointId, claim, weight, isEssential, evidence } = read.point;
	const known = { pointId, claim, weight, isEssential, evidence };
	const against = contradictedAt(read, answer);
	if (against !== undefined) {
		const quote = clauseSpan(against, answer);
		return { verdict: { ...known, verdict: 'contradicted', share: 0, quote }, chance: 0 };
	}
	const { clause, ...signals } = signalsOf(read, answer);
	// What has no word of a point says nothing of it, however well it argues.
	const chance = clause < 0 ? 0 : logistic(valueOf(model, { ...signals }) + belief);
	const share = Math.max(0, Math.min(1, (chance - NOTHING) / (ALL - NOTHING)));
	const verdict = verdictOf(share);
	const quote = verdict === 'missing' ? undefined : spanOf(clause, read, answer);
	return { verdict: { ...known, verdict, share, ...(quote && { quote }) }, chance };
}

function verdictOf(share: number): Verdict {
	if (share >= SAID) return 'said';
	if (share >= PARTLY) return 'partly';
	return share >= UNSURE ? 'unsure' : 'missing';
}
