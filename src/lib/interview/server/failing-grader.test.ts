import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type * as grader from './grader';
import { refused, Rehearsal } from './rehearsal.fixtures';

const DEADLY = 'This answer breaks the grader.';

vi.mock('./grader', async (original) => {
	const real = await original<typeof grader>();
	const grade: typeof grader.grade = (given) => {
		if (given.answer === DEADLY) throw new Error('broken');
		return real.grade(given);
	};
	return { ...real, grade };
});

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
});
afterAll(() => house.stop());

test('[I2] an answer that the grader fails at is kept, and the interview goes on without its score', async () => {
	const rehearsal = await Rehearsal.begun(house, { questionCount: 2 });
	const { openId: questionId, line } = rehearsal;
	expect(await rehearsal.answer(DEADLY)).toMatchObject(refused('INTERNAL_ERROR'));
	expect(rehearsal.view.status).toBe('evaluating');
	for (let attempt = 1; attempt <= 3; attempt++) {
		house.advance(10_000);
		await new Promise((done) => setTimeout(done, 600));
	}
	expect((await line.next('next_question')).payload).toMatchObject({ questionNumber: 2 });
	await rehearsal.toTheEnd();
	const { turns, questions, overallScore, status } = await rehearsal.shown();
	expect(turns[0]).toMatchObject({ questionId, answer: DEADLY });
	expect(turns[0]).not.toHaveProperty('evaluation');
	expect(questions[0]).toMatchObject({ questionId, score: null });
	expect(overallScore).toBe(questions[1]?.score);
	expect(status).toBe('completed');
});
