import { logistic } from '../fit/logistic';
import { valueOf, type Linear } from '../fit/linear';
import type { PointVerdict, Verdict } from '../../../evaluation';
import type { Asked } from '../comparison';
import { USUAL_DEPTH } from '../depth/depth';
import type { TextIndex } from '../text-index';
import { contradictedAt } from './contradiction';
import { fullWording } from './full-wording';
import type { ReadPoint, ReadRubric } from './read-rubric';
import { ownShare, relevanceOf } from './relevance';
import { clauseSpan, signalsOf, spanOf, spanOfWords } from './signals';
import { passagesOf, turnedIn } from './turned';

/** 0–1: from here on a point was said, said in part, or the grader cannot tell. */
const SAID = 0.62;
const PARTLY = 0.45;
const UNSURE = 0.3;

/** How much an answer that goes deep is believed more, a shallow one less, in logits. */
const DEPTH = 6;

/** How much one that keeps to the subject, in logits; and an ordinary one's, which changes nothing. */
const RELEVANCE = 0.6;
const USUAL_RELEVANCE = 0.5;

/**
 * What is beside the question cannot gain by depth, and loses so many logits. Its own words' share of the subject and
 * the question's of it add up to less than the first for most answers to other questions, to more than the second for
 * most answers to this one.
 */
const BESIDE = 0.5;
const OFF_TOPIC = 0.4;
const ON_TOPIC = 0.6;

/** A point of which so much is in one place may gain by depth in full, others by less. */
const NEAR_ENOUGH = 0.3;

/** What is left of the chance where the words of a wording stand in another order. */
const REORDERED = 0.9;

/** Below it nothing of a point was said, above it all: chances are never 0 and 1. */
const NOTHING = 0.25;
const ALL = 0.9;

export interface JudgedPoint {
	verdict: PointVerdict;
	/** 0–1: how probable it is that people would say that it was said. */
	chance: number;
}

/** How much the answer as a whole is believed, in logits. */
interface Belief {
	/** Whatever the point. */
	general: number;
	/** What depth adds to points that have words in the answer; nothing where it is shallow. */
	gain: number;
	/** What shallowness takes from points that are not said in full wording; nothing where it is deep. */
	loss: number;
}

/** An answer, read once. */
interface Heard {
	answer: TextIndex;
	passages: ReturnType<typeof passagesOf>;
	/** 0–1: whether it has anything that the question has not. */
	own: number;
}

/**
 * @param model of the chance that a point was said, by its signals
 * @param asked the question
 * @param depth 0–1
 */
export function judgePoints(
	{ points, related }: ReadRubric,
	answer: TextIndex,
	model: Linear,
	asked: Asked,
	depth: number
): JudgedPoint[] {
	const belief = beliefIn(relevanceOf(answer, related), relevanceOf(asked.index, answer), depth);
	const heard = { answer, passages: passagesOf(answer), own: ownShare({ asked, answer, related }) };
	return points.map((read) => judgePoint(read, heard, belief, model));
}

function beliefIn(relevance: number, taken: number, depth: number): Belief {
	const onTopic = (relevance + taken - OFF_TOPIC) / (ON_TOPIC - OFF_TOPIC);
	const topic = Math.max(0, Math.min(1, onTopic));
	const fromDepth = DEPTH * (depth - USUAL_DEPTH);
	return {
		general: RELEVANCE * (relevance - USUAL_RELEVANCE) - BESIDE * (1 - topic),
		gain: Math.max(0, fromDepth) * topic,
		loss: Math.max(0, -fromDepth)
	};
}

function judgePoint(
	read: ReadPoint,
	{ answer, passages, own }: Heard,
	{ general, gain, loss }: Belief,
	model: Linear
): JudgedPoint {
	const { pointId, claim, weight, isEssential, evidence } = read.point;
	const known = { pointId, claim, weight, isEssential, evidence };
	const { contrary, isReordered } = turnedIn(read, passages);
	const against = contrary ? undefined : contradictedAt(read, answer);
	if (contrary || against !== undefined) {
		const quote = contrary ? spanOfWords(contrary) : clauseSpan(against!, answer);
		return { verdict: { ...known, verdict: 'contradicted', share: 0, quote }, chance: 0 };
	}
	const { clause, ...signals } = signalsOf(read, answer);
	const lost = loss > 0 ? loss * (1 - fullWording(read, answer)) : 0;
	const belief = general + gain * Math.min(1, signals.near / NEAR_ENOUGH) - lost;
	const asSaid =
		own * logistic(valueOf(model, { ...signals }) + belief) * (isReordered ? REORDERED : 1);
	// What has no word of a point says nothing of it, however well it argues.
	const chance = clause < 0 ? 0 : asSaid;
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
