import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';

let house: TestApp;
let aliceId: string;
let bobId: string;

beforeAll(async () => {
	house = await startTestApp({
		LIMIT_MESSAGES_PER_MINUTE: '10000',
		LIMIT_CONNECTIONS_PER_USER: '200'
	});
	aliceId = (await house.app.accounts.byToken('alice')).userId;
	bobId = (await house.app.accounts.byToken('bob')).userId;
});
afterAll(() => house.stop());

const share = async (role: 'watch' | 'participate' = 'watch') => {
	const { sessions } = house.app;
	const wish = { syncMode: 'count_up' as const, participants: [] };
	const { sessionId } = await sessions.createClock(aliceId, wish);
	const link = await sessions.sharing.create(aliceId, { sessionId, role });
	return { ...link, channel: `session:${sessionId}` };
};

describe('the channel of a session', () => {
	test.each(['watch', 'participate'] as const)(
		'[H1] whoever may %s reads and writes, and its owner',
		async (role) => {
			const { channel, token } = await share(role);
			await house.app.sessions.sharing.redeem(bobId, token);
			const [alice, bob] = [await house.openAs('alice'), await house.openAs('bob')];
			const joined = await bob.request('join_channel', { channel });
			expect(joined).toMatchObject({ type: 'channel_joined', payload: { channel, lastSeq: 0 } });
			const { threadId } = joined.payload;
			expect((await alice.request('join_channel', { channel })).payload['threadId']).toBe(threadId);
			await bob.request('send_message', { channel, text: 'well done' });
			expect((await alice.next('chat_message')).payload).toMatchObject({ text: 'well done' });
			await alice.request('send_message', { threadId, text: 'thank you' });
			await bob.next('chat_message', ({ payload }) => payload['text'] === ('thank you' as never));
			const { items } = await house.app.chat.messages(bobId, threadId!, { limit: 10 });
			expect(items.map(({ text }) => text)).toEqual(['thank you', 'well done']);
		}
	);

	test('[S6] [H1] people go by ids of the thread alone, each told his own', async () => {
		const { channel, token } = await share();
		await house.app.sessions.sharing.redeem(bobId, token);
		const [alice, bob] = [await house.openAs('alice'), await house.openAs('bob')];
		const { me: alicesId } = (await alice.request('join_channel', { channel })).payload;
		const joined = (await bob.request('join_channel', { channel })).payload;
		expect(joined).toMatchObject({ members: [{ id: alicesId }, { id: joined['me'] }] });
		await bob.request('send_message', { channel, text: 'hello' });
		const { author, threadId } = (await alice.next('chat_message')).payload as never;
		expect(author).toMatchObject({ id: joined['me'] });
		await house.app.chat.messages(aliceId, threadId, { limit: 1 });
		for (const { received } of [alice, bob]) {
			const heard = JSON.stringify(received.filter(({ type }) => type !== 'connection_success'));
			for (const userId of [aliceId, bobId]) expect(heard).not.toContain(userId);
		}
	});

	test('[H1] [A6] for a stranger it is as one that does not exist', async () => {
		const { channel } = await share();
		const alice = await house.openAs('alice');
		await alice.request('join_channel', { channel });
		const bob = await house.openAs('bob');
		for (const [type, more] of [
			['join_channel', {}],
			['leave_channel', {}],
			['send_message', { text: 'hello' }]
		] as const) {
			const unknown = `session:${randomUUID()}`;
			const foreign = await bob.request(type, { channel, ...more });
			const none = await bob.request(type, { channel: unknown, ...more });
			const words = ({ payload }: typeof none, name: string) =>
				JSON.stringify(payload).replaceAll(name, '');
			expect(foreign.payload['errorCode']).toBe('CHANNEL_NOT_FOUND');
			expect(words(foreign, channel)).toBe(words(none, unknown));
		}
	});

	test('[H1] who loses his part in the session is out at once', async () => {
		const { channel, linkId, token } = await share();
		const { sharing } = house.app.sessions;
		await sharing.redeem(bobId, token);
		const [alice, bob] = [await house.openAs('alice'), await house.openAs('bob')];
		await alice.request('join_channel', { channel });
		const { threadId } = (await bob.request('join_channel', { channel })).payload;
		await sharing.withdraw(aliceId, linkId);
		const left = await bob.next('channel_left');
		expect(left.payload).toEqual({ channel, threadId, reason: 'withdrawn' });
		await alice.request('send_message', { channel, text: 'between us' });
		await bob.settle();
		expect(bob.received.map(({ type }) => type)).not.toContain('chat_message');
		const denied = await bob.request('send_message', { threadId, text: 'still here' });
		expect(denied.payload['errorCode']).toBe('CHANNEL_NOT_FOUND');
		await expect(house.app.chat.messages(bobId, threadId!, { limit: 1 })).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
	});

	test('[H1] a session that is deleted leaves its owner what was said', async () => {
		const { channel, sessionId, token } = await share();
		await house.app.sessions.sharing.redeem(bobId, token);
		const bob = await house.openAs('bob');
		const { threadId } = (await bob.request('join_channel', { channel })).payload;
		await bob.request('send_message', { channel, text: 'remember this' });
		await house.app.sessions.engine.remove(aliceId, sessionId);
		expect((await bob.next('channel_left')).payload).toMatchObject({ reason: 'withdrawn' });
		const { items } = await house.app.chat.messages(aliceId, threadId!, { limit: 1 });
		expect(items[0]?.text).toBe('remember this');
	});

	test('[H1] [A6] a member neither renames nor deletes the owner’s thread', async () => {
		const { channel, token } = await share();
		await house.app.sessions.sharing.redeem(bobId, token);
		const bob = await house.openAs('bob');
		const threadId = (await bob.request('join_channel', { channel })).payload['threadId']!;
		const { chat } = house.app;
		await expect(chat.renameThread(bobId, threadId, 'mine')).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		await expect(chat.deleteThread(bobId, threadId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	test('[H3] the owner’s list has it once something was said; a member’s never', async () => {
		const { channel, token } = await share();
		await house.app.sessions.sharing.redeem(bobId, token);
		const bob = await house.openAs('bob');
		const threadId = (await bob.request('join_channel', { channel })).payload['threadId']!;
		const listed = async (userId: string) =>
			(await house.app.chat.listThreads(userId, { limit: 200 })).items.some(
				(thread) => thread.threadId === threadId
			);
		expect(await listed(aliceId)).toBe(false);
		await bob.request('send_message', { channel, text: 'hello' });
		expect(await listed(aliceId)).toBe(true);
		expect(await listed(bobId)).toBe(false);
	});

	test('[H1] it goes on beside the next test that a link follows to', async () => {
		const { typing, sessions } = house.app;
		const reserve = async () =>
			(await typing.reserveTests(aliceId, { mode: 'custom', text: 'to be' }, 1))[0]!.sessionId;
		const first = await reserve();
		const { token } = await sessions.sharing.create(aliceId, { sessionId: first, role: 'watch' });
		await sessions.sharing.redeem(bobId, token);
		const [alice, bob] = [await house.openAs('alice'), await house.openAs('bob')];
		const { threadId } = (await bob.request('join_channel', { channel: `session:${first}` }))
			.payload;
		const second = await reserve();
		await alice.request('start_session', { sessionId: second });
		await expect.poll(() => sessions.following.leadsTo(bobId, first)).toBe(second);
		const said = await bob.request('send_message', { channel: `session:${second}`, text: 'go on' });
		expect(said.payload['threadId']).toBe(threadId);
		expect((await bob.next('chat_message')).payload['channel']).toBe(`session:${second}`);
	});
});
