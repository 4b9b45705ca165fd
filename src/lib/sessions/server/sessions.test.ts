import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient, Received } from '../../testing/raw-client';
import { clockParticipant, type ClockState } from './clock-kind';

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

const chess = {
	syncMode: 'per_participant' as const,
	participants: [
		{ id: 'ann', name: 'Ann', totalTimeMs: 60_000 },
		{ id: 'ben', name: 'Ben', totalTimeMs: 30_000 }
	]
};

interface Person {
	id: string;
	connected: boolean;
}

const peopleIn = ({ payload }: Received) =>
	(payload as { participants?: Person[] }).participants ?? [];

const make = async () => (await house.app.sessions.createClock(aliceId, chess)).sessionId;

const admit = (sessionId: string, role: 'participate' | 'watch', personId?: string) =>
	house.app.sessions.engine.write((sessions) =>
		sessions.join(sessionId, bobId, role, { personId })
	);

const subscribe = (client: RawClient, sessionId: string) =>
	client.request('subscribe_session', { sessionId });

describe('subscribing', () => {
	test('[S1] the answer is the state as it is, and what the asker is in it', async () => {
		const sessionId = await make();
		const alice = await house.openAs('alice');
		const { type, payload } = await subscribe(alice, sessionId);
		expect(type).toBe('state_sync');
		expect(payload).toMatchObject({
			sessionId,
			version: 1,
			role: 'owner',
			state: { kind: 'clock', participants: chess.participants, clock: { status: 'ready' } }
		});
	});

	test('[S1] a malformed id is a malformed message, an unknown one is not found', async () => {
		const alice = await house.openAs('alice');
		const malformed = await alice.request('subscribe_session', { sessionId: 'nonsense' });
		expect(malformed.payload).toMatchObject({ errorCode: 'INVALID_MESSAGE_FORMAT' });
		const unknown = await subscribe(alice, randomUUID());
		expect(unknown.payload).toMatchObject({ errorCode: 'SESSION_NOT_FOUND' });
	});

	test('[A6] somebody else’s session answers as one that does not exist', async () => {
		const bob = await house.openAs('bob');
		const foreign = await subscribe(bob, await make());
		const unknown = await subscribe(bob, randomUUID());
		expect(foreign.payload).toEqual(unknown.payload);
	});

	test('[S1] who unsubscribed hears nothing more', async () => {
		const sessionId = await make();
		const alice = await house.openAs('alice');
		await subscribe(alice, sessionId);
		const ended = await alice.request('unsubscribe_session', { sessionId });
		expect(ended).toMatchObject({
			type: 'subscription_ended',
			payload: { reason: 'unsubscribed' }
		});
		await house.app.sessions.act(aliceId, sessionId, 'start', {});
		await alice.request('ping', {});
		expect(alice.received.some(({ type }) => type === 'state_update')).toBe(false);
	});
});

describe('changing', () => {
	test('[S2] every subscriber gets the whole new state, one version on', async () => {
		const sessionId = await make();
		await admit(sessionId, 'watch');
		const clients = await Promise.all([
			house.openAs('alice'),
			house.openAs('alice'),
			house.openAs('bob')
		]);
		for (const client of clients) await subscribe(client, sessionId);
		await house.app.sessions.act(aliceId, sessionId, 'start', {});
		for (const client of clients) {
			const { payload } = await client.next('state_update');
			expect(payload).toMatchObject({
				sessionId,
				version: 2,
				state: { kind: 'clock', clock: { status: 'running', activeId: 'ann' } }
			});
		}
	});

	test('[S5] a turn is ended by whose it is or the owner, the end by the owner alone', async () => {
		const sessionId = await make();
		await admit(sessionId, 'participate', 'ben');
		const { sessions } = house.app;
		await sessions.act(bobId, sessionId, 'start', {});
		await expect(sessions.act(bobId, sessionId, 'switch', {})).rejects.toMatchObject({
			code: 'FORBIDDEN'
		});
		await sessions.act(aliceId, sessionId, 'switch', {});
		const { state } = await sessions.act(bobId, sessionId, 'switch', {});
		expect(state).toMatchObject({ clock: { activeId: 'ann' } });
		await expect(sessions.act(bobId, sessionId, 'complete', {})).rejects.toMatchObject({
			code: 'FORBIDDEN'
		});
	});

	test('[S5] who watches changes nothing', async () => {
		const sessionId = await make();
		await admit(sessionId, 'watch');
		const { sessions } = house.app;
		for (const action of ['start', 'switch', 'pause', 'resume', 'complete'] as const) {
			await expect(sessions.act(bobId, sessionId, action, {})).rejects.toMatchObject({
				code: 'FORBIDDEN'
			});
		}
		await expect(sessions.engine.remove(bobId, sessionId)).rejects.toMatchObject({
			code: 'FORBIDDEN'
		});
		expect((await sessions.session(aliceId, sessionId)).version).toBe(1);
	});

	test('[S4] who names a version that is over gets CONFLICT with the one that is', async () => {
		const sessionId = await make();
		const { sessions } = house.app;
		await sessions.act(aliceId, sessionId, 'start', { expectedVersion: 1 });
		const late = sessions.act(aliceId, sessionId, 'pause', { expectedVersion: 1 });
		await expect(late).rejects.toMatchObject({ code: 'CONFLICT', details: { version: 2 } });
		expect(await sessions.session(aliceId, sessionId)).toMatchObject({
			version: 2,
			state: { clock: { status: 'running' } }
		});
	});

	test('[S4] a use case that fails changes nothing and tells nobody', async () => {
		const sessionId = await make();
		const alice = await house.openAs('alice');
		await subscribe(alice, sessionId);
		const failing = house.app.sessions.engine.write((sessions) => {
			sessions.change<ClockState>(sessionId, (state) => ({ ...state, participants: [] }));
			throw new Error('half-way');
		});
		await expect(failing).rejects.toThrow('half-way');
		await alice.request('ping', {});
		expect(alice.received.some(({ type }) => type === 'state_update')).toBe(false);
		expect((await house.app.sessions.session(aliceId, sessionId)).version).toBe(1);
	});

	test('[S3] deleted, everybody is told, and nobody finds it again', async () => {
		const sessionId = await make();
		await admit(sessionId, 'watch');
		const [alice, bob] = await Promise.all([house.openAs('alice'), house.openAs('bob')]);
		for (const client of [alice, bob]) await subscribe(client, sessionId);
		await house.app.sessions.engine.remove(aliceId, sessionId);
		for (const client of [alice, bob]) {
			expect((await client.next('session_deleted')).payload).toEqual({ sessionId });
		}
		const again = await subscribe(alice, sessionId);
		expect(again.payload).toMatchObject({ errorCode: 'SESSION_NOT_FOUND' });
	});
});

describe('making a clock', () => {
	const createClock = (wish: object) => house.app.sessions.createClock(aliceId, wish as never);

	test('[S5] times belong to where they mean something', async () => {
		const ann = { id: 'ann', name: 'Ann' };
		const refused = { code: 'INVALID_MESSAGE_FORMAT' };
		const wishes = [
			{ syncMode: 'per_participant', participants: [] },
			{ syncMode: 'per_participant', participants: [ann] },
			{ syncMode: 'global', participants: [ann] },
			{ syncMode: 'count_up', participants: [ann, ann] }
		];
		for (const wish of wishes) await expect(createClock(wish)).rejects.toMatchObject(refused);
		const stopwatch = await createClock({ syncMode: 'count_up', participants: [ann] });
		expect(stopwatch.state).toMatchObject({ clock: { elapsedMs: 0, remainingMs: {} } });
	});

	test('[S5] participants have names that can be seen', () => {
		for (const name of ['', ' ', '\u0000', 'a\u202eb', '\u200b']) {
			expect(clockParticipant.safeParse({ id: 'ann', name }).success).toBe(false);
		}
		expect(clockParticipant.parse({ id: 'ann', name: ' Ann \u{1f469}\u200d\u{1f4bb} ' }).name).toBe(
			'Ann \u{1f469}\u200d\u{1f4bb}'
		);
	});
});

describe('clocks that run out', () => {
	test('[S5] the end of the time is told once, with nothing left', async () => {
		const { sessions } = house.app;
		const { sessionId } = await sessions.createClock(aliceId, {
			syncMode: 'global',
			participants: [],
			totalTimeMs: 150
		});
		const alice = await house.openAs('alice');
		await subscribe(alice, sessionId);
		const from = performance.now();
		await sessions.act(aliceId, sessionId, 'start', {});
		await alice.next('state_update');
		const { payload } = await alice.next('state_update');
		expect(payload).toMatchObject({
			version: 3,
			state: { clock: { status: 'expired', remainingMs: { all: 0 } } }
		});
		expect(performance.now() - from).toBeGreaterThan(140);
		await house.app.sessions.subscriptions.catchUp();
		await alice.request('ping', {});
		expect(alice.received.filter(({ type }) => type === 'state_update')).toHaveLength(2);
	});

	test('[S5] a paused clock does not run out', async () => {
		const { sessions } = house.app;
		const { sessionId } = await sessions.createClock(aliceId, {
			syncMode: 'global',
			participants: [],
			totalTimeMs: 600
		});
		await sessions.act(aliceId, sessionId, 'start', {});
		await sessions.act(aliceId, sessionId, 'pause', {});
		await new Promise((resolve) => setTimeout(resolve, 750));
		expect((await sessions.session(aliceId, sessionId)).state).toMatchObject({
			clock: { status: 'paused' }
		});
	});
});

describe('presence', () => {
	test('[S6] one entry a person, however many tabs; ids are no user ids', async () => {
		const sessionId = await make();
		await admit(sessionId, 'watch');
		const alice = await house.openAs('alice');
		await subscribe(alice, sessionId);
		const tabs = await Promise.all([house.openAs('bob'), house.openAs('bob')]);
		for (const tab of tabs) await subscribe(tab, sessionId);
		const { payload } = await alice.next(
			'presence_update',
			(message) => peopleIn(message).length === 2
		);
		expect(payload['participants']).toEqual([
			{ id: expect.any(String), name: expect.any(String), role: 'owner', connected: true },
			{ id: expect.any(String), name: expect.any(String), role: 'watch', connected: true }
		]);
		expect(JSON.stringify(alice.received)).not.toContain(bobId);
		tabs[0]!.socket.terminate();
		tabs[1]!.socket.terminate();
		const after = await alice.next('presence_update', (message) => peopleIn(message).length === 1);
		expect(after.payload['participants']).toMatchObject([{ role: 'owner' }]);
	});

	test('[S6] whoever takes part stays in it while away', async () => {
		const sessionId = await make();
		await admit(sessionId, 'participate', 'ben');
		const [alice, bob] = await Promise.all([house.openAs('alice'), house.openAs('bob')]);
		await subscribe(alice, sessionId);
		await subscribe(bob, sessionId);
		bob.socket.terminate();
		const { payload } = await alice.next('presence_update', (message) =>
			peopleIn(message).some(({ id, connected }) => id === 'ben' && !connected)
		);
		expect(payload['participants']).toContainEqual({
			id: 'ben',
			name: 'Ben',
			role: 'participate',
			connected: false
		});
	});

	test('[A6] who loses his part is told at once, and hears nothing more', async () => {
		const sessionId = await make();
		await admit(sessionId, 'watch');
		const bob = await house.openAs('bob');
		await subscribe(bob, sessionId);
		await house.app.sessions.engine.write((sessions) =>
			sessions.leave(sessionId, bobId, 'withdrawn')
		);
		const ended = await bob.next('subscription_ended');
		expect(ended.payload).toEqual({ sessionId, reason: 'withdrawn' });
		await house.app.sessions.act(aliceId, sessionId, 'start', {});
		const again = await subscribe(bob, sessionId);
		expect(again.payload).toMatchObject({ errorCode: 'SESSION_NOT_FOUND' });
		expect(bob.received.some(({ type }) => type === 'state_update')).toBe(false);
	});
});

// The last: the clock of this house is months ahead from then on.
describe('sessions that nobody uses', () => {
	test('[S5] one that nothing happened to for 90 days is removed, and one that changed is not', async () => {
		const day = 24 * 60 * 60 * 1000;
		const { engine } = house.app.sessions;
		const [idle, used] = [await make(), await make()];
		house.advance(89 * day);
		await house.app.sessions.act(aliceId, used, 'start', {});
		await house.app.sessions.sweep();
		expect(engine.find(idle)).toBeDefined();
		house.advance(2 * day);
		await house.app.sessions.sweep();
		expect(engine.find(idle)).toBeUndefined();
		expect(engine.find(used)).toBeDefined();
	});
});
