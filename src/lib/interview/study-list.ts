import { askedQuestions, type Attempt } from './asked';
import type { PointVerdict } from './evaluation';
import type { ShownTurn } from './formats/answers';
import { ESSENTIAL, isLacking, pointCost, saidIn } from './key-points';
import { attemptScore } from './scores';

/** What to look at after an interview, of the answers that count. Pure. */

/** A question that is worth being asked again scores less. */
const WEAK_BELOW = 60;

/** Something that an answer lacked. */
export interface StudyPoint extends PointVerdict {
	/** The follow-up that it would have answered; absent for the question's own points. */
	asked?: string;
	/** The candidate says that it was said (rule I10). */
	isClaimed: boolean;
}

export interface StudyQuestion {
	questionId: string;
	question: string;
	/** 0–100; null where it was not answered. */
	score: number | null;
	/** The question's own first, the costliest first. */
	points: StudyPoint[];
}

/** What belongs together, and how much of it was lacking. */
export interface StudyTopic {
	/** As questions have it: `rate_limits`. */
	topic: string;
	/** The costliest first. */
	questions: StudyQuestion[];
	/** Of the repository: where to look. */
	paths: string[];
}

/**
 * Topics by what they cost, the costliest first. A question is in it where its answer lacked a point,
 * or where no answer came.
 */
export function studyList(turns: readonly ShownTurn[]): StudyTopic[] {
	const lacking = askedQuestions(turns)
		.map(({ counted }) => ({ counted, question: toStudy(counted) }))
		.filter(({ question: { score, points } }) => score === null || points.length > 0);
	return [...Map.groupBy(lacking, ({ counted }) => counted.main.topic)]
		.map(([topic, members]) => ({
			topic,
			questions: members
				.map(({ question }) => question)
				.sort((one, other) => costOf(other) - costOf(one)),
			paths: [...new Set(members.flatMap(({ counted }) => counted.main.fileReferences))]
		}))
		.sort((one, other) => sum(other.questions.map(costOf)) - sum(one.questions.map(costOf)));
}

/** Questions that an interview could ask again, in the order of asking: unanswered, or below 60. */
export function weakQuestions(turns: readonly ShownTurn[]): string[] {
	return askedQuestions(turns).flatMap(({ questionId, counted }) => {
		const score = attemptScore(counted);
		return score === null || score < WEAK_BELOW ? [questionId] : [];
	});
}

function toStudy(attempt: Attempt<ShownTurn>): StudyQuestion {
	const { main, followUps } = attempt;
	const score = attemptScore(attempt);
	// A follow-up may lead to a point of the question itself.
	const seen = saidIn(attempt);
	const points = [main, ...followUps].flatMap((turn) =>
		lackingIn(turn).filter(({ claim }) => !seen.has(claim) && seen.add(claim))
	);
	const { questionId, question } = main;
	return { questionId, question, score: score === null ? null : Math.round(score), points };
}

function lackingIn({ type, question, evaluation, claims }: ShownTurn): StudyPoint[] {
	return (evaluation?.points ?? [])
		.filter(isLacking)
		.toSorted((one, other) => pointCost(other) - pointCost(one))
		.map((point) => ({
			...point,
			...(type !== 'question' && { asked: question }),
			isClaimed: claims.some(({ pointId }) => pointId === point.pointId)
		}));
}

/** No answer costs as much as one that lacked everything, all of it essential; follow-ups cost nothing more. */
const costOf = ({ score, points }: StudyQuestion) =>
	score === null
		? ESSENTIAL
		: sum(points.filter(({ asked }) => asked === undefined).map(pointCost));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
