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

/**
 * @param {2 | 3} version of the grader, which graded them once when nothing was changed any more
 * @returns {Answered[]}
 */
export function readAnswered(version) {
	const folder = new URL(`version-${version}/`, FOLDER);
	return readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}

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
 * @param {2 | 3} version whose answers
 * @returns {number} 0–1
 */
export function shareInOrder(grader, version) {
	const all = readAnswered(version);
	const inOrder = all.flatMap(({ question, answers }) => {
		const scoreOf = (/** @type {keyof Answered['answers']} */ which) =>
			grader.grade({ ...question, answer: answers[which] }).score;
		return PAIRS.map(([lower, higher]) => scoreOf(lower) < scoreOf(higher));
	});
	return inOrder.filter(Boolean).length / inOrder.length;
}

/**
 * The sixty that the grader of today had not seen, beside those that were spent on it.
 *
 * @param {typeof import('../src/lib/interview/server/grader/command-line.ts')} grader
 * @returns {import('./report.js').Row}
 */
export function answersInOrder(grader) {
	const share = shareInOrder(grader, 3);
	return {
		what: 'pairs of 60 answers through rubrics, in order',
		values: [share],
		peer: 'of the 60 that version 2 was measured on, spent since',
		peerValues: [shareInOrder(grader, 2)],
		target: `≥ ${LEAST}`,
		met: share >= LEAST
	};
}
