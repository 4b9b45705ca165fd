import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MadeLink } from '../../sessions/share-links';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';

let house: TestApp;
let aliceId: string;
let bobId: string;
let alice: RawClient;
let bob: RawClient;
let link: MadeLink | undefined;

beforeAll(async () => {
	house = await startTestApp({
		LIMIT_MESSAGES_PER_MINUTE: '10000',
		LIMIT_CONNECTIONS_PER_USER: '200'
	});
	aliceId = (await house.app.accounts.byToken('alice')).userId;
	bobId = (await house.app.accounts.byToken('bob')).userId;
});
afterAll(() => house.stop());

beforeEach(async () => {
	const { sharing } = house.app.sessions;
	if (link) await sharing.withdraw(aliceId, link.linkId).catch(() => undefined);
	alice = await house.openAs('alice');
	bob = await house.openAs('bob');
});

const reserve = async (text = 'to be') => {
	const [made] = await house.app.typing.reserveTests(aliceId, { mode: 'custom', text }, 1);
	return made!.sessionId;
};

/** Alice shares a test, Bob opens the link and watches. */
async function watch(sessionId: string): Promise<MadeLink> {
	const { sharing } = house.app.sessions;
	link = await sharing.create(aliceId, { sessionId, role: 'watch' });
	await sharing.redeem(bobId, link.token);
	await bob.request('subscribe_session', { sessionId });
	return link;
}

const start = (sessionId: string) => alice.request('start_session', { sessionId });

const type = (sessionId: string, text: string, from = 0) =>
	alice.request('input_update', {
		sessionId,
		seq: from,
		events: Array.from(text, (char, index) => ({
			t: (from + index) * 150,
			kind: 'insert',
			text: char
		}))
	});

const state = async (sessionId: string, matching: (state: Record<string, unknown>) => boolean) =>
	(
		await bob.next(
			'state_update',
			({ payload }) =>
				payload['sessionId'] === (sessionId as never) && matching(payload['state']! as never)
		)
	).payload['state'] as unknown as Record<string, unknown>;

describe('watching a test', () => {
	test('[A6] [S1] the one who opened the link sees the text, and that nothing is typed yet', async () => {
		const sessionId = await reserve('a text of mine');
		await watch(sessionId);
		const shown = await house.app.sessions.session(bobId, sessionId);
		expect(shown).toMatchObject({
			role: 'watch',
			state: { kind: 'typing', status: 'waiting', text: 'a text of mine' }
		});
		const typist = shown.participants.find(({ role }) => role === 'owner');
		expect(typist?.id).toBe((shown.state as Record<string, unknown>)['typistId']);
		expect(JSON.stringify(shown)).not.toContain(aliceId);
	});

	test('[T7] begun, typed and over: each is seen as it happens', async () => {
		const sessionId = await reserve();
		await watch(sessionId);
		await start(sessionId);
		await state(sessionId, ({ status }) => status === 'typing');
		await type(sessionId, 'to');
		const { payload } = await bob.next('typing_progress');
		const { typistId } = (await house.app.sessions.session(bobId, sessionId)).state as never;
		expect(payload).toMatchObject({ sessionId, participants: [{ id: typistId, position: 2 }] });
		await type(sessionId, ' be', 2);
		const { resultId } = (await alice.next('session_complete')).payload as never;
		const over = await state(sessionId, ({ status }) => status === 'completed');
		const { wpm, accuracy } = await house.app.typing.result(aliceId, resultId);
		expect(over['result']).toMatchObject({ wpm, accuracy });
	});

	test('[T7] what is shared while it is typed is seen from there on', async () => {
		const sessionId = await reserve();
		await start(sessionId);
		await type(sessionId, 't');
		await watch(sessionId);
		await type(sessionId, 'o', 1);
		await state(sessionId, ({ status }) => status === 'typing');
		const { payload } = await bob.next('typing_progress');
		expect(payload).toMatchObject({ participants: [{ position: 2 }] });
	});

	test('[T7] who goes on after a long pause is watched again', async () => {
		const sessionId = await reserve();
		await watch(sessionId);
		await start(sessionId);
		await type(sessionId, 't');
		await bob.next('typing_progress');
		house.advance(11 * 60_000);
		const { sharing } = house.app.sessions;
		// What is shared in the meantime has the others forgotten.
		const another = await reserve('another');
		const { linkId } = await sharing.create(aliceId, { sessionId: another, role: 'watch' });
		await sharing.withdraw(aliceId, linkId);
		await type(sessionId, 'o', 1);
		const { payload } = await bob.next('typing_progress');
		expect(payload).toMatchObject({ sessionId, participants: [{ position: 2 }] });
	});

	test('[T7] whoever comes later is told at once how far it is', async () => {
		const sessionId = await reserve();
		await watch(sessionId);
		await start(sessionId);
		await type(sessionId, 'to');
		await bob.next('typing_progress');
		const again = await house.openAs('bob');
		await again.request('subscribe_session', { sessionId });
		const { payload } = await again.next('typing_progress');
		expect(payload).toMatchObject({ participants: [{ position: 2 }] });
	});

	test('[A6] a test of somebody else’s cannot be shared, nor a race’s', async () => {
		const { sharing } = house.app.sessions;
		const sessionId = await reserve();
		const foreign = sharing.create(bobId, { sessionId, role: 'watch' });
		await expect(foreign).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
	});

	test('[T7] a test that nobody shared becomes no session', async () => {
		const sessionId = await reserve();
		await start(sessionId);
		await type(sessionId, 'to be');
		await alice.next('session_complete');
		expect(house.app.sessions.engine.find(sessionId)).toBeUndefined();
	});
});

describe('going on to the next test', () => {
	test('[A6] the link and its watchers follow once it begins', async () => {
		const first = await reserve();
		const { linkId, token } = await watch(first);
		await start(first);
		const second = await reserve('or not');
		await expect(house.app.sessions.session(bobId, second)).rejects.toThrow();
		await start(second);
		const { nextSessionId } = await state(first, (told) => told['nextSessionId'] !== undefined);
		expect(nextSessionId).toBe(second);
		const { payload } = await bob.request('subscribe_session', { sessionId: second });
		expect(payload).toMatchObject({ role: 'watch', state: { status: 'typing', text: 'or not' } });
		const { items } = await house.app.sessions.sharing.list(aliceId, { limit: 50 });
		expect(items.find((item) => item.linkId === linkId)?.sessionId).toBe(second);
		expect(await house.app.sessions.sharing.redeem(bobId, token)).toMatchObject({
			sessionId: second
		});
	});

	test('[A6] who was away for some of them is led to what is typed now', async () => {
		const first = await reserve();
		await watch(first);
		for (const text of ['two', 'three', 'four']) await start(await reserve(text));
		const last = await reserve('five');
		await start(last);
		await expect.poll(() => house.app.sessions.following.leadsTo(bobId, first)).toBe(last);
	});

	test('[A6] withdrawn, he is out of all of them', async () => {
		const first = await reserve();
		const { linkId } = await watch(first);
		const second = await reserve('or not');
		await start(second);
		await state(first, (told) => told['nextSessionId'] !== undefined);
		await bob.request('subscribe_session', { sessionId: second });
		await house.app.sessions.sharing.withdraw(aliceId, linkId);
		await bob.next(
			'subscription_ended',
			({ payload }) => payload['sessionId'] === (second as never)
		);
		for (const sessionId of [first, second]) {
			await expect(house.app.sessions.session(bobId, sessionId)).rejects.toThrow();
		}
	});

	test('[A6] taken up again, the earlier one is what is watched', async () => {
		const first = await reserve();
		await watch(first);
		await start(first);
		const second = await reserve('or not');
		await start(second);
		await state(first, (told) => told['nextSessionId'] === second);
		await start(first);
		await expect.poll(() => house.app.sessions.following.leadsTo(bobId, second)).toBe(first);
		const { state: shown } = await house.app.sessions.session(bobId, first);
		expect(shown).not.toHaveProperty('nextSessionId');
	});

	test('[A6] what was left without a result goes after a day; what was typed and what is typed stay', async () => {
		const { engine } = house.app.sessions;
		const [typed, left, last] = [await reserve('a'), await reserve(), await reserve()];
		await watch(typed);
		await start(typed);
		await type(typed, 'a');
		await alice.next('session_complete');
		await start(left);
		await expect.poll(() => engine.find(left)).toBeDefined();
		await start(last);
		await expect.poll(() => house.app.sessions.following.leadsTo(bobId, left)).toBe(last);
		house.advance(23 * 60 * 60_000);
		await delay(700);
		expect(engine.find(left)).toBeDefined();
		house.advance(2 * 60 * 60_000);
		await expect.poll(() => engine.find(left), { timeout: 5_000 }).toBeUndefined();
		await delay(100);
		expect(engine.find(typed)).toBeDefined();
		expect(engine.find(last)).toBeDefined();
	});

	test('[A6] what was left and shared by a link of its own stays', async () => {
		const { sharing, engine } = house.app.sessions;
		const [first, second] = [await reserve(), await reserve()];
		await watch(first);
		await start(first);
		const kept = await sharing.create(aliceId, {
			...{ sessionId: first, role: 'watch' as const },
			follows: false
		});
		await start(second);
		await expect.poll(() => house.app.sessions.following.leadsTo(bobId, first)).toBe(second);
		house.advance(25 * 60 * 60_000);
		await delay(1_200);
		expect(engine.find(first)).toBeDefined();
		await sharing.withdraw(aliceId, kept.linkId);
	});

	test('[A6] a link that does not follow stays where it is', async () => {
		const { sharing } = house.app.sessions;
		const first = await reserve();
		link = await sharing.create(aliceId, { sessionId: first, role: 'watch', follows: false });
		const second = await reserve('or not');
		await start(second);
		await alice.settle();
		await type(second, 'or not');
		await alice.next('session_complete');
		expect(house.app.sessions.engine.find(second)).toBeUndefined();
	});
});
