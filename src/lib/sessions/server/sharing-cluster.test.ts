import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MadeLink } from '../share-links';
import type { TestApp } from '../../testing/app';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';

/** Alice types on one instance, Bob watches on the other. */

let cluster: TestCluster;
let here: TestApp;
let there: TestApp;
let aliceId: string;
let bobId: string;
let alice: RawClient;
let bob: RawClient;
let link: MadeLink;
let sessionId: string;

beforeAll(async () => {
	cluster = await startTestCluster(2, {
		LIMIT_MESSAGES_PER_MINUTE: '10000',
		TEST_API_KEYS: 'alice,bob,carol'
	});
	[here, there] = cluster.apps;
	await cluster.settled('joined');
	aliceId = (await here.app.accounts.byToken('alice')).userId;
	bobId = (await here.app.accounts.byToken('bob')).userId;
}, 60_000);
afterAll(() => cluster.stop());

beforeEach(async () => {
	[alice, bob] = await Promise.all([here.openAs('alice'), there.openAs('bob')]);
	sessionId = await reserve('to be or not');
	link = await here.app.sessions.sharing.create(aliceId, { sessionId, role: 'watch' });
	await there.app.sessions.sharing.redeem(bobId, link.token);
	await bob.request('subscribe_session', { sessionId });
	return async () => {
		await here.app.sessions.sharing.withdraw(aliceId, link.linkId).catch(() => undefined);
		alice.close();
		bob.close();
	};
});

async function reserve(text: string): Promise<string> {
	const [made] = await here.app.typing.reserveTests(aliceId, { mode: 'custom', text }, 1);
	return made!.sessionId;
}

const isState = (wanted: object) => (message: { payload: object }) => {
	const { state } = message.payload as { state: Record<string, unknown> };
	return Object.entries(wanted).every(([name, value]) => state[name] === value);
};

describe('across two instances', () => {
	test('[T7] [X1] what is typed on one is watched on the other', async () => {
		await alice.request('start_session', { sessionId });
		await bob.next('state_update', isState({ status: 'typing' }));
		const events = Array.from('to be', (text, index) => ({ t: index * 150, kind: 'insert', text }));
		await alice.request('input_update', { sessionId, seq: 0, events });
		const { payload } = await bob.next('typing_progress');
		expect(payload).toMatchObject({ sessionId, participants: [{ position: 5 }] });
	});

	test('[A6] [X1] a withdrawn link is felt on the other at once', async () => {
		const from = performance.now();
		await here.app.sessions.sharing.withdraw(aliceId, link.linkId);
		const { payload } = await bob.next('subscription_ended');
		expect(payload).toEqual({ sessionId, reason: 'withdrawn' });
		expect(performance.now() - from).toBeLessThan(500);
		const again = await bob.request('subscribe_session', { sessionId });
		expect(again.payload['errorCode']).toBe('SESSION_NOT_FOUND');
	});

	test('[H1] [X1] whoever is out is out of the thread on the other, too', async () => {
		const channel = `session:${sessionId}`;
		await bob.request('join_channel', { channel });
		await alice.request('join_channel', { channel });
		await alice.request('send_message', { channel, text: 'look' });
		await bob.next('chat_message');
		await here.app.sessions.sharing.withdraw(aliceId, link.linkId);
		expect((await bob.next('channel_left')).payload).toMatchObject({
			channel,
			reason: 'withdrawn'
		});
	});

	test('[A6] [X1] a link whose time is up is felt on the other at once', async () => {
		const expiresAt = new Date(Date.now() + 300);
		const short = await here.app.sessions.sharing.create(aliceId, {
			...{ sessionId, expiresAt },
			role: 'watch'
		});
		const carol = await there.app.accounts.byToken('carol');
		await there.app.sessions.sharing.redeem(carol.userId, short.token);
		const line = await there.openAs('carol');
		await line.request('subscribe_session', { sessionId });
		const { payload } = await line.next('subscription_ended');
		expect(payload).toEqual({ sessionId, reason: 'expired' });
		expect(Date.now() - expiresAt.getTime()).toBeLessThan(1_000);
		line.close();
	});

	test('[A6] the owner sees on one who watches on the other', async () => {
		const list = () => here.app.sessions.sharing.list(aliceId, { limit: 1 });
		expect((await list()).items[0]?.people).toMatchObject([{ connected: true }]);
		bob.close();
		await expect
			.poll(async () => (await list()).items[0]?.people, { timeout: 5_000 })
			.toMatchObject([{ connected: false }]);
	});

	test('[A6] the owner sees by each of his links who watches on the other', async () => {
		const second = await here.app.sessions.sharing.create(aliceId, { sessionId, role: 'watch' });
		const carol = await there.app.accounts.byToken('carol');
		await there.app.sessions.sharing.redeem(carol.userId, second.token);
		const line = await there.openAs('carol');
		await line.request('subscribe_session', { sessionId });
		const { items } = await here.app.sessions.sharing.list(aliceId, { limit: 2 });
		expect(items.flatMap(({ people }) => people.map(({ connected }) => connected))).toEqual([
			true,
			true
		]);
		await here.app.sessions.sharing.withdraw(aliceId, second.linkId);
		line.close();
	});

	test('[S6] whoever asks by REST where nobody of it is sees who is there', async () => {
		const { participants } = await here.app.sessions.session(aliceId, sessionId);
		expect(participants.map(({ role, connected }) => ({ role, connected }))).toEqual([
			{ role: 'owner', connected: false },
			{ role: 'watch', connected: true }
		]);
	});

	test('[A6] [S3] who deletes everything ends the watching of it on the other at once', async () => {
		const channel = `session:${sessionId}`;
		await bob.request('join_channel', { channel });
		await here.app.accounts.belongings.remove(await here.app.accounts.byToken('alice'));
		expect((await bob.next('session_deleted')).payload).toEqual({ sessionId });
		expect((await bob.next('channel_left')).payload).toMatchObject({ reason: 'deleted' });
	});
});

describe('while Redis is away', () => {
	test('[A6] [X4] a withdrawn link is felt on the other within two seconds', async () => {
		await bob.request('join_channel', { channel: `session:${sessionId}` });
		await cluster.redis.kill();
		await cluster.settled('away');
		const from = performance.now();
		await here.app.sessions.sharing.withdraw(aliceId, link.linkId);
		await bob.next('subscription_ended');
		await bob.next('channel_left');
		expect(performance.now() - from).toBeLessThan(2_000);
	});
});
