import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient, Received } from '../../testing/raw-client';
import type { InterviewView } from '../formats/answers';
import { Rehearsal, weakAnswer } from './rehearsal.fixtures';

/** Two devices and a watcher on one interview, and whatever may happen, by seeds. */

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '100000' });
});
afterAll(() => house.stop());

/** The same numbers each time. */
function numbers(seed: number): (below: number) => number {
	let state = seed * 7_919 + 1;
	return (below) => {
		state = (state * 16_807) % 2_147_483_647;
		return state % below;
	};
}

type Wish = [type: string, more: object];

const STEPS = 30;

/** A legal message at the wrong moment, or about what is not there any more. */
const REFUSALS = ['INVALID_STATE', 'INVALID_MESSAGE_FORMAT'];

/** Anything that a candidate may send, of what was asked so far or is open. */
function wishOf(random: (below: number) => number, ids: readonly string[], open: string): Wish {
	const questionId = random(4) === 0 ? (ids[random(ids.length)] ?? open) : open;
	const answers = [weakAnswer, 'I do not know.', 'A cache in front of it, dropped on each write.'];
	const span = { start: random(5), end: 2 + random(20) };
	const wishes: Wish[] = [
		['submit_answer', { questionId, answer: answers[random(answers.length)] }],
		['submit_answer', { questionId, answer: answers[random(answers.length)] }],
		['draft_update', { questionId, text: `draft ${random(9)}`, revision: random(6) }],
		['request_hint', { questionId }],
		['retry_question', { questionId: ids[random(ids.length)] ?? open }],
		['claim_point', { questionId, pointId: `p${1 + random(5)}`, span }],
		['pause_interview', {}],
		['resume_interview', {}],
		['resume_interview', {}]
	];
	return random(60) === 0 ? ['end_interview', {}] : wishes[random(wishes.length)]!;
}

const newestView = (line: RawClient) =>
	line.received.findLast(({ type }) => type === 'state_update' || type === 'state_sync')?.payload;

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
	test(`[I5] [D4] [S2] whatever is sent at once, by seed ${seed}, all see one course of events`, async () => {
		const random = numbers(seed);
		const wish =
			seed % 2 === 0
				? { sessionType: 'practice', questionCount: 3 }
				: { sessionType: 'live', questionCount: 4 };
		const rehearsal = await Rehearsal.begun(house, wish);
		const { line, sessionId } = rehearsal;
		const phone = await house.openAs('alice');
		await rehearsal.ask('subscribe_session', {}, phone);
		const watcher = await rehearsal.joinedBy('bob', 'watch');
		const answers: Received[] = [];
		for (let step = 0; step < STEPS; step++) {
			const { turns } = await rehearsal.shown();
			const ids = turns.map(({ questionId }) => questionId);
			if (random(10) === 0) house.advance(random(200_000));
			const both = [line, phone].map((device) => {
				const [type, more] = wishOf(random, ids, rehearsal.openId || 'none');
				return rehearsal.ask(type, more, device);
			});
			answers.push(...(await Promise.all(both)));
		}
		for (const { type, payload } of answers) {
			if (type === 'error')
				expect(REFUSALS, JSON.stringify(payload)).toContain(payload['errorCode']);
		}
		await expect.poll(() => rehearsal.view.status, { timeout: 10_000 }).not.toBe('evaluating');
		await Promise.all([line, phone, watcher].map((one) => one.settle()));

		const { turns, totalQuestions, status } = await rehearsal.shown();
		expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_, index) => index + 1));
		for (const { answer, evaluation } of turns) {
			expect(answer === null).toBe(evaluation === undefined);
		}
		const open = turns.filter(({ answer, isLate }) => answer === null && !isLate);
		expect(open.some(({ questionId }) => questionId === rehearsal.openId)).toBe(
			rehearsal.view.current !== undefined
		);
		const mains = turns.filter(({ type, attempt }) => type === 'question' && attempt === 1);
		expect(mains.length).toBeLessThanOrEqual(totalQuestions);
		expect(status).toBe(rehearsal.view.status);

		const { version } = house.app.sessions.engine.find(sessionId)!;
		for (const one of [line, phone, watcher]) {
			await expect
				.poll(() => newestView(one), { timeout: 5_000 })
				.toMatchObject({ version, state: rehearsal.view satisfies InterviewView });
		}
	});
}
