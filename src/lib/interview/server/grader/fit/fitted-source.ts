import type { Question } from '$lib/analysis';
import { NEEDED_MARKINGS } from '../marking';
import { examplesOf } from './examples';
import { fitMarking } from './fit-marking';
import { fitPoints } from './fit-points';
import { isRightOrWrong, type GradedAnswer } from './graded-answer';

/** Digits that are kept of a constant: more are noise. */
const DIGITS = 5;

/**
 * What `fitted.ts` holds, made anew of graded answers and of the general bank.
 * @throws Error where a set is not there that all others are read like
 */
export function fittedSource(answers: readonly GradedAnswer[], bank: readonly Question[]): string {
	const sets = Map.groupBy(answers, ({ dataset }) => dataset);
	const missing = NEEDED_MARKINGS.filter((dataset) => !sets.has(dataset));
	if (missing.length > 0) {
		throw new Error(
			`The grader cannot do without graded answers of ${missing.join(' and ')}: nothing was written.`
		);
	}
	const markings = Object.fromEntries(
		[...sets].map(([dataset, members]) => [
			dataset,
			fitMarking(examplesOf(members), isRightOrWrong(members))
		])
	);
	const constants = { points: fitPoints(bank), markings };
	const text = JSON.stringify(
		constants,
		(_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value),
		'\t'
	);
	return `import type { Linear } from './fit/linear';
import type { Marking } from './marking';

/**
 * Constants, written by \`npm run grade -- FILE.jsonl --fit\` from ${answers.length} graded answers and from the
 * general bank; docs/grader.md says how they are fitted and how well they do.
 */
export const fitted: { points: Linear; markings: Record<string, Marking> } = ${text};
`;
}
