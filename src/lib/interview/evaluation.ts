import type { Evidence } from '../analysis';

/** How an answer was found, point by point: what graders return, rooms keep and pages show. Types only. */

export const verdicts = ['said', 'partly', 'missing', 'contradicted', 'unsure'] as const;

export type Verdict = (typeof verdicts)[number];

/** Words of an answer, in UTF-16 units from its beginning, `end` not included. */
export interface Span {
	start: number;
	end: number;
}

/** What became of one point of the rubric. */
export interface PointVerdict {
	pointId: string;
	/** The point, as one claim in plain words. */
	claim: string;
	verdict: Verdict;
	/** 0–1: how much of it was said. */
	share: number;
	/** 0–1: its part of the whole; those of a question add up to 1. */
	weight: number;
	isEssential: boolean;
	/** The answer's words that said it, or contradicted it. */
	quote?: Span;
	/** What the code says about it, where it says something. */
	evidence: Evidence[];
}

export const rubbishKinds = [
	'empty',
	'letters',
	'question_repeated',
	'off_topic',
	'word_heap',
	'dont_know',
	'instructions'
] as const;

/** Why an answer counts as none. */
export type Rubbish = (typeof rubbishKinds)[number];

/** What a grader says of an answer (rule I2). */
export interface Evaluation {
	/** 0–100, whole. */
	score: number;
	/** 0–1: how sure the grader is of the score. */
	confidence: number;
	/** Sentences; each comes from a point, or from a number that was measured. */
	strengths: string[];
	weaknesses: string[];
	missingPoints: string[];
	feedback: string;
	/** What the code says of points that were contradicted, or missed. */
	evidence: Evidence[];
	/** `builtin@<version>` or `model:<name>`. */
	evaluator: string;
	/** In the rubric's order. */
	points: PointVerdict[];
	rubbish?: Rubbish;
}
