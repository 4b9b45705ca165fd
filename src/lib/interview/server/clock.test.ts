import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { Rehearsal, refused } from './rehearsal.fixtures';

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
});
afterAll(() => house.stop());

const junior = { difficulty: 'junior', questionCount: 2 };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Time passes. */
const pass = (ms: number) => house.advance(ms);

describe('a clock that runs out', () => {
	test('[I9] submits the draft that there is, and says that it came late', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		const { openId: questionId } = rehearsal;
		await rehearsal.ask('draft_update', { questionId, text: 'So far: a cache.', revision: 1 });
		pass(180_000);
		const { payload } = await rehearsal.line.next('answer_evaluated');
		expect(payload).toMatchObject({ questionId });
		const [turn] = (await rehearsal.shown()).turns;
		expect(turn).toMatchObject({ answer: 'So far: a cache.', isLate: true, responseMs: 180_000 });
	});

	test('[I9] marks a question unanswered where nothing was written, and goes on', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		const { openId: first } = rehearsal;
		await rehearsal.ask('draft_update', { questionId: first, text: ' \n', revision: 1 });
		pass(180_000);
		expect((await rehearsal.line.next('next_question')).payload).toMatchObject({
			questionNumber: 2
		});
		pass(180_000);
		await rehearsal.line.next('interview_complete');
		const { turns, questions, questionsAnswered, overallScore } = await rehearsal.shown();
		expect(turns).toMatchObject([
			{ questionId: first, answer: null, isLate: true },
			{ answer: null, isLate: true }
		]);
		expect(questions.map(({ score }) => score)).toEqual([null, null]);
		expect({ questionsAnswered, overallScore }).toEqual({
			questionsAnswered: 0,
			overallScore: null
		});
	});

	test('[I5] [I9] an answer that comes after it is refused, also before anybody looked', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		house.advance(180_000);
		const answer = await rehearsal.answer('too late');
		expect(answer.payload).toMatchObject({ errorCode: 'INVALID_STATE' });
	});

	test('[I1] at twice the time it runs twice as long, and without a clock for ever', async () => {
		const slow = await Rehearsal.begun(house, { ...junior, pace: 2 });
		const free = await Rehearsal.begun(house, { ...junior, pace: 'off' });
		pass(359_000);
		expect(slow.view).toMatchObject({ status: 'asking', questionNumber: 1 });
		pass(1_000);
		await slow.line.next('next_question');
		pass(DAY_MS);
		expect(free.view).toMatchObject({ status: 'asking', questionNumber: 1, pace: 'off' });
	});
});

describe('a pause', () => {
	test('[I3] lets time stand still for days, and counts nothing of it', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		pass(50_000);
		await rehearsal.ask('pause_interview');
		pass(3 * DAY_MS);
		expect(rehearsal.view).toMatchObject({ status: 'paused', clock: { status: 'paused' } });
		await rehearsal.ask('resume_interview');
		pass(20_000);
		await rehearsal.answer('A cache.');
		const [turn] = (await rehearsal.shown()).turns;
		expect(turn?.responseMs).toBeGreaterThanOrEqual(70_000);
		expect(turn?.responseMs).toBeLessThan(80_000);
	});

	test('[I3] [I9] after it the clock still runs out', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		pass(100_000);
		await rehearsal.ask('pause_interview');
		pass(DAY_MS);
		await rehearsal.ask('resume_interview');
		pass(81_000);
		expect((await rehearsal.line.next('next_question')).payload).toMatchObject({
			questionNumber: 2
		});
	});

	test('[I3] [I8] what is being written may be kept meanwhile', async () => {
		const rehearsal = await Rehearsal.begun(house, junior);
		const { openId: questionId } = rehearsal;
		await rehearsal.ask('pause_interview');
		const kept = await rehearsal.ask('draft_update', { questionId, text: 'Later', revision: 1 });
		expect(kept.type).toBe('draft_kept');
		expect(await rehearsal.ask('pause_interview')).toMatchObject(
			refused('INVALID_STATE', 'paused')
		);
	});
});

test('[I9] [D2] a house that was down when a clock ran out does it when it is back', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-clock-'));
	const env = { DATA_DIR: folder };
	const before = await startTestApp(env);
	const rehearsal = await Rehearsal.begun(before, junior);
	const { openId: questionId, sessionId, userId } = rehearsal;
	await rehearsal.ask('draft_update', { questionId, text: 'As far as I got.', revision: 1 });
	await before.stop();
	const after = await startTestApp(env);
	try {
		after.advance(181_000);
		await expect
			.poll(async () => (await after.app.interviews.show(userId, sessionId)).turns[0], {
				timeout: 5_000
			})
			.toMatchObject({
				answer: 'As far as I got.',
				isLate: true,
				evaluation: { score: expect.any(Number) }
			});
	} finally {
		await after.stop();
		rmSync(folder, { recursive: true });
	}
});
