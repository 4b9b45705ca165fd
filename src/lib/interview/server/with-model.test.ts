import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { answer, paging, replyTo } from './model/model.fixtures';
import { failing, ModelService, saying } from './model/model-service.fixtures';
import { refused, Rehearsal } from './rehearsal.fixtures';

let service: ModelService;
let house: TestApp;

beforeAll(async () => {
	service = await ModelService.start(failing(503));
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000', ...service.settings });
});
afterAll(async () => {
	await house.stop();
	await service.stop();
});

/** @param agreedHost where the answers may go */
const asked = (agreedHost?: string) =>
	Rehearsal.begun(house, {
		questionIds: [paging.questionId],
		...(agreedHost !== undefined && { agreedHost })
	});

const evaluatorOf = ({ payload }: { payload: Record<string, unknown> }) =>
	(payload['evaluation'] as { evaluator: string }).evaluator;

test('[G5] nobody’s answer goes anywhere without his consent', async () => {
	const before = service.received.length;
	const rehearsal = await asked();
	expect(evaluatorOf(await rehearsal.answer(answer))).toMatch(/^builtin@/);
	expect(service.received).toHaveLength(before);
});

test('[I12] a yes to another host than the configured one begins nothing, and says which it is', async () => {
	const line = await house.openAs('bob');
	const { userId } = await house.app.accounts.byToken('bob');
	for (const agreedHost of ['elsewhere.example', `${service.host}.elsewhere.example`]) {
		const wish = { sessionType: 'live', questionCount: 1, agreedHost };
		const refusal = await line.request('start_interview', wish);
		expect(refusal).toMatchObject(refused('INVALID_STATE', 'another_model'));
		expect(refusal.payload).toMatchObject({
			errorMessage: expect.stringContaining(agreedHost),
			details: { host: service.host }
		});
	}
	expect((await house.app.interviews.list(userId, { limit: 1 })).items).toEqual([]);
});

test('[I12] where no model is configured there is nothing to say yes to', async () => {
	const alone = await startTestApp();
	const line = await alone.openAs('alice');
	const wish = { sessionType: 'live', questionCount: 1, agreedHost: service.host };
	const refusal = await line.request('start_interview', wish);
	expect(refusal).toMatchObject(refused('INVALID_STATE', 'another_model'));
	expect((await line.request('start_interview', { ...wish, agreedHost: undefined })).type).toBe(
		'interview_started'
	);
	await alone.stop();
});

test('[G5] a good one is heard, and named', async () => {
	service.behaviour = saying((received) =>
		'statements' in received.material ? replyTo(received, [['said', 'opaque bookmark']]) : {}
	);
	const rehearsal = await asked(service.host);
	expect(evaluatorOf(await rehearsal.answer(answer))).toBe('model:small');
	const [turn] = (await rehearsal.shown()).turns;
	expect(turn?.evaluation?.evaluator).toBe('model:small');
});

/** Answers the question, and waits for nothing. */
function answerMeanwhile({ line, sessionId, openId: questionId }: Rehearsal): void {
	line.send('submit_answer', { sessionId, questionId, answer });
}

/** Who evaluated the answer, once it is. */
const untilEvaluated = (rehearsal: Rehearsal) =>
	expect.poll(async () => (await rehearsal.shown()).turns[0]?.evaluation?.evaluator, {
		timeout: 15_000
	});

test('[G5] a model that says nothing is not waited for, and the built-in verdict says whose it is', async () => {
	service.behaviour = () => undefined;
	const rehearsal = await asked(service.host);
	const { line } = rehearsal;
	answerMeanwhile(rehearsal);
	expect((await line.next('typing_indicator')).payload).toMatchObject({ isTyping: true });
	expect(rehearsal.view.status).toBe('evaluating');
	await untilEvaluated(rehearsal).toMatch(/^builtin@/);
	expect((await line.next('typing_indicator')).payload).toMatchObject({ isTyping: false });
});

test('[G5] [I3] ended or paused while it thinks, an interview takes its verdict all the same', async () => {
	service.behaviour = () => undefined;
	const [one, other] = [await asked(service.host), await asked(service.host)];
	const phone = await house.openAs('alice');
	for (const rehearsal of [one, other]) {
		answerMeanwhile(rehearsal);
		await rehearsal.line.next('typing_indicator');
	}
	expect((await one.ask('pause_interview', {}, phone)).type).toBe('interview_paused');
	expect((await other.ask('end_interview', {}, phone)).type).toBe('interview_ended');
	for (const rehearsal of [one, other]) await untilEvaluated(rehearsal).toMatch(/^builtin@/);
	expect(one.view.clock.status).not.toBe('running');
	const ended = await other.shown();
	expect(ended).toMatchObject({ status: 'ended', questionsAnswered: 1 });
	expect(ended.turns).toHaveLength(1);
	expect(ended.overallScore).toBe(ended.turns[0]?.evaluation?.score);
});
