import { describe, expect, it } from 'vitest';
import { readQuestion } from '../comparison';
import { rubbishCases, rubbishClasses } from '../fit/rubbish-cases';
import { seeded } from '../fit/random';
import { grade } from '../grade';
import { generalBank } from '../../bank';
import { TextIndex } from '../text-index';
import { rubbishOf } from '.';

const CASES = 100;
const SEED = 7;

const tasks = generalBank.map(({ question, rubric, modelAnswer }) => ({
	question,
	rubric,
	reference: [modelAnswer]
}));

describe('rubbish', () => {
	it.each(rubbishClasses)('[G3] of the class %s gets 10 of 100 at most', (kind) => {
		const cases = rubbishCases(tasks, kind, CASES, seeded(SEED));
		expect(cases.length).toBe(CASES);
		const scores = cases.map(({ task, answer }) => {
			const { rubric } = tasks.find(({ question }) => question === task.question)!;
			return { answer, score: grade({ question: task.question, rubric, answer }).score };
		});
		expect(scores.filter(({ score }) => score > 25)).toEqual([]);
		expect(scores.filter(({ score }) => score <= 10).length).toBeGreaterThanOrEqual(0.99 * CASES);
	});

	it('[G3] is nothing that a model answer is taken for', () => {
		const taken = tasks.flatMap(({ question, rubric, reference: [answer] }) => {
			const { rubbish } = grade({ question, rubric, answer: answer! });
			return rubbish ? [{ question, rubbish }] : [];
		});
		expect(taken).toEqual([]);
	});

	it('[G3] is not what an honest answer says of graders, scores and maxima', () => {
		const asked = readQuestion('How does the service rank students?');
		const related = new TextIndex('the best score of a student decides the rank');
		const answer = new TextIndex(
			'It takes the highest score of each student and sorts them by it; the best one is first.'
		);
		expect(rubbishOf({ asked, answer, related })).toBeUndefined();
	});
});
