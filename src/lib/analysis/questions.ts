import type { Evidence } from './evidence';

/** The bank's format (stage `interview_simulation`); "Rehearse" runs interviews on it. Types only. */

export const categories = ['architecture', 'implementation', 'tradeoffs', 'scalability'] as const;

export type Category = (typeof categories)[number];

export const difficulties = ['junior', 'mid-level', 'senior'] as const;

export type Difficulty = (typeof difficulties)[number];

/** One thing that a good answer says. */
export interface RubricPoint {
	/** Of this question only: `p1`. */
	pointId: string;
	/** What is said, as one claim in plain words. */
	claim: string;
	/** The same in other words; two at least. */
	wordings: string[];
	/** Its share; those of a question add up to 1. */
	weight: number;
	/** Without it the answer is not good, however much else it says. */
	isEssential: boolean;
	/** What the code says about it, for or against. */
	evidence: Evidence[];
	/** What would contradict the code: "we hash with md5". */
	contradictions?: string[];
}

export interface FollowUp {
	type: 'clarifying' | 'deeper_technical';
	question: string;
	/** The point it leads to, which it never names. */
	pointId: string;
	rubric: RubricPoint[];
}

/** What anybody may see before it is answered (rule I11). */
export interface PublicQuestion {
	questionId: string;
	question: string;
	category: Category;
	difficulty: Difficulty;
	/** What it is about, in words of its own: `authentication`, `schema`, `history`. */
	topic: string;
	/** Paths, as the first protocols had them. */
	fileReferences: string[];
	evidence: Evidence[];
}

export interface Question extends PublicQuestion {
	/** Findings it was made from: dismissing one hides it. Empty in the general bank. */
	findingKeys: string[];
	/** Three to seven. */
	rubric: RubricPoint[];
	modelAnswer: string;
	/** Each says a little more than the one before; two or three. */
	hints: string[];
	followUps: FollowUp[];
}
