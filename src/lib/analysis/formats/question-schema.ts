import { z } from 'zod/mini';
import { categories, difficulties, type Question } from '../questions';

/**
 * The bank's format as a schema: what the types of `questions.ts` cannot say, such as how many
 * points a rubric has and that their weights add up to 1.
 */

const said = z.string().check(z.trim(), z.minLength(1));

const evidence = z.object({
	path: said,
	startLine: z.int().check(z.positive()),
	endLine: z.int().check(z.positive()),
	snippet: z.string(),
	commit: z.optional(said),
	around: z.optional(z.object({ startLine: z.int().check(z.positive()), snippet: z.string() }))
});

const rubricPoint = z.object({
	pointId: said,
	claim: said,
	wordings: z.array(said).check(z.minLength(2)),
	weight: z.number().check(z.positive(), z.lte(1)),
	isEssential: z.boolean(),
	evidence: z.array(evidence),
	contradictions: z.optional(z.array(said).check(z.minLength(1)))
});

const weighsOne = z.refine<z.infer<typeof rubricPoint>[]>(
	(points) => Math.abs(points.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9,
	'The weights of the points must add up to 1.'
);

const rubricOf = (least: number, most: number) =>
	z.array(rubricPoint).check(z.minLength(least), z.maxLength(most), weighsOne);

const followUp = z.object({
	type: z.enum(['clarifying', 'deeper_technical']),
	question: said,
	pointId: said,
	rubric: rubricOf(2, 4)
});

/** Point ids are unique within the whole question, follow-ups included, and every follow-up leads to one. */
const pointsNamedOnce = z.refine<Pick<Question, 'rubric' | 'followUps'>>(
	({ rubric, followUps }) => {
		const own = new Set(rubric.map(({ pointId }) => pointId));
		const all = [...rubric, ...followUps.flatMap((asked) => asked.rubric)];
		return (
			new Set(all.map(({ pointId }) => pointId)).size === all.length &&
			followUps.every(({ pointId }) => own.has(pointId))
		);
	},
	'Point ids must be unique, and follow-ups must lead to a point of the question.'
);

/** A question with all that belongs to it, of a repository or of the general bank. */
export const questionSchema = z
	.object({
		questionId: said,
		question: said,
		category: z.enum(categories),
		difficulty: z.enum(difficulties),
		topic: said,
		fileReferences: z.array(said),
		evidence: z.array(evidence),
		findingKeys: z.array(said),
		rubric: rubricOf(3, 7),
		modelAnswer: said,
		hints: z.array(said).check(z.minLength(2), z.maxLength(3)),
		followUps: z.array(followUp)
	})
	.check(pointsNamedOnce);
