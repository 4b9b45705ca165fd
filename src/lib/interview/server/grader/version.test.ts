import { expect, test } from 'vitest';
import { generalBank } from '../bank';
import { grade } from './grade';

/** By what version these scores were given, to every other sentence of each model answer of the bank. */
const GIVEN = {
	evaluator: 'builtin@3',
	scores: [
		'67 65 52 87 60 60 39 97 60 86 66 61 50 43 100 72 53 42 59 100 73 54 86 43 96',
		'87 81 80 76 69 75 75 69 79 52 68 50 61 68 88 78 60 68 66 79 94 82 80 77 97',
		'61 89 57 65 64 55 63 55 83 53 81 80 73 76 47 71 70 62 89 62 43 91 73 78 75',
		'82 58 69 85 92 69 80 51 49 81 65 76 55 96 70 76 85 87 66 62 88 56 72 89 84',
		'21 96 91 78 64 63 68 54 100 72 64 71 73 70 78 69 67 50 78 55 100 85 100 91'
	].join(' ')
};

test('[I2] whoever changes a score changes the version that gives it', () => {
	const graded = generalBank.map(({ question, rubric, modelAnswer }) => {
		const sentences = modelAnswer.split(/(?<=[.!?])\s+/);
		const answer = sentences.filter((_, place) => place % 2 === 0).join(' ');
		return grade({ question, rubric, modelAnswer, answer });
	});
	const [first] = graded;
	const scores = graded.map(({ score }) => Math.round(score)).join(' ');
	// Where only the bank changed, the scores alone are written down anew.
	expect({ evaluator: first?.evaluator, scores }).toEqual(GIVEN);
});
