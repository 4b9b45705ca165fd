import { built } from '../scripts/grade/built.js';
import { answersInOrder } from './answers-in-order.js';
import { report } from './report.js';

/** Beside G1: a weak, a fair and a strong answer to each of twenty questions, by the rubrics of real analyses. */
export async function sixtyAnswers() {
	report(
		'G1 Sixty answers through rubrics',
		'npm run bench -- G60',
		'A weak, a fair and a strong answer to each of twenty questions that analyses of real repositories made, within 20 % of one another in length, written by somebody who had not read the grader, and graded once by version 3, when nothing was changed any more (bench/answers/version-3/). Beside it the sixty of version 2, on which version 3 was looked at. Three pairs a question.',
		[answersInOrder(await built())]
	);
}
