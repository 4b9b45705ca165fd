import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../chat';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';
import type { ShownTurn } from '../formats/answers';
import { refused, Rehearsal, weakAnswer } from './rehearsal.fixtures';

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await startTestCluster(2, { LIMIT_MESSAGES_PER_MINUTE: '10000' });
}, 60_000);
afterAll(() => cluster.stop());

const PRACTICE = { sessionType: 'practice', questionCount: 2 };

/** Whoever asks joins the thread of an interview. */
async function joined({ sessionId }: Rehearsal, line: RawClient) {
	const { type, payload } = await line.request('join_channel', { channel: `session:${sessionId}` });
	expect(type).toBe('channel_joined');
	return payload as unknown as {
		threadId: string;
		lastSeq: number;
		inMargin: number;
		agents: unknown[];
	};
}

/** All that was said in a thread, over REST, oldest first. */
async function saidIn(threadId: string, userId: string): Promise<ChatMessage[]> {
	const [here] = cluster.apps;
	const { items, nextCursor } = await here.app.chat.messages(userId, threadId, { limit: 500 });
	expect(nextCursor).toBeUndefined();
	return items.toReversed();
}

/** What the transcript has to be. */
const spoken = (turns: readonly ShownTurn[]) =>
	turns.flatMap(({ question, hints, answer }) => [
		...[question, ...hints].map((text) => ({ role: 'interviewer', text })),
		...(answer === null ? [] : [{ role: 'candidate', text: answer }])
	]);

const heard = (line: RawClient) =>
	line.received.filter(({ type }) => type === 'chat_message').map(({ payload }) => payload);

describe('the transcript in the thread', () => {
	test('[H3] [D4] is all that was asked, hinted and answered, each once and without a gap', async () => {
		const [here] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const { threadId } = await joined(rehearsal, rehearsal.line);
		await rehearsal.ask('request_hint', { questionId: rehearsal.openId });
		await rehearsal.toTheEnd(weakAnswer);
		const said = await saidIn(threadId, rehearsal.userId);
		const { turns } = await rehearsal.shown();
		expect(turns.some(({ type }) => type !== 'question')).toBe(true);
		expect(said.map(({ role, text }) => ({ role, text }))).toEqual(spoken(turns));
		expect(said.map(({ seq }) => seq)).toEqual(said.map((_, index) => index + 1));
		expect(said.map(({ author }) => author === null)).toEqual(
			said.map(({ role }) => role === 'interviewer')
		);
		const { items } = await here.app.chat.listThreads(rehearsal.userId, { limit: 1 });
		expect(items).toMatchObject([{ threadId, title: 'Interview: General', lastSeq: said.length }]);
	}, 60_000);

	test('[H3] [X1] is heard by whoever is in it, on every instance, beside the margin', async () => {
		const [here, there] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const { sessionId } = rehearsal;
		const { userId } = await there.app.accounts.byToken('bob');
		await here.app.sessions.engine.write((sessions) => sessions.join(sessionId, userId, 'watch'));
		const watcher = await there.openAs('bob');
		const { threadId, lastSeq, inMargin } = await joined(rehearsal, watcher);
		expect({ lastSeq, inMargin }).toEqual({ lastSeq: 1, inMargin: 0 });
		await watcher.request('send_message', { threadId, text: 'Good luck.' });
		await rehearsal.answer(weakAnswer);
		await expect.poll(() => heard(watcher).length).toBe(3);
		const { turns } = await rehearsal.shown();
		expect(heard(watcher)).toMatchObject([
			{ seq: 2, text: 'Good luck.' },
			{ seq: 3, role: 'candidate', text: weakAnswer },
			{ seq: 4, role: 'interviewer', text: turns.at(-1)!.question, author: null }
		]);
		expect(heard(watcher)[0]).not.toHaveProperty('role');
		expect(await joined(rehearsal, watcher)).toMatchObject({ lastSeq: 4, inMargin: 1 });
	}, 60_000);

	test('[H3] [I9] has what the clock submitted, and nothing where nothing was written', async () => {
		const [here] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, { difficulty: 'junior', questionCount: 2 });
		const { threadId } = await joined(rehearsal, rehearsal.line);
		for (const one of cluster.apps) one.advance(180_000);
		await rehearsal.line.next('next_question');
		const { openId: questionId } = rehearsal;
		await rehearsal.ask('draft_update', { questionId, text: 'Half a thought', revision: 1 });
		for (const one of cluster.apps) one.advance(180_000);
		await rehearsal.line.next('answer_evaluated');
		const said = await saidIn(threadId, rehearsal.userId);
		expect(said.slice(0, 3).map(({ role }) => role)).toEqual([
			...['interviewer', 'interviewer', 'candidate']
		]);
		expect(said[2]).toMatchObject({ text: 'Half a thought' });
	}, 60_000);

	test('[H3] goes with its interview, and whoever is in it is told', async () => {
		const [here] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const { threadId } = await joined(rehearsal, rehearsal.line);
		await here.app.interviews.remove(rehearsal.userId, rehearsal.sessionId);
		expect((await rehearsal.line.next('channel_left')).payload).toMatchObject({
			...{ threadId, reason: 'deleted' }
		});
		await expect(here.app.chat.thread(rehearsal.userId, threadId)).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
	});

	test('[H3] is begun anew where its owner deleted the thread, and the interview goes on', async () => {
		const [here] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const { threadId } = await joined(rehearsal, rehearsal.line);
		await here.app.chat.deleteThread(rehearsal.userId, threadId);
		expect((await rehearsal.answer(weakAnswer)).type).toBe('answer_evaluated');
		const again = await joined(rehearsal, rehearsal.line);
		expect(again.threadId).not.toBe(threadId);
		const said = await saidIn(again.threadId, rehearsal.userId);
		expect(said.map(({ seq, role }) => ({ seq, role }))).toEqual([
			{ seq: 1, role: 'candidate' },
			{ seq: 2, role: 'interviewer' }
		]);
	});
});

describe('the interviewer in the thread', () => {
	test('[I6] [H1] is an agent of it, told to whoever is in it on every instance', async () => {
		const [here, there] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const phone = await there.openAs('alice');
		const { threadId, agents } = await joined(rehearsal, phone);
		expect(agents).toEqual([{ agentId: 'interviewer', status: 'listening' }]);
		await rehearsal.ask('pause_interview');
		expect((await phone.next('agent_status')).payload).toEqual({
			sessionId: threadId,
			channel: `session:${rehearsal.sessionId}`,
			...{ agentId: 'interviewer', status: 'idle' }
		});
		expect((await joined(rehearsal, phone)).agents).toEqual([]);
	});

	test('[I6] [A6] nobody else says what it does', async () => {
		const [here] = cluster.apps;
		const rehearsal = await Rehearsal.begun(here, PRACTICE);
		const channel = `session:${rehearsal.sessionId}`;
		const said = (agentId: string) =>
			rehearsal.line.request('update_agent_status', { channel, agentId, status: 'thinking' });
		expect(await said('interviewer')).toMatchObject(refused('FORBIDDEN'));
		expect((await said('reviewer')).type).toBe('message_delivered');
	});
});
