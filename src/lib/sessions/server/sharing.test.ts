import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';
import type { Sharing } from './sharing';

const DAY_MS = 24 * 60 * 60 * 1000;

let house: TestApp;
let sharing: Sharing;
let aliceId: string;
let bobId: string;
let readerId: string;

beforeAll(async () => {
	house = await startTestApp({
		LIMIT_MESSAGES_PER_MINUTE: '10000',
		LIMIT_CONNECTIONS_PER_USER: '200'
	});
	sharing = house.app.sessions.sharing;
	const idOf = async (key: string) => (await house.app.accounts.byToken(key)).userId;
	aliceId = await idOf('alice');
	bobId = await idOf('bob');
	readerId = await idOf('reader');
});
afterAll(() => house.stop());

const makeClock = async () =>
	(await house.app.sessions.createClock(aliceId, { syncMode: 'count_up', participants: [] }))
		.sessionId;

const share = async (role: 'watch' | 'participate' = 'watch') =>
	sharing.create(aliceId, { sessionId: await makeClock(), role });

const subscribe = (client: RawClient, sessionId: string) =>
	client.request('subscribe_session', { sessionId });

const linkOf = async (linkId: string) =>
	(await sharing.list(aliceId, { limit: 200 })).items.find((link) => link.linkId === linkId);

describe('making a link', () => {
	test('[A6] its address holds the token behind the #, of 256 random bits', async () => {
		const { url, token, expiresAt } = await share();
		expect(url).toBe(`${house.app.env.ORIGIN}/share#${token}`);
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		const days = (Date.parse(expiresAt ?? '') - Date.now()) / DAY_MS;
		expect(days).toBeCloseTo(30, 0);
	});

	test('[A6] the token is answered once, and kept by nobody', async () => {
		const { linkId, token } = await share();
		expect(JSON.stringify(await linkOf(linkId))).not.toContain(token);
		const { items } = await sharing.list(aliceId, { limit: 1 });
		expect(items[0]).toMatchObject({ linkId, role: 'watch', follows: false, isOpen: true });
	});

	test('[A6] what is somebody else’s is shared like what does not exist', async () => {
		const sessionId = await makeClock();
		const wish = (id: string) => sharing.create(bobId, { sessionId: id, role: 'watch' });
		await expect(wish(sessionId)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
		await expect(wish(randomUUID())).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
	});

	test('[A6] whoever came by a link makes none himself', async () => {
		const { sessionId, token } = await share('participate');
		await sharing.redeem(bobId, token);
		const wish = sharing.create(bobId, { sessionId, role: 'watch' });
		await expect(wish).rejects.toMatchObject({ code: 'FORBIDDEN' });
	});

	test('[A6] nobody takes part in somebody else’s typing test', async () => {
		const [made] = await house.app.typing.reserveTests(aliceId, { mode: 'custom', text: 'a' }, 1);
		const wish = sharing.create(aliceId, { sessionId: made!.sessionId, role: 'participate' });
		await expect(wish).rejects.toMatchObject({ details: { path: 'role' } });
	});

	test('[A6] a hundred living links are the most', async () => {
		const sessionId = (
			await house.app.sessions.createClock(readerId, { syncMode: 'count_up', participants: [] })
		).sessionId;
		const make = () => sharing.create(readerId, { sessionId, role: 'watch' });
		for (let link = 0; link < 100; link += 1) await make();
		await expect(make()).rejects.toMatchObject({ details: { state: 'links_full' } });
		const [newest] = (await sharing.list(readerId, { limit: 1 })).items;
		await sharing.withdraw(readerId, newest!.linkId);
		await make();
	});
});

describe('opening a link', () => {
	test('[A6] it gives a part in its session, and again the same', async () => {
		const { sessionId, token } = await share();
		const bob = await house.openAs('bob');
		expect((await subscribe(bob, sessionId)).payload['errorCode']).toBe('SESSION_NOT_FOUND');
		const redeemed = await sharing.redeem(bobId, token);
		expect(redeemed).toEqual({
			sessionId,
			kind: 'clock',
			role: 'watch',
			url: `/sessions/${sessionId}`
		});
		expect(await sharing.redeem(bobId, token)).toEqual(redeemed);
		const { payload } = await subscribe(bob, sessionId);
		expect(payload).toMatchObject({ sessionId, role: 'watch' });
		expect(house.app.sessions.engine.members(sessionId)).toHaveLength(2);
	});

	test('[A6] the owner’s own link leaves him what he is', async () => {
		const { token } = await share();
		expect((await sharing.redeem(aliceId, token)).role).toBe('owner');
	});

	test('[A6] a watcher who gets a link to take part takes part', async () => {
		const { sessionId, token } = await share('watch');
		await sharing.redeem(bobId, token);
		const greater = await sharing.create(aliceId, { sessionId, role: 'participate' });
		expect((await sharing.redeem(bobId, greater.token)).role).toBe('participate');
		expect((await sharing.redeem(bobId, token)).role).toBe('participate');
	});

	test('[A6] a token that is none is not found', async () => {
		const wrong = sharing.redeem(bobId, 'nothing-of-ours');
		await expect(wrong).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	test('[A6] one whose time is up lets nobody in, and whoever came by it is out at once', async () => {
		const sessionId = await makeClock();
		const expiresAt = new Date(Date.now() + 60_000);
		const { linkId, token } = await sharing.create(aliceId, {
			...{ sessionId, expiresAt },
			role: 'watch'
		});
		await sharing.redeem(bobId, token);
		const bob = await house.openAs('bob');
		await subscribe(bob, sessionId);
		house.advance(61_000);
		const late = sharing.redeem(readerId, token);
		await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
		const { payload } = await bob.next('subscription_ended');
		expect(payload).toEqual({ sessionId, reason: 'expired' });
		expect(await linkOf(linkId)).toBeUndefined();
	});
});

describe('withdrawing a link', () => {
	test('[A6] whoever came by it hears that at once, and nothing more', async () => {
		const { linkId, sessionId, token } = await share();
		await sharing.redeem(bobId, token);
		const bob = await house.openAs('bob');
		await subscribe(bob, sessionId);
		await sharing.withdraw(aliceId, linkId);
		const { payload } = await bob.next('subscription_ended');
		expect(payload).toEqual({ sessionId, reason: 'withdrawn' });
		await house.app.sessions.act(aliceId, sessionId, 'start', {});
		await bob.settle();
		expect(bob.received.map(({ type }) => type)).not.toContain('state_update');
		expect((await subscribe(bob, sessionId)).payload['errorCode']).toBe('SESSION_NOT_FOUND');
		await expect(sharing.redeem(bobId, token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	test('[A6] whoever came by another link stays', async () => {
		const first = await share();
		const second = await sharing.create(aliceId, { sessionId: first.sessionId, role: 'watch' });
		await sharing.redeem(bobId, first.token);
		await sharing.withdraw(aliceId, second.linkId);
		expect((await house.app.sessions.session(bobId, first.sessionId)).role).toBe('watch');
	});

	test('[A6] somebody else’s link is as one that does not exist', async () => {
		const { linkId } = await share();
		const foreign = await sharing.withdraw(bobId, linkId).catch((error: Error) => error.message);
		const unknown = await sharing
			.withdraw(bobId, randomUUID())
			.catch((error: Error) => error.message);
		expect(foreign).toBe(unknown);
		expect(await linkOf(linkId)).toBeDefined();
	});
});

describe('who came by a link', () => {
	test('[A6] its maker sees them, and whether they are there', async () => {
		const { linkId, sessionId, token } = await share();
		await sharing.redeem(bobId, token);
		expect((await linkOf(linkId))?.people).toMatchObject([{ connected: false }]);
		const bob = await house.openAs('bob');
		await subscribe(bob, sessionId);
		expect((await linkOf(linkId))?.people).toMatchObject([{ connected: true }]);
		expect(JSON.stringify(await linkOf(linkId))).not.toContain(bobId);
	});

	test('[A6] one is taken out; the others stay, and nobody else comes in', async () => {
		const { linkId, sessionId, token } = await share();
		await sharing.redeem(bobId, token);
		await sharing.redeem(readerId, token);
		const bob = await house.openAs('bob');
		const { personId } = (await subscribe(bob, sessionId)).payload;
		await sharing.removePerson(aliceId, linkId, personId!);
		const { payload } = await bob.next('subscription_ended');
		expect(payload).toEqual({ sessionId, reason: 'withdrawn' });
		await expect(sharing.redeem(bobId, token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect((await house.app.sessions.session(readerId, sessionId)).role).toBe('watch');
		expect(await linkOf(linkId)).toMatchObject({ isOpen: false, people: [{}] });
	});
});
