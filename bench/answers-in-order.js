import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('answers/', import.meta.url);

/**
 * A question of a real analysis, with its rubric as it was, and three answers of nearly the same length,
 * written by somebody who had not read the grader.
 *
 * @typedef {object} Answered
 * @property {string} id
 * @property {string} repository
 * @property {{ question: string, rubric: import('../src/lib/analysis/questions.ts').RubricPoint[], modelAnswer: string }} question
 * @property {{ weak: string, fair: string, strong: string }} answers
 */

/** @returns {Answered[]} */
export const readAnswered = () =>
	readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));

const PAIRS = /** @type {const} */ ([
	['weak', 'fair'],
	['fair', 'strong'],
	['weak', 'strong']
]);

const LEAST = 0.9;

/**
 * How many pairs of the three answers to a question get scores in their order; ties are not in order.
 *
 * @param {typeof import('../src/lib/interview/server/grader/command-line.ts')} grader
 * @returns {import('./report.js').Row}
 */
export function answersInOrder(grader) {
	const all = readAnswered();
	const inOrder = all.flatMap(({ question, answers }) => {
		const scoreOf = (/** @type {keyof Answered['answers']} */ which) =>
			grader.grade({ ...question, answer: answers[which] }).score;
		return PAIRS.map(([lower, higher]) => scoreOf(lower) < scoreOf(higher));
	});
	const share = inOrder.filter(Boolean).length / inOrder.length;
	return {
		what: `pairs of ${3 * all.length} answers through rubrics, in order`,
		values: [share],
		target: `≥ ${LEAST}`,
		met: share >= LEAST
	};
}
