import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { generalBank } from './bank';
import { grade } from './grader';
import type * as grader from './grader';
import { Rehearsal } from './rehearsal.fixtures';

const AT_ONCE = 24;

/** By turns of the event loop. */
const gradedAt: number[] = [];
let onGraded = (): unknown => undefined;

vi.mock('./grader', async (original) => {
	const real = await original<typeof grader>();
	const watched: typeof grader.grade = (given) => {
		onGraded();
		return real.grade(given);
	};
	return { ...real, grade: watched };
});

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_CONNECTIONS_PER_USER: '100' });
});
afterAll(() => house.stop());

const asked = generalBank.slice(0, AT_ONCE);

test('[G5] answers that come at once are evaluated once each, as if each had come alone', async () => {
	const rehearsals = await Promise.all(
		asked.map(({ questionId }) => Rehearsal.begun(house, { questionIds: [questionId] }))
	);
	const evaluated = await Promise.all(
		rehearsals.map((rehearsal, index) => rehearsal.answer(answerTo(index)))
	);
	for (const [index, { payload }] of evaluated.entries()) {
		const question = asked[index]!;
		const { score, confidence } = grade({ ...question, answer: answerTo(index) });
		expect(payload['evaluation']).toMatchObject({ score, confidence });
		const { turns } = await rehearsals[index]!.shown();
		expect(turns.filter(({ evaluation }) => evaluation)).toHaveLength(1);
	}
});

test('[G5] while many are evaluated whatever else waits has its turn between two of them', async () => {
	const rehearsals = await Promise.all(
		asked.map(({ questionId }) => Rehearsal.begun(house, { questionIds: [questionId] }))
	);
	gradedAt.length = 0;
	let turn = 0;
	const counting = () => {
		turn += 1;
		next = setImmediate(counting);
	};
	let next = setImmediate(counting);
	onGraded = () => gradedAt.push(turn);
	await Promise.all(rehearsals.map((rehearsal, index) => rehearsal.answer(answerTo(index))));
	clearImmediate(next);
	expect(gradedAt).toHaveLength(AT_ONCE);
	expect(new Set(gradedAt).size).toBe(AT_ONCE);
});

/** Half of a good answer to one question, and half of one to another. */
function answerTo(index: number): string {
	const halves = [0, 1].map((next) => {
		const { modelAnswer } = generalBank[index + next]!;
		return modelAnswer.slice(0, modelAnswer.indexOf(' ', modelAnswer.length / 2));
	});
	return halves.join('. ');
}
