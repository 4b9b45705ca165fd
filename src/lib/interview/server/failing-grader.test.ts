import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type * as grader from './grader';
import { refused, Rehearsal } from './rehearsal.fixtures';

const DEADLY = 'This answer breaks the grader.';
const FAILS_ONCE = 'This answer breaks the grader when it is read for the first time.';
const failed = new Set<string>();

vi.mock('./grader', async (original) => {
	const real = await original<typeof grader>();
	const grade: typeof grader.grade = (given) => {
		const isFirst = given.answer === FAILS_ONCE && !failed.has(FAILS_ONCE);
		if (isFirst) failed.add(FAILS_ONCE);
		if (isFirst || given.answer === DEADLY) throw new Error('broken');
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
	await threeAttempts();
	expect((await line.next('next_question')).payload).toMatchObject({ questionNumber: 2 });
	await rehearsal.toTheEnd();
	const { turns, questions, overallScore, status } = await rehearsal.shown();
	expect(turns[0]).toMatchObject({ questionId, answer: DEADLY });
	expect(turns[0]).not.toHaveProperty('evaluation');
	expect(questions[0]).toMatchObject({ questionId, score: null });
	expect(overallScore).toBe(questions[1]?.score);
	expect(status).toBe('completed');
});

test('[I2] [D2] an answer that was given up keeps no later one from being evaluated, or given up', async () => {
	const rehearsal = await Rehearsal.begun(house, { questionCount: 3 });
	await rehearsal.answer(DEADLY);
	await threeAttempts();
	expect(rehearsal.view.questionNumber).toBe(2);
	await rehearsal.answer(FAILS_ONCE);
	expect(rehearsal.view.status).toBe('evaluating');
	await nextAttempt();
	const { turns, questions } = await rehearsal.shown();
	expect(turns[1]).toMatchObject({ answer: FAILS_ONCE, evaluation: { score: expect.any(Number) } });
	expect(questions[1]?.score).not.toBeNull();
	await rehearsal.pastQuestion();
	await rehearsal.answer(DEADLY);
	await threeAttempts();
	expect(rehearsal.view.status).toBe('completed');
	expect((await rehearsal.shown()).turns.at(-1)).not.toHaveProperty('evaluation');
});

test('[I4] an answer that is given up counts in lists as one that was given', async () => {
	const rehearsal = await Rehearsal.begun(house, { questionCount: 2 });
	await rehearsal.answer(DEADLY);
	await threeAttempts();
	const { items } = await house.app.interviews.list(rehearsal.userId, { limit: 1 });
	expect(items).toMatchObject([{ interviewId: rehearsal.sessionId, questionsAnswered: 1 }]);
});

/** Until the job that evaluates what was left has run once more. */
async function nextAttempt(): Promise<void> {
	house.advance(10_000);
	await new Promise((done) => setTimeout(done, 600));
}

async function threeAttempts(): Promise<void> {
	for (let attempt = 1; attempt <= 3; attempt++) await nextAttempt();
}
