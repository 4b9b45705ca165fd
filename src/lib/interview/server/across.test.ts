import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';
import { Rehearsal, weakAnswer } from './rehearsal.fixtures';

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await startTestCluster(2);
}, 60_000);
afterAll(() => cluster.stop());

const told = (line: RawClient, type: string) =>
	line.received.filter((message) => message.type === type).map(({ payload }) => payload);

test('[I2] [X1] [I11] a device and a watcher on another instance see the same, each what it may', async () => {
	const [here, there] = cluster.apps;
	const rehearsal = await Rehearsal.begun(here, { sessionType: 'practice', questionCount: 2 });
	const { sessionId, line } = rehearsal;
	const { userId: bobId } = await there.app.accounts.byToken('bob');
	await here.app.sessions.engine.write((sessions) => sessions.join(sessionId, bobId, 'watch'));
	const phone = await there.openAs('alice');
	const watcher = await there.openAs('bob');
	for (const other of [phone, watcher]) await other.request('subscribe_session', { sessionId });

	const draft = { sessionId, questionId: rehearsal.openId, text: 'From the phone', revision: 1 };
	await phone.request('draft_update', draft);
	expect((await line.next('draft_kept')).payload).toMatchObject({ text: 'From the phone' });
	await rehearsal.answer(weakAnswer);
	while (rehearsal.view.current) await rehearsal.answer(undefined, phone);
	for (const one of [line, phone, watcher]) await one.next('interview_complete');

	const types = ['follow_up_question', 'next_question', 'interview_complete'];
	for (const type of types) {
		expect(told(watcher, type), type).toEqual(told(line, type));
		expect(told(phone, type), type).toEqual(told(line, type));
	}
	expect(told(watcher, 'draft_kept')).toEqual([]);
	expect(await there.app.interviews.show(bobId, sessionId)).toMatchObject({
		turns: (await rehearsal.shown()).turns
	});
}, 60_000);

test('[I9] of two instances one submits the draft when the clock runs out', async () => {
	const [here, there] = cluster.apps;
	const rehearsal = await Rehearsal.begun(here, { difficulty: 'junior', questionCount: 1 });
	const { sessionId, openId: questionId, line } = rehearsal;
	await rehearsal.ask('draft_update', { questionId, text: 'Some words on it.', revision: 1 });
	for (const one of [here, there]) one.advance(180_000);
	await line.next('answer_evaluated');
	await new Promise((done) => setTimeout(done, 1_500));
	expect(told(line, 'answer_evaluated')).toHaveLength(1);
	const { turns } = await there.app.interviews.show(rehearsal.userId, sessionId);
	expect(turns.filter(({ isLate }) => isLate)).toHaveLength(1);
}, 60_000);

test('[D3] [I5] the same answer under one id on two instances at once is given once', async () => {
	const [here, there] = cluster.apps;
	const rehearsal = await Rehearsal.begun(here, { sessionType: 'practice' });
	const { sessionId, openId: questionId, line } = rehearsal;
	const phone = await there.openAs('alice');
	const said = { sessionId, questionId, answer: weakAnswer };
	const requestId = randomUUID();
	for (const one of [line, phone]) one.send('submit_answer', said, requestId);
	const isMine = (message: { requestId?: string }) => message.requestId === requestId;
	const answers = [
		await line.next('answer_evaluated', isMine),
		await phone.next('answer_evaluated', isMine)
	];
	expect(answers[1]?.payload).toEqual(answers[0]?.payload);
	const { turns } = await rehearsal.shown();
	expect(turns.filter((turn) => turn.questionId === questionId)).toHaveLength(1);
	expect(turns).toHaveLength(2);
}, 60_000);

test('[I3] paused here, it is resumed there, and the question is the same', async () => {
	const [here, there] = cluster.apps;
	const rehearsal = await Rehearsal.begun(here);
	const { sessionId, openId: questionId } = rehearsal;
	await rehearsal.ask('pause_interview');
	const phone = await there.openAs('alice');
	expect(await phone.request('resume_interview', { sessionId })).toMatchObject({
		type: 'interview_resumed',
		payload: { currentQuestion: { questionId } }
	});
	expect((await rehearsal.line.next('interview_resumed')).payload).toMatchObject({ sessionId });
}, 60_000);
