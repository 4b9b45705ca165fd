import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient, Received } from '../../testing/raw-client';

let house: TestApp;
beforeAll(async () => {
	house = await startTestApp({
		LIMIT_MESSAGES_PER_MINUTE: '100000',
		LIMIT_CONNECTIONS_PER_USER: '100'
	});
});
afterAll(() => house.stop());

let channel: string;
let count = 0;
beforeEach(() => {
	channel = `room:test-${(count += 1)}`;
});

const open: RawClient[] = [];
afterAll(() => open.forEach((client) => client.close()));

async function openAs(key: string): Promise<RawClient> {
	const client = await house.openAs(key);
	open.push(client);
	return client;
}

/** A member of the test's room. */
async function member(key = 'alice', room = channel) {
	const client = await openAs(key);
	const { payload } = await client.request('join_channel', { channel: room });
	return { client, threadId: String(payload['threadId']) };
}

const idOf = async (key: string) => (await house.app.accounts.keys.identify(key)).userId;

/** What a client heard being said, so far. */
const heard = (client: RawClient) =>
	client.received.filter(({ type }) => type === 'chat_message').map(({ payload }) => payload);

/** Everything published so far has arrived: it goes out after the answers. */
async function settled(...clients: RawClient[]) {
	await delay(20);
	for (const client of clients) await client.settle();
}

describe('joining and leaving', () => {
	test('[H1] joining makes the room, and says who is in it and how far it has come', async () => {
		const client = await openAs('alice');
		const answer = await client.request('join_channel', { channel });
		expect(answer).toMatchObject({
			type: 'channel_joined',
			payload: {
				channel,
				threadId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				lastSeq: 0,
				members: [{ id: await idOf('alice'), name: expect.any(String) }],
				agents: []
			}
		});
	});

	test('[H1] joining again, by either name, is the same room', async () => {
		const { client, threadId } = await member();
		for (const target of [{ channel }, { threadId }]) {
			const { payload } = await client.request('join_channel', target);
			expect(payload).toMatchObject({ channel, threadId });
		}
		await client.request('send_message', { channel, text: 'once' });
		await settled(client);
		expect(heard(client)).toHaveLength(1);
	});

	test('[H1] two connections of one person are one member', async () => {
		const { client } = await member();
		const { client: second } = await member();
		const { payload } = await second.request('join_channel', { channel });
		expect(payload['members']).toHaveLength(1);
		await settled(client, second);
		const types = client.received.map(({ type }) => type);
		expect(types).not.toContain('channel_members');
	});

	test('[H1] whoever left hears no more, and may leave again', async () => {
		const { client } = await member();
		const { client: other, threadId } = await member();
		expect(await client.request('leave_channel', { channel })).toMatchObject({
			type: 'channel_left',
			payload: { channel, threadId }
		});
		await other.request('send_message', { channel, text: 'behind your back' });
		await settled(client, other);
		expect(heard(client)).toEqual([]);
		expect(heard(other)).toHaveLength(1);
		expect((await client.request('leave_channel', { threadId })).type).toBe('channel_left');
	});

	test('[H1] joining twice at once makes one room', async () => {
		const clients = await Promise.all([1, 2, 3, 4].map(() => openAs('alice')));
		const answers = await Promise.all(
			clients.map((client) => client.request('join_channel', { channel }))
		);
		expect(new Set(answers.map(({ payload }) => payload['threadId'])).size).toBe(1);
	});

	test('[A7] a key that only reads joins what is there, and makes nothing', async () => {
		const reader = await openAs('reader');
		const absent = await reader.request('join_channel', { channel });
		expect(absent).toMatchObject({
			type: 'error',
			payload: {
				errorCode: 'CHANNEL_NOT_FOUND',
				errorMessage: expect.stringContaining('permission "write"'),
				retryable: false
			}
		});
		await house.app.chat.makeThread(await idOf('reader'), 'Read me', channel);
		const joined = await reader.request('join_channel', { channel });
		expect(joined.type).toBe('channel_joined');
		const refused = await reader.request('send_message', { channel, text: 'no' });
		expect(refused.payload).toMatchObject({ errorCode: 'FORBIDDEN' });
	});

	test('[A6] another’s room of the same name is another room', async () => {
		const { client: alice, threadId } = await member('alice');
		const { client: bob, threadId: other } = await member('bob');
		expect(other).not.toBe(threadId);
		await alice.request('send_message', { channel, text: 'mine' });
		await settled(alice, bob);
		expect(heard(alice)).toHaveLength(1);
		expect(heard(bob)).toEqual([]);
	});

	test.each(['join_channel', 'leave_channel', 'send_message', 'update_agent_status'])(
		'[A6] %s: another’s thread answers exactly as one that does not exist',
		async (type) => {
			const { threadId } = await member('alice');
			const bob = await openAs('bob');
			const rest = { text: 'hello', agentId: 'a', status: 'thinking' };
			const theirs = await bob.request(type, { threadId, ...rest });
			const nobodys = await bob.request(type, { threadId: crypto.randomUUID(), ...rest });
			expect(theirs.payload).toMatchObject({ errorCode: 'CHANNEL_NOT_FOUND', retryable: false });
			expect(theirs.payload).toEqual(nobodys.payload);
		}
	);

	test('[H1] there are no channels of sessions yet', async () => {
		const client = await openAs('alice');
		const answer = await client.request('join_channel', { channel: 'session:abc' });
		expect(answer.payload).toMatchObject({
			errorCode: 'CHANNEL_NOT_FOUND',
			errorMessage: expect.stringContaining('session:abc')
		});
	});

	test.each([
		['join_channel', 'without a channel', {}, 'payload.channel'],
		['join_channel', 'of no kind', { channel: 'notes' }, 'payload.channel'],
		['join_channel', 'without a name', { channel: 'room:' }, 'payload.channel'],
		['join_channel', 'in capitals', { channel: 'room:Notes' }, 'payload.channel'],
		['join_channel', 'too long', { channel: `room:${'n'.repeat(65)}` }, 'payload.channel'],
		['leave_channel', 'by a name for an id', { threadId: 'notes' }, 'payload.threadId'],
		['send_message', 'without text', { channel: 'room:notes' }, 'payload.text'],
		['send_message', 'of nothing to see', { channel: 'room:a', text: ' \n\u200b' }, 'payload.text'],
		['send_message', 'too long', { channel: 'room:a', text: 'x'.repeat(4001) }, 'payload.text'],
		[
			'update_agent_status',
			'of no agent',
			{ channel: 'room:a', agentId: 'a b', status: 'idle' },
			'payload.agentId'
		],
		[
			'update_agent_status',
			'of no status',
			{ channel: 'room:a', agentId: 'a', status: 'tired' },
			'payload.status'
		]
	])('[E2] %s %s is malformed', async (type, _, payload, path) => {
		const client = await house.openAs('alice');
		const answer = await client.request(type, payload);
		client.close();
		expect(answer).toMatchObject({
			type: 'error',
			payload: { errorCode: 'INVALID_MESSAGE_FORMAT' }
		});
		expect(answer.payload['details']).toEqual({ path });
	});

	test('[H1] a thousand threads are enough', async () => {
		const own = await startTestApp();
		const alice = (await own.app.accounts.keys.identify('alice')).userId;
		for (let made = 0; made < 1000; made += 1) void own.app.chat.makeThread(alice, `T${made}`);
		await own.app.chat.makeThread(alice, 'one more').catch(() => undefined);
		const client = await own.openAs('alice');
		const refused = await client.request('join_channel', { channel: 'room:one-more' });
		expect(refused.payload).toMatchObject({
			errorCode: 'INVALID_STATE',
			errorMessage: expect.stringContaining('1,000'),
			details: { state: 'threads_full' }
		});
		expect((await client.request('join_channel', { channel: 'room:t7' })).type).toBe(
			'channel_joined'
		);
		await own.stop();
	});
});

describe('saying something', () => {
	test('[H2] it is delivered, then told to every connection that joined', async () => {
		const { client, threadId } = await member();
		const { client: second } = await member();
		const answer = await client.request('send_message', { channel, text: 'Hello\r\n<b>you</b>' });
		expect(answer).toMatchObject({
			type: 'message_delivered',
			payload: { original_type: 'send_message', status: 'success', seq: 1, threadId, channel }
		});
		const { id, sentAt } = answer.payload;
		const author = { id: await idOf('alice'), name: expect.any(String) };
		const text = 'Hello\n<b>you</b>';
		for (const one of [client, second]) {
			const told = await one.next('chat_message');
			expect(told.requestId).toBeUndefined();
			expect(told.payload).toEqual({ id, seq: 1, channel, threadId, author, text, sentAt });
		}
		const types = client.received.map(({ type }) => type);
		expect(types.indexOf('message_delivered', 3)).toBeLessThan(types.indexOf('chat_message'));
	});

	test('[H2] whoever did not join may say something, and hears nothing', async () => {
		const { client, threadId } = await member();
		const outside = await openAs('alice');
		const answer = await outside.request('send_message', { threadId, text: 'through the door' });
		expect(answer.type).toBe('message_delivered');
		expect((await client.next('chat_message')).payload['text']).toBe('through the door');
		await settled(outside);
		expect(heard(outside)).toEqual([]);
	});

	test('[H2] a room that was never joined is not there to speak in', async () => {
		const client = await openAs('alice');
		const answer = await client.request('send_message', { channel, text: 'hello?' });
		expect(answer.payload).toMatchObject({
			errorCode: 'CHANNEL_NOT_FOUND',
			errorMessage: expect.stringContaining('Join it first')
		});
	});

	test('[D4] twenty who speak at once have one order, without a gap, the same for all', async () => {
		const speakers = await Promise.all(Array.from({ length: 20 }, () => member()));
		const clients = speakers.map(({ client }) => client);
		const answers = await Promise.all(
			clients.flatMap((client, speaker) =>
				Array.from({ length: 10 }, (_, turn) =>
					client.request('send_message', { channel, text: `${speaker}.${turn}` })
				)
			)
		);
		await settled(...clients);
		const numbers = answers.map(({ payload }) => Number(payload['seq']));
		const all = Array.from({ length: 200 }, (_, index) => index + 1);
		expect(numbers.toSorted((a, b) => a - b)).toEqual(all);
		const texts = heard(clients[0]!).map(({ text }) => text);
		for (const client of clients) {
			expect(heard(client).map(({ seq }) => seq)).toEqual(all);
			expect(heard(client).map(({ text }) => text)).toEqual(texts);
		}
		// Each speaker’s own words stand in the order they were said.
		for (let speaker = 0; speaker < 20; speaker += 1) {
			const own = texts.filter((text) => String(text).startsWith(`${speaker}.`));
			expect(own).toEqual(Array.from({ length: 10 }, (_, turn) => `${speaker}.${turn}`));
		}
	});

	test('[H1] joining tells how far it has come, so that nothing falls in between', async () => {
		const { client, threadId } = await member();
		const alice = await idOf('alice');
		const late = await openAs('alice');
		const said = Promise.all(
			Array.from({ length: 50 }, (_, index) =>
				client.request('send_message', { channel, text: `${index}` })
			)
		);
		const { payload } = await late.request('join_channel', { channel });
		await said;
		await settled(late);
		const before = await house.app.chat.messages(alice, threadId, { after: 0, limit: 200 });
		const known = new Set([
			...before.items.map(({ seq }) => seq).filter((seq) => seq <= Number(payload['lastSeq'])),
			...heard(late).map(({ seq }) => seq)
		]);
		expect(known.size).toBe(50);
	});

	test('[H1] whoever goes without a word is no member any more', async () => {
		const { client, threadId } = await member();
		client.socket.terminate();
		await expect
			.poll(async () => {
				const again = await openAs('alice');
				const { payload } = await again.request('join_channel', { threadId });
				again.close();
				return payload['members'];
			})
			.toHaveLength(1);
	});

	test('[A8] joining, speaking and agents leave the authentication alone', async () => {
		const { client } = await member();
		await client.request('send_message', { channel, text: 'one' });
		await client.request('update_agent_status', { channel, agentId: 'a', status: 'idle' });
		await client.request('leave_channel', { channel });
		expect(client.received.filter(({ type }) => type === 'connection_success')).toHaveLength(1);
		expect((await client.request('join_channel', { channel })).type).toBe('channel_joined');
	});
});

describe('sending again', () => {
	const send = async (client: RawClient, requestId: string, payload: object): Promise<Received> => {
		client.send('send_message', payload, requestId);
		return client.next('message_delivered', (answer) => answer.requestId === requestId);
	};

	test('[D3] the same request is answered again, and not said again', async () => {
		const { client } = await member();
		const requestId = crypto.randomUUID();
		const first = await send(client, requestId, { channel, text: 'once' });
		const { client: elsewhere } = await member();
		const again = await send(elsewhere, requestId, { channel, text: 'once' });
		expect(again.payload).toEqual(first.payload);
		await settled(client, elsewhere);
		expect(heard(client)).toHaveLength(1);
		expect(heard(elsewhere)).toEqual([]);
	});

	test('[D3] at once on two connections it is one message', async () => {
		const { client } = await member();
		const { client: second } = await member();
		const requestId = crypto.randomUUID();
		const answers = await Promise.all(
			[client, second].map((one) => send(one, requestId, { channel, text: 'twice at once' }))
		);
		expect(answers[0]!.payload).toEqual(answers[1]!.payload);
		await settled(client, second);
		expect(heard(client)).toHaveLength(1);
	});

	test('[D3] the same id for other words is a conflict', async () => {
		const { client } = await member();
		const requestId = crypto.randomUUID();
		await send(client, requestId, { channel, text: 'one' });
		client.send('send_message', { channel, text: 'two' }, requestId);
		const answer = await client.next('error', (error) => error.requestId === requestId);
		expect(answer.payload).toMatchObject({ errorCode: 'CONFLICT' });
		await settled(client);
		expect(heard(client)).toHaveLength(1);
	});

	test('[D3] two people may use the same id', async () => {
		const { client: alice } = await member('alice');
		const { client: bob } = await member('bob');
		const requestId = crypto.randomUUID();
		const first = await send(alice, requestId, { channel, text: 'same' });
		const second = await send(bob, requestId, { channel, text: 'same' });
		expect(first.payload['threadId']).not.toBe(second.payload['threadId']);
	});

	test('[D2] after a restart what was delivered is there, and is not said again', async () => {
		const first = await startTestApp();
		const client = await first.openAs('alice');
		await client.request('join_channel', { channel });
		const requestId = crypto.randomUUID();
		const delivered = await send(client, requestId, { channel, text: 'kept' });
		await first.app.drain();
		await first.app.close();
		const second = await startTestApp({ DATA_DIR: first.folder });
		const back = await second.openAs('alice');
		const again = await send(back, requestId, { channel, text: 'kept' });
		expect(again.payload).toEqual(delivered.payload);
		const { payload } = await back.request('join_channel', { channel });
		expect(payload['lastSeq']).toBe(1);
		const { userId } = await second.app.accounts.keys.identify('alice');
		const threadId = String(payload['threadId']);
		const page = await second.app.chat.messages(userId, threadId, { limit: 10 });
		expect(page.items.map(({ text }) => text)).toEqual(['kept']);
		await second.stop();
		first.server.close();
	});
});

describe('agents', () => {
	test('[I6] members hear what an agent does, and whoever joins later learns it', async () => {
		const { client, threadId } = await member();
		const agent = await openAs('alice');
		const answer = await agent.request('update_agent_status', {
			channel,
			agentId: 'coach',
			status: 'thinking'
		});
		expect(answer).toMatchObject({
			type: 'message_delivered',
			payload: { original_type: 'update_agent_status', status: 'success' }
		});
		expect((await client.next('agent_status')).payload).toEqual({
			sessionId: threadId,
			channel,
			agentId: 'coach',
			status: 'thinking'
		});
		const late = await openAs('alice');
		const joined = await late.request('join_channel', { channel });
		expect(joined.payload['agents']).toEqual([{ agentId: 'coach', status: 'thinking' }]);
	});

	test('[I6] an agent whose connection is gone does not think for ever', async () => {
		const { client, threadId } = await member();
		const agent = await openAs('alice');
		await agent.request('update_agent_status', { threadId, agentId: 'coach', status: 'asking' });
		await client.next('agent_status');
		agent.socket.terminate();
		expect((await client.next('agent_status')).payload).toMatchObject({
			agentId: 'coach',
			status: 'idle'
		});
	});

	test('[A6] another’s agent cannot be spoken for', async () => {
		const { client } = await member('alice');
		const bob = await openAs('bob');
		const answer = await bob.request('update_agent_status', {
			channel,
			agentId: 'coach',
			status: 'thinking'
		});
		expect(answer.payload).toMatchObject({ errorCode: 'CHANNEL_NOT_FOUND' });
		await settled(client, bob);
		expect(client.received.map(({ type }) => type)).not.toContain('agent_status');
	});
});
