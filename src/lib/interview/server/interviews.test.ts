import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';
import { goodAnswer, refused, Rehearsal, weakAnswer } from './rehearsal.fixtures';

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
});
afterAll(() => house.stop());

/** Types of what an interview told somebody, in order. */
const toldTo = (line: RawClient) =>
	line.received
		.map(({ type }) => type)
		.filter((type) => /answer|typing|question|interview_|hint|draft|claimed/.test(type));

describe('the course of an interview', () => {
	test('[I1] [I2] [I4] it begins, asks, evaluates, asks the next and completes', async () => {
		const rehearsal = await Rehearsal.begun(house, { questionCount: 2 });
		const { line, sessionId, openId } = rehearsal;
		const evaluated = await rehearsal.answer();
		expect(evaluated).toMatchObject({
			type: 'answer_evaluated',
			payload: { sessionId, questionId: openId, evaluation: { evaluator: expect.any(String) } }
		});
		await line.settle();
		expect(toldTo(line).slice(-4)).toEqual([
			'typing_indicator',
			'answer_evaluated',
			'typing_indicator',
			evaluated.payload['nextAction'] === 'follow_up' ? 'follow_up_question' : 'next_question'
		]);
		await rehearsal.toTheEnd();
		const { payload } = await line.next('interview_complete');
		expect(payload).toMatchObject({
			sessionId,
			summary: { questionsAnswered: 2, overallScore: expect.any(Number) },
			resultsUrl: `/interviews/${sessionId}/results`
		});
		const { summary } = payload as unknown as { summary: { overallScore: number } };
		expect(await rehearsal.shown()).toMatchObject({
			...{ status: 'completed', questionsAnswered: 2, totalQuestions: 2 },
			overallScore: summary.overallScore
		});
	});

	test('[I2] a weak answer is asked on about, two times at the most', async () => {
		const rehearsal = await Rehearsal.begun(house, { questionCount: 1 });
		const { openId: main } = rehearsal;
		const actions: unknown[] = [];
		while (rehearsal.view.current) {
			const { payload } = await rehearsal.answer(weakAnswer);
			actions.push(payload['nextAction']);
		}
		expect(actions.at(0)).toBe('follow_up');
		expect(actions.at(-1)).toBe('complete');
		expect(actions.length).toBeLessThanOrEqual(3);
		expect((await rehearsal.line.next('follow_up_question')).payload).toMatchObject({
			relatedToQuestionId: main,
			questionType: expect.stringMatching(/^(clarifying|deeper_technical)$/)
		});
	});

	test('[I2] who only speaks the messages, and subscribed to nothing, is told all the same', async () => {
		const line = await house.openAs('alice');
		const { payload } = await line.request('start_interview', {
			...{ sessionType: 'practice', questionCount: 1 }
		});
		const { sessionId, firstQuestion } = payload as unknown as {
			sessionId: string;
			firstQuestion: { questionId: string };
		};
		const { questionId } = firstQuestion;
		const said = { sessionId, questionId, answer: weakAnswer };
		await line.request('submit_answer', said);
		expect((await line.next('follow_up_question')).payload).toMatchObject({ sessionId });
		expect(line.received.map(({ type }) => type)).not.toContain('state_update');
	});

	test('[I4] ended, it keeps what was answered, and says where the results are', async () => {
		const rehearsal = await Rehearsal.begun(house, { questionCount: 3 });
		await rehearsal.pastQuestion();
		expect(await rehearsal.ask('end_interview')).toMatchObject({
			type: 'interview_ended',
			payload: { resultsUrl: `/interviews/${rehearsal.sessionId}/results` }
		});
		const { status, summary, questionsAnswered } = await rehearsal.shown();
		expect({ status, questionsAnswered }).toEqual({ status: 'ended', questionsAnswered: 1 });
		expect(summary).toMatchObject({ questionsAnswered: 1 });
	});

	test('[R2] [R3] interviews are listed newest first, by the page', async () => {
		const ids: string[] = [];
		for (const count of [1, 2, 3]) {
			ids.unshift((await Rehearsal.begun(house, { questionCount: count }, 'chief')).sessionId);
			house.advance(1);
		}
		const { userId } = await house.app.accounts.byToken('chief');
		const { items, nextCursor } = await house.app.interviews.list(userId, { limit: 2 });
		const rest = await house.app.interviews.list(userId, { cursor: nextCursor, limit: 2 });
		expect([...items, ...rest.items].map(({ interviewId }) => interviewId)).toEqual(ids);
		expect(rest.nextCursor).toBeUndefined();
	});
});

describe('several clients on one interview', () => {
	test('[I2] [I11] a second device, a mentor and a watcher hear the same', async () => {
		const rehearsal = await Rehearsal.begun(house, { questionCount: 2 });
		const phone = await house.openAs('alice');
		await rehearsal.ask('subscribe_session', {}, phone);
		const mentor = await rehearsal.joinedBy('bob', 'participate');
		const watcher = await rehearsal.joinedBy('chief', 'watch');
		await rehearsal.answer();
		await rehearsal.toTheEnd();
		const others = [phone, mentor, watcher];
		await Promise.all([rehearsal.line, ...others].map((line) => line.next('interview_complete')));
		const [told] = others.map(toldTo);
		for (const line of others) expect(toldTo(line)).toEqual(told);
		expect(told).toContain('answer_evaluated');
		const { turns, questions } = await rehearsal.shown();
		const { userId } = await house.app.accounts.byToken('chief');
		expect(await rehearsal.shown(userId)).toMatchObject({ role: 'watch', turns, questions });
	});

	test('[A6] a mentor and a watcher may answer nothing and steer nothing', async () => {
		const rehearsal = await Rehearsal.begun(house, { sessionType: 'practice' });
		const { openId: questionId } = rehearsal;
		const lines = [
			await rehearsal.joinedBy('bob', 'participate'),
			await rehearsal.joinedBy('chief', 'watch')
		];
		const before = await rehearsal.kept();
		for (const line of lines) {
			for (const [type, more] of [
				['submit_answer', { questionId, answer: 'mine' }],
				['draft_update', { questionId, text: 'mine', revision: 1 }],
				['request_hint', { questionId }],
				['retry_question', { questionId }],
				['claim_point', { questionId, pointId: 'p1', span: { start: 0, end: 1 } }],
				['pause_interview', {}],
				['resume_interview', {}],
				['end_interview', {}]
			] as const) {
				expect(await rehearsal.ask(type, more, line), type).toMatchObject(refused('FORBIDDEN'));
			}
		}
		expect(await rehearsal.kept()).toEqual(before);
	});

	test('[I5] of two devices that answer at once one does, and the other one is told so', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const { openId: questionId } = rehearsal;
		const phone = await house.openAs('alice');
		const answers = await Promise.all([
			rehearsal.ask('submit_answer', { questionId, answer: goodAnswer(questionId) }),
			rehearsal.ask('submit_answer', { questionId, answer: weakAnswer }, phone)
		]);
		expect(answers.map(({ type }) => type).sort()).toEqual(['answer_evaluated', 'error']);
		expect(answers.find(({ type }) => type === 'error')?.payload).toMatchObject({
			errorCode: 'INVALID_STATE'
		});
		const { turns } = await rehearsal.shown();
		expect(turns.filter((turn) => turn.questionId === questionId)).toHaveLength(1);
	});
});

test('[I8] a draft with half a character in it is kept, and sent again it has not lost to itself', async () => {
	const rehearsal = await Rehearsal.begun(house, { sessionType: 'practice' });
	const { openId: questionId, sessionId } = rehearsal;
	for (let time = 0; time < 2; time += 1) {
		const { payload } = await rehearsal.ask('draft_update', {
			...{ questionId, text: 'half \ud83d of one', revision: 1 }
		});
		expect(payload).toEqual({ sessionId, questionId, text: 'half \ufffd of one', revision: 1 });
	}
});

describe('at the wrong moment', () => {
	test('[I5] [I3] while paused nothing is answered, and what is resumed is what was open', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const { openId: questionId } = rehearsal;
		expect(await rehearsal.ask('pause_interview')).toMatchObject({
			type: 'interview_paused',
			payload: { currentQuestionIndex: 0, canResume: true }
		});
		const before = await rehearsal.kept();
		expect(await rehearsal.answer()).toMatchObject(refused('INVALID_STATE', 'paused'));
		expect(await rehearsal.ask('pause_interview')).toMatchObject(
			refused('INVALID_STATE', 'paused')
		);
		expect(await rehearsal.kept()).toEqual(before);
		const resumed = await rehearsal.ask('resume_interview');
		expect(resumed).toMatchObject({
			type: 'interview_resumed',
			payload: { currentQuestion: { questionId } }
		});
		expect((await rehearsal.answer()).type).toBe('answer_evaluated');
	});

	test('[I5] the wrong question, one that was answered, and one of an ended interview are refused', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const { openId: first } = rehearsal;
		await rehearsal.pastQuestion();
		const before = await rehearsal.kept();
		for (const questionId of [first, 'general/none/such']) {
			const said = { questionId, answer: 'again' };
			expect(await rehearsal.ask('submit_answer', said)).toMatchObject(
				refused('INVALID_STATE', 'asking')
			);
		}
		expect(await rehearsal.kept()).toEqual(before);
		await rehearsal.ask('end_interview');
		const over = await rehearsal.kept();
		const said = { questionId: first, answer: 'again' };
		for (const [type, more] of [
			['submit_answer', said],
			['pause_interview', {}],
			['resume_interview', {}],
			['end_interview', {}]
		] as const) {
			expect(await rehearsal.ask(type, more)).toMatchObject(refused('INVALID_STATE', 'ended'));
		}
		expect(await rehearsal.kept()).toEqual(over);
	});

	test('[A6] somebody else finds no interview, whatever he asks', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const bob = await house.openAs('bob');
		expect(await rehearsal.answer('mine', bob)).toMatchObject(refused('SESSION_NOT_FOUND'));
		const { userId } = await house.app.accounts.byToken('bob');
		await expect(rehearsal.shown(userId)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
		await expect(house.app.interviews.remove(userId, rehearsal.sessionId)).rejects.toMatchObject({
			code: 'SESSION_NOT_FOUND'
		});
	});
});

describe('said twice', () => {
	test('[D3] an answer that is sent again is answered again, and not evaluated again', async () => {
		const rehearsal = await Rehearsal.begun(house);
		const { line, sessionId, openId: questionId } = rehearsal;
		const requestId = randomUUID();
		const said = { sessionId, questionId, answer: weakAnswer };
		line.send('submit_answer', said, requestId);
		line.send('submit_answer', said, requestId);
		const phone = await house.openAs('alice');
		phone.send('submit_answer', said, requestId);
		const isMine = (message: { requestId?: string }) => message.requestId === requestId;
		const answers = [
			await line.next('answer_evaluated', isMine),
			await line.next('answer_evaluated', isMine),
			await phone.next('answer_evaluated', isMine)
		];
		for (const { payload } of answers) expect(payload).toEqual(answers[0]!.payload);
		const { turns } = await rehearsal.shown();
		expect(turns.filter((turn) => turn.questionId === questionId)).toHaveLength(1);
		expect(turns).toHaveLength(2);
	});

	test('[D3] begun twice under one id it is one interview', async () => {
		const line = await house.openAs('bob');
		const requestId = randomUUID();
		const wish = { sessionType: 'live', questionCount: 1 };
		line.send('start_interview', wish, requestId);
		line.send('start_interview', wish, requestId);
		const [one, other] = [
			await line.next('interview_started'),
			await line.next('interview_started')
		];
		expect(other.payload).toEqual(one.payload);
		const { userId } = await house.app.accounts.byToken('bob');
		const { items } = await house.app.interviews.list(userId, { limit: 10 });
		expect(items).toHaveLength(1);
	});
});

test('[S3] its candidate deletes it for everybody, and whoever is with him leaves it', async () => {
	const rehearsal = await Rehearsal.begun(house);
	const { app } = house;
	const watcher = await rehearsal.joinedBy('bob', 'watch');
	const { userId } = await app.accounts.byToken('bob');
	await app.interviews.remove(userId, rehearsal.sessionId);
	expect((await watcher.next('subscription_ended')).payload).toMatchObject({ reason: 'left' });
	await app.interviews.remove(rehearsal.userId, rehearsal.sessionId);
	expect((await rehearsal.line.next('session_deleted')).payload).toEqual({
		sessionId: rehearsal.sessionId
	});
	await expect(rehearsal.shown()).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
});

test('[S5] an interview stays however long nothing happens to it', async () => {
	const rehearsal = await Rehearsal.begun(house);
	await rehearsal.ask('pause_interview');
	house.advance(400 * 24 * 60 * 60 * 1000);
	await house.app.sweep();
	expect(await rehearsal.shown()).toMatchObject({ status: 'paused' });
});

test('[I2] who acts in the next interview hears no more of one that is over', async () => {
	const line = await house.openAs('alice');
	const phone = await house.openAs('alice');
	const begun = async () => {
		const wish = { sessionType: 'practice', questionCount: 1 };
		const { payload } = await line.request('start_interview', wish);
		const { sessionId, firstQuestion } = payload as unknown as {
			sessionId: string;
			firstQuestion: { questionId: string };
		};
		return { sessionId, questionId: firstQuestion.questionId };
	};
	const claimed = async (which: { sessionId: string; questionId: string }) => {
		const { userId } = await house.app.accounts.byToken('alice');
		const [turn] = (await house.app.interviews.show(userId, which.sessionId)).turns;
		const { pointId } = turn!.evaluation!.points.find(({ verdict }) => verdict !== 'said')!;
		const claim = { ...which, pointId, span: { start: 0, end: 2 } };
		expect((await phone.request('claim_point', claim)).type).toBe('point_claimed');
		await line.settle();
		return line.received.filter(({ type }) => type === 'point_claimed').length;
	};
	const over = await begun();
	await line.request('submit_answer', { ...over, answer: weakAnswer });
	await line.request('end_interview', { sessionId: over.sessionId });
	expect(await claimed(over)).toBe(1);
	await begun();
	expect(await claimed(over)).toBe(1);
});
