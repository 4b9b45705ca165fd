import { z } from 'zod/mini';
import {
	categories,
	difficulties,
	shownEvidence,
	shownQuestion,
	type Category
} from '../../analysis';
import { sessionClock } from '../../sessions/messages';
import { rubbishKinds, verdicts, type Evaluation } from '../evaluation';
import { interviewStatuses, paces, sessionTypes, turnTypes } from '../kinds';

/** What the line and REST answer about interviews (sections I and R3). */

const time = z.iso.datetime();
const count = z.number().check(z.int(), z.nonnegative());
const share = z.number().check(z.gte(0), z.lte(1));
const score = z.int().check(z.gte(0), z.lte(100));
const span = z.object({ start: count, end: count });

export const shownEvaluation = z.object({
	score,
	confidence: share,
	strengths: z.array(z.string()),
	weaknesses: z.array(z.string()),
	missingPoints: z.array(z.string()),
	feedback: z.string(),
	evidence: z.array(shownEvidence),
	evaluator: z.string(),
	/** While more may be asked about the question only those that were said (rule I11). */
	points: z.array(
		z.object({
			pointId: z.string(),
			claim: z.string(),
			verdict: z.enum(verdicts),
			share,
			weight: share,
			isEssential: z.boolean(),
			quote: z.optional(span),
			evidence: z.array(shownEvidence)
		})
	),
	rubbish: z.optional(z.enum(rubbishKinds))
}) satisfies z.ZodMiniType<Evaluation>;

/** Null for a category of which nothing was answered. */
const categoryScores = z.object(
	Object.fromEntries(categories.map((name) => [name, z.nullable(score)])) as Record<
		Category,
		z.ZodMiniNullable<typeof score>
	>
);

/** How an interview went (rule I4). */
export const summary = z.object({
	/** Null where nothing was answered. */
	overallScore: z.nullable(score),
	categoryScores,
	keyStrengths: z.array(z.string()),
	keyWeaknesses: z.array(z.string()),
	improvementAreas: z.array(z.string()),
	questionsAnswered: count,
	/** For people: `45 seconds`. */
	averageResponseTime: z.string(),
	averageResponseTimeMs: count
});

export type Summary = z.output<typeof summary>;

/** The state of an interview as a session (rules S2, I11): what anybody with a part in it may see. */
export const interviewView = z.object({
	kind: z.literal('interview'),
	status: z.enum(interviewStatuses),
	sessionType: z.enum(sessionTypes),
	pace: z.literal(paces),
	analysisId: z.optional(z.uuid()),
	/** For people: the repository’s name, or the topic’s. */
	title: z.string(),
	/** The person id of whoever is asked. */
	candidateId: z.string(),
	totalQuestions: count,
	/** Of the main question that is open, from 1; of the last one once it is over. */
	questionNumber: count,
	/** What is open, or will be once it is resumed. */
	current: z.optional(
		z.extend(shownQuestion, {
			type: z.enum(turnTypes),
			relatedToQuestionId: z.optional(z.string()),
			/** 1, and more after a retry. */
			attempt: count,
			/** Those given already, in practice. */
			hints: z.array(z.string()),
			hintsLeft: count,
			askedAt: time
		})
	),
	/**
	 * Runs down for a live interview with a pace, counts up for all others; it stands while what the answer
	 * before was worth is being read (rule I3).
	 */
	clock: sessionClock,
	/** Grows with each answer, evaluation and claim: what is new comes over REST (rule D4). */
	transcriptVersion: count
});

export type InterviewView = z.output<typeof interviewView>;

/** One question or follow-up that was asked, and what came of it. */
export const shownTurn = z.object({
	questionId: z.string(),
	type: z.enum(turnTypes),
	relatedToQuestionId: z.optional(z.string()),
	/** From 1, in the order of asking. */
	seq: count,
	attempt: count,
	question: z.string(),
	category: z.enum(categories),
	difficulty: z.enum(difficulties),
	/** Of the main question, for follow-ups too: what a study list is ordered by. */
	topic: z.string(),
	fileReferences: z.array(z.string()),
	evidence: z.array(shownEvidence),
	askedAt: time,
	/** Null where the clock ran out with nothing written, or the interview ended before. */
	answer: z.nullable(z.string()),
	answeredAt: z.optional(time),
	/** Time on the clock, pauses left out. */
	responseMs: z.optional(count),
	/** The clock ended it, with what was written or with nothing. */
	isLate: z.boolean(),
	evaluation: z.optional(shownEvaluation),
	modelAnswer: z.optional(z.string()),
	hints: z.array(z.string()),
	claims: z.array(z.object({ pointId: z.string(), span, at: time }))
});

export type ShownTurn = z.output<typeof shownTurn>;

const known = {
	interviewId: z.uuid(),
	title: z.string(),
	analysisId: z.optional(z.uuid()),
	topic: z.optional(z.string()),
	sessionType: z.enum(sessionTypes),
	status: z.enum(interviewStatuses),
	totalQuestions: count,
	questionsAnswered: count,
	overallScore: z.nullable(score),
	createdAt: time,
	endedAt: z.optional(time)
};

/** As a list has it. */
export const interviewSummary = z.object(known);

export type InterviewSummary = z.output<typeof interviewSummary>;

/** Everything whoever asks may see of an interview. */
export const interviewAnswer = z.object({
	...known,
	role: z.enum(['owner', 'participate', 'watch']),
	pace: z.literal(paces),
	/** How each question came out, in the order of asking: 0.7 of the first answer, 0.3 of its follow-ups. */
	questions: z.array(
		z.object({
			questionId: z.string(),
			category: z.enum(categories),
			difficulty: z.enum(difficulties),
			/** Null where it was not answered. */
			score: z.nullable(score)
		})
	),
	turns: z.array(shownTurn),
	/** What the candidate is writing; only to himself. */
	draft: z.optional(z.object({ questionId: z.string(), text: z.string(), revision: count })),
	/** Drafts that lost to another device’s; only to himself. */
	lostDrafts: z.array(z.object({ questionId: z.string(), text: z.string(), at: time })),
	/** Once it is over. */
	summary: z.optional(summary)
});

export type InterviewAnswer = z.output<typeof interviewAnswer>;
