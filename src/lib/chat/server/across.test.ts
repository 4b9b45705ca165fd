import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';

/** Threads over two instances: whoever is in one hears the same, wherever he is connected. */

const WITHOUT_REDIS = { timeout: 5_000 };

let cluster: TestCluster;
beforeAll(async () => {
	cluster = await startTestCluster(2, {
		LIMIT_CONNECTIONS_PER_SESSION: '4',
		LIMIT_MESSAGES_PER_MINUTE: '10000'
	});
});
afterAll(() => cluster.stop());

let rooms = 0;

/** Two clients of one person in a room of their own, on two instances. */
async function twoIn(): Promise<{ here: RawClient; there: RawClient; channel: string }> {
	const channel = `room:across-${(rooms += 1)}`;
	const [one, other] = cluster.apps;
	const [here, there] = [await one.openAs('alice'), await other.openAs('alice')];
	for (const client of [here, there]) {
		expect((await client.request('join_channel', { channel })).type).toBe('channel_joined');
	}
	return { here, there, channel };
}

const textsOf = ({ received }: RawClient) =>
	received.filter(({ type }) => type === 'chat_message').map(({ payload }) => payload['text']);
const seqsOf = ({ received }: RawClient) =>
	received.filter(({ type }) => type === 'chat_message').map(({ payload }) => payload['seq']);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('[H2] what is said on one instance is heard on the other', async () => {
	const { here, there, channel } = await twoIn();
	await here.request('send_message', { channel, text: 'from here' });
	await there.next('chat_message', ({ payload }) => payload['text'] === 'from here');
	await there.request('send_message', { channel, text: 'from there' });
	await here.next('chat_message', ({ payload }) => payload['text'] === 'from there');
	expect(textsOf(here)).toEqual(['from here', 'from there']);
	expect(textsOf(there)).toEqual(textsOf(here));
});

test('[H2] said on both at once, it is heard everywhere once, in the one order', async () => {
	const { here, there, channel } = await twoIn();
	for (let number = 0; number < 100; number++) {
		here.send('send_message', { channel, text: `here ${number}` }, `h${number}`);
		there.send('send_message', { channel, text: `there ${number}` }, `t${number}`);
	}
	for (const client of [here, there]) {
		await expect.poll(() => seqsOf(client).length, { timeout: 15_000 }).toBeGreaterThan(199);
		expect(seqsOf(client)).toEqual(upTo(200));
	}
	expect(textsOf(there)).toEqual(textsOf(here));
});

test('[D3] sent again on the other instance, it is answered again and not said again', async () => {
	const { here, there, channel } = await twoIn();
	const message = { channel, text: 'once' };
	here.send('send_message', message, 'the-one');
	const first = await here.next('message_delivered', ({ requestId }) => requestId === 'the-one');
	there.send('send_message', message, 'the-one');
	const again = await there.next('message_delivered', ({ requestId }) => requestId === 'the-one');
	expect(again.payload).toEqual(first.payload);
	await here.request('send_message', { channel, text: 'last' });
	await there.next('chat_message', ({ payload }) => payload['text'] === 'last');
	expect(textsOf(there)).toEqual(['once', 'last']);
});

test('[H1] who is in a channel on two instances is one member of it', async () => {
	const { here, there, channel } = await twoIn();
	const joined = await there.request('join_channel', { channel });
	expect(joined.payload['members']).toHaveLength(1);
	await here.settle();
	for (const client of [here, there]) {
		expect(client.received.filter(({ type }) => type === 'channel_members')).toEqual([]);
	}
});

test('[H1] a thread that is deleted on one instance is left on all', async () => {
	const { here, there, channel } = await twoIn();
	const { threadId } = (await here.request('join_channel', { channel })).payload;
	const [one] = cluster.apps;
	const { userId } = await one.app.accounts.byToken('alice');
	await one.app.chat.deleteThread(userId, String(threadId));
	for (const client of [here, there]) {
		expect((await client.next('channel_left')).payload).toEqual({
			channel,
			threadId,
			reason: 'deleted'
		});
	}
});

test('[I6] an agent’s status is known on all instances, and it is idle once its connection is gone', async () => {
	const { here, there, channel } = await twoIn();
	await here.request('update_agent_status', { channel, agentId: 'bot', status: 'thinking' });
	const told = await there.next('agent_status');
	expect(told.payload).toMatchObject({ channel, agentId: 'bot', status: 'thinking' });
	const third = await cluster.apps[1].openAs('alice');
	const joined = await third.request('join_channel', { channel });
	expect(joined.payload['agents']).toEqual([{ agentId: 'bot', status: 'thinking' }]);
	here.close();
	expect((await there.next('agent_status')).payload).toMatchObject({
		agentId: 'bot',
		status: 'idle'
	});
});

test('[L3] a channel has so many connections on all instances together, and room once one goes', async () => {
	const { here, there, channel } = await twoIn();
	const [one, other] = cluster.apps;
	const more = [await one.openAs('alice'), await other.openAs('alice'), await one.openAs('alice')];
	const types: string[] = [];
	for (const client of more) types.push((await client.request('join_channel', { channel })).type);
	expect(types).toEqual(['channel_joined', 'channel_joined', 'error']);
	there.close();
	await there.closed;
	await expect
		.poll(async () => (await more[2]!.request('join_channel', { channel })).type)
		.toBe('channel_joined');
	for (const client of [here, ...more]) client.close();
});

test('[X4] without Redis what is said is heard on the other instance within seconds, and nothing twice after', async () => {
	const { here, there, channel } = await twoIn();
	await cluster.redis.kill();
	await cluster.settled('away');
	for (let number = 1; number <= 5; number++) {
		const answer = await here.request('send_message', { channel, text: `away ${number}` });
		expect(answer.type).toBe('message_delivered');
	}
	await expect.poll(() => seqsOf(there), WITHOUT_REDIS).toEqual(upTo(5));
	await there.request('send_message', { channel, text: 'away too' });
	await cluster.redis.restart();
	await cluster.settled('joined');
	await expect.poll(() => seqsOf(here), WITHOUT_REDIS).toEqual(upTo(6));
	await here.request('send_message', { channel, text: 'back' });
	await expect.poll(() => seqsOf(there), WITHOUT_REDIS).toEqual(upTo(7));
	expect(textsOf(here)).toEqual(textsOf(there));
});

test('[X4] a thread that was deleted while Redis was away is left within seconds', async () => {
	const { here, there, channel } = await twoIn();
	const { threadId } = (await here.request('join_channel', { channel })).payload;
	await cluster.redis.kill();
	await cluster.settled('away');
	const [one] = cluster.apps;
	const { userId } = await one.app.accounts.byToken('alice');
	await one.app.chat.deleteThread(userId, String(threadId));
	expect((await there.next('channel_left')).payload).toMatchObject({ reason: 'deleted' });
	await cluster.redis.restart();
	await cluster.settled('joined');
});
