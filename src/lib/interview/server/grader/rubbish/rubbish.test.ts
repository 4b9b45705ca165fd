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

/** Every sixth question. */
const some = tasks.filter((_, index) => index % 6 === 0);

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

	const UNKNOWING = [
		...['I don’t know', 'no idea', 'not a clue, honestly', 'I can’t tell', 'pass', 'beats me'],
		...['I have not read that part of the code', 'we did not cover this in class']
	];

	it.each(UNKNOWING)('[G3] is “%s” with nothing but the question’s own words', (unknowing) => {
		const known = some.flatMap(({ question, rubric, reference: [modelAnswer] }) => {
			const [first] = question.split('. ');
			const words = question.split(' ');
			const half = words.slice(0, words.length / 2).join(' ');
			return [
				`${unknowing}: ${question.toLowerCase()}`,
				`${question} ${unknowing}.`,
				`Well, ${unknowing} about ${half}`,
				`${unknowing}, although I see that ${question} ${question}`,
				`${first}. Honestly, ${unknowing}, I would have to look it up.`
			].filter((answer) => grade({ question, rubric, answer, modelAnswer }).score > 10);
		});
		expect(known).toEqual([]);
	});

	it('[G3] is not what says something beside not knowing', () => {
		const kept = some.flatMap(({ question, rubric, reference: [modelAnswer] }) =>
			rubric.flatMap(({ wordings }) =>
				wordings.slice(0, 1).flatMap((wording) => {
					const given = { question, rubric, modelAnswer };
					if (grade({ ...given, answer: wording }).rubbish) return [];
					return [
						`I don't know why they did it this way, but ${wording}.`,
						`I have never worked with this. I would guess that ${wording}.`
					].map((answer) => !grade({ ...given, answer }).rubbish);
				})
			)
		);
		expect(kept.filter(Boolean).length).toBeGreaterThan(0.99 * kept.length);
	});

	it('[G3] is not what others do not know, or what does not answer', () => {
		const asked = readQuestion('What does a request time-out protect you from?');
		const related = new TextIndex('a thread is held until the partner answers; none is left');
		const seenAs = (answer: string) => rubbishOf({ asked, answer: new TextIndex(answer), related });
		expect(seenAs('A partner that does not answer holds a thread.')).toBeUndefined();
		expect(seenAs('You would not know that the thread is held.')).toBeUndefined();
		expect(seenAs('I would not know.')).toBe('dont_know');
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
