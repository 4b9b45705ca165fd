import type { Category, Difficulty, FollowUp, Question, RubricPoint } from '$lib/analysis';

/**
 * How a topic's file is written: what every question of the general bank has in common (no
 * evidence, no findings, ids made from the slug) stands here once.
 */

type WrittenPoint = Omit<RubricPoint, 'pointId'>;

type WrittenFollowUp = Omit<FollowUp, 'rubric'> & { rubric: WrittenPoint[] };

interface WrittenQuestion {
	/** Makes the id: never changed once published, as results refer to it. */
	slug: string;
	question: string;
	category: Category;
	difficulty: Difficulty;
	/** Three to seven; `p1` is the first. */
	rubric: WrittenPoint[];
	/** 80–180 words as one would say them; line breaks do not count. */
	modelAnswer: string;
	/** From vague to nearly there, never in a point's own words. */
	hints: string[];
	followUps: WrittenFollowUp[];
}

/**
 * Something that a good answer says besides.
 *
 * @param weight its share; those of one rubric add up to 1
 * @param wordings the claim in two or more other forms, as people say it
 * @param contradictions common wrong beliefs
 */
export const point = (
	weight: number,
	claim: string,
	wordings: string[],
	contradictions?: string[]
): WrittenPoint => ({
	claim,
	wordings,
	weight,
	isEssential: false,
	evidence: [],
	...(contradictions && { contradictions })
});

/** Something without which the answer is not good; the parameters are those of `point`. */
export const essential: typeof point = (...said) => ({ ...point(...said), isEssential: true });

/** Asks what was meant, by a case that needs the point `pointId`. */
export const clarifying = (
	pointId: string,
	question: string,
	rubric: WrittenPoint[]
): WrittenFollowUp => ({ type: 'clarifying', pointId, question, rubric });

/** Goes one level below the point `pointId`. */
export const deeper: typeof clarifying = (pointId, question, rubric) => ({
	...clarifying(pointId, question, rubric),
	type: 'deeper_technical'
});

/** @param name of the topic, as in `Question.topic`; @returns its questions, complete */
export const topic = (name: string, questions: readonly WrittenQuestion[]): Question[] =>
	questions.map(({ slug, question, category, difficulty, rubric, ...written }) => ({
		questionId: `general/${name}/${slug}`,
		question,
		category,
		difficulty,
		topic: name,
		fileReferences: [],
		evidence: [],
		findingKeys: [],
		rubric: numbered(rubric, 'p'),
		modelAnswer: written.modelAnswer.replace(/\s+/g, ' ').trim(),
		hints: written.hints,
		followUps: written.followUps.map((followUp, index) => ({
			...followUp,
			rubric: numbered(followUp.rubric, `f${index + 1}p`)
		}))
	}));

const numbered = (points: readonly WrittenPoint[], prefix: string): RubricPoint[] =>
	points.map((written, index) => ({ pointId: `${prefix}${index + 1}`, ...written }));
