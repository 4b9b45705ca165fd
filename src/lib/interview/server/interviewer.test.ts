import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';
import { Rehearsal, weakAnswer } from './rehearsal.fixtures';

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await startTestCluster(2, { LIMIT_MESSAGES_PER_MINUTE: '10000' });
}, 60_000);
afterAll(() => cluster.stop());

/** What the interviewer said he does, and what he asked, in order. */
const doings = (line: RawClient) =>
	line.received
		.filter(({ type }) =>
			/^(agent_status|next_question|follow_up_question|interview_complete)$/.test(type)
		)
		.map(({ type, payload }) => (type === 'agent_status' ? payload['status'] : type));

const until = (line: RawClient, expected: readonly string[]) =>
	expect.poll(() => doings(line), { timeout: 10_000 }).toEqual(expected);

async function watched(wish: object = {}) {
	const [here, there] = cluster.apps;
	const rehearsal = await Rehearsal.begun(here, { questionCount: 2, ...wish });
	const { sessionId } = rehearsal;
	const { userId } = await there.app.accounts.byToken('bob');
	await here.app.sessions.engine.write((sessions) => sessions.join(sessionId, userId, 'watch'));
	const watcher = await there.openAs('bob');
	await watcher.request('subscribe_session', { sessionId });
	return { rehearsal, watcher };
}

test('[I6] the interviewer listens, thinks, asks and listens, to all and on every instance', async () => {
	const { rehearsal, watcher } = await watched();
	const { line, sessionId } = rehearsal;
	await until(line, ['listening']);
	expect((await line.next('agent_status')).payload).toEqual({
		...{ sessionId, agentId: 'interviewer', status: 'listening' }
	});
	await rehearsal.answer(weakAnswer);
	const course = ['thinking', 'asking', 'follow_up_question', 'listening'];
	await until(line, ['listening', ...course]);
	await until(watcher, course);
}, 60_000);

test('[I6] paused it is idle, and listens again once it goes on', async () => {
	const { rehearsal, watcher } = await watched();
	await rehearsal.ask('pause_interview');
	await until(watcher, ['idle']);
	await rehearsal.ask('resume_interview');
	await until(watcher, ['idle', 'listening']);
	await rehearsal.ask('end_interview');
	await until(watcher, ['idle', 'listening', 'idle']);
}, 60_000);

test('[I6] after the last answer it is idle, until a question is to be asked again', async () => {
	const { rehearsal, watcher } = await watched({ sessionType: 'practice', questionCount: 1 });
	const { openId: questionId } = rehearsal;
	await rehearsal.toTheEnd();
	await expect.poll(() => doings(watcher).slice(-2)).toEqual(['interview_complete', 'idle']);
	await rehearsal.ask('retry_question', { questionId });
	await expect.poll(() => doings(watcher).slice(-3)).toEqual(['idle', 'asking', 'listening']);
}, 60_000);

test('[I6] [I9] a question that the clock closed with nothing written is followed by asking', async () => {
	const { rehearsal, watcher } = await watched({ difficulty: 'junior' });
	for (const one of cluster.apps) one.advance(180_000);
	await until(watcher, ['asking', 'next_question', 'listening']);
	expect(rehearsal.view.questionNumber).toBe(2);
}, 60_000);
