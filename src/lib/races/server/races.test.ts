import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';
import type { OpenSettings } from '../../typing';
import { typeRace } from './racers.fixtures';

let house: TestApp;
let ids: Record<'alice' | 'bob' | 'chief', string>;

beforeAll(async () => {
	house = await startTestApp({ LIMIT_MESSAGES_PER_MINUTE: '10000' });
	const idOf = async (key: string) => (await house.app.accounts.byToken(key)).userId;
	ids = { alice: await idOf('alice'), bob: await idOf('bob'), chief: await idOf('chief') };
});
afterAll(() => house.stop());

const text = 'the quick brown fox jumps over the dog';
const own: OpenSettings = { mode: 'custom', text };

/** A race of Alice's that the others take part in, with everybody on the line. */
async function made(
	settings: OpenSettings,
	others: readonly (keyof typeof ids)[],
	at: TestApp = house
) {
	const { races, sessions } = house.app;
	const race = await races.create(ids.alice, settings);
	const id = race.sessionId;
	await sessions.engine.write((scope) => {
		for (const name of others) scope.join(id, ids[name], 'participate');
	});
	const lines = await Promise.all(
		['alice', ...others].map(async (name) => {
			const line = await at.openAs(name);
			await line.request('subscribe_session', { sessionId: id });
			return line;
		})
	);
	return { id, lines };
}

const stateOf = async (id: string, name: keyof typeof ids = 'alice') =>
	(await house.app.races.race(ids[name], id)).state;

const until = async (id: string, status: string) => {
	await expect.poll(async () => (await stateOf(id)).status, { timeout: 9_000 }).toBe(status);
	return stateOf(id);
};

describe('before it begins', () => {
	test('[S7] who comes by a link waits in it, and everybody hears so', async () => {
		const { id, lines } = await made(own, []);
		await house.app.sessions.engine.write((scope) => {
			scope.join(id, ids.bob, 'participate');
			scope.join(id, ids.chief, 'watch');
		});
		const { payload } = await lines[0]!.next('state_update');
		expect(payload['state']).toMatchObject({
			status: 'lobby',
			participants: [
				{ name: 'Test key alice', status: 'waiting' },
				{ name: 'Test key bob', status: 'waiting' }
			]
		});
		expect(JSON.stringify(payload)).not.toContain(text);
		expect(JSON.stringify(payload)).not.toContain(ids.alice);
	});

	test('[S7] its owner starts it; while he is away, anybody who races', async () => {
		const { id, lines } = await made(own, ['bob']);
		await expect(house.app.races.start(ids.bob, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
		lines[0]!.close();
		await expect
			.poll(() =>
				house.app.races.start(ids.bob, id).then(
					({ state }) => state.participants.map(({ status }) => status),
					() => undefined
				)
			)
			.toEqual(['waiting', 'racing']);
		await expect(house.app.races.start(ids.bob, id)).rejects.toMatchObject({
			code: 'INVALID_STATE',
			details: { state: 'countdown' }
		});
	});

	test('[S7] who comes back before the countdown is over races too', async () => {
		const { id, lines } = await made(own, ['bob']);
		lines[1]!.close();
		await expect
			.poll(() => house.app.sessions.subscriptions.peopleOf(id).filter((one) => one.connected))
			.toHaveLength(1);
		await house.app.races.start(ids.alice, id);
		expect((await house.app.races.race(ids.bob, id)).test).toBeUndefined();
		const { test: given, state } = await house.app.races.join(ids.bob, id);
		expect(given?.text).toBe(text);
		expect(state.participants.map(({ status }) => status)).toEqual(['racing', 'racing']);
	});

	test('[S7] others are refused, whatever they ask', async () => {
		const { id } = await made(own, []);
		const { races } = house.app;
		for (const asked of [
			races.race(ids.bob, id),
			races.start(ids.bob, id),
			races.join(ids.bob, id),
			races.leave(ids.bob, id),
			races.rematch(ids.bob, id),
			races.change(ids.bob, id, own)
		]) {
			await expect(asked).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
		}
	});

	test('[S7] its owner gives it other settings, and nobody else does', async () => {
		const { id } = await made(own, ['bob']);
		const { races } = house.app;
		const other = {
			mode: 'words',
			words: 10,
			language: 'english',
			punctuation: false,
			numbers: false
		} as const;
		await expect(races.change(ids.bob, id, other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
		expect((await races.change(ids.alice, id, other)).state.settings).toEqual(other);
	});
});

describe('while it runs', () => {
	test('[S7] [T7] both type the same text from the same moment, are heard, and placed by their logs', async () => {
		const { id, lines } = await made(own, ['bob']);
		const [alice, bob] = lines as [RawClient, RawClient];
		const mine = await house.app.races.start(ids.alice, id);
		const his = await house.app.races.race(ids.bob, id);
		expect(mine.test).toMatchObject({ text, startsAt: mine.state.startsAt });
		expect(his.test).toMatchObject({ text, startsAt: mine.state.startsAt });
		expect(his.test?.sessionId).not.toBe(mine.test?.sessionId);
		expect(JSON.stringify(mine.state)).not.toContain(mine.test?.sessionId);

		const early = {
			sessionId: mine.test!.sessionId,
			seq: 0,
			events: [{ t: 0, kind: 'insert', text: 't' }]
		};
		expect((await alice.request('input_update', early)).payload).toMatchObject({
			errorCode: 'INVALID_STATE',
			details: { state: 'countdown' }
		});

		// The slower one's log arrives first.
		const [, resultId] = await Promise.all([
			typeRace(alice, mine, { lateMs: 3_000 }),
			typeRace(bob, his, { medianMs: 80 })
		]);
		const told = alice.received.filter(({ type }) => type === 'typing_progress');
		expect(JSON.stringify(told)).toContain(his.personId);

		const state = await until(id, 'finished');
		expect(state.participants).toMatchObject([
			{ name: 'Test key alice', status: 'finished', place: 1, flags: [] },
			{ name: 'Test key bob', status: 'finished', place: 2, flags: [] }
		]);
		expect(state.clock.status).toBe('completed');
		expect((await house.app.races.race(ids.bob, id)).resultId).toBe(resultId);
		const kept = await house.app.typing.result(ids.bob, resultId);
		expect(state.participants[1]).toMatchObject({ wpm: kept.wpm, finishedMs: kept.durationMs });
	}, 20_000);

	test('[S7] once it is over, any of them asks for the next one, and it is the same for all', async () => {
		const { id } = await made(own, ['bob']);
		const { races, sessions } = house.app;
		await expect(races.rematch(ids.bob, id)).rejects.toMatchObject({ code: 'INVALID_STATE' });
		await races.start(ids.alice, id);
		await races.leave(ids.bob, id);
		await sessions.engine.write((scope) => scope.join(id, ids.chief, 'participate'));
		const { test: given } = await races.race(ids.alice, id);
		await delay(Date.parse(given!.startsAt!) - Date.now() + 10);
		const line = await house.openAs('alice');
		await line.request('input_update', {
			sessionId: given!.sessionId,
			seq: 0,
			events: [{ t: 5, kind: 'insert', text: 't' }]
		});
		await line.request('end_session', { sessionId: given!.sessionId });
		expect((await until(id, 'finished')).participants.map(({ status }) => status)).toEqual([
			'left',
			'left',
			'waiting'
		]);

		const next = await races.rematch(ids.chief, id);
		expect(next).toMatchObject({ role: 'owner', state: { status: 'lobby' } });
		expect((await races.rematch(ids.alice, id)).sessionId).toBe(next.sessionId);
		expect((await stateOf(id)).rematchId).toBe(next.sessionId);
		expect(next.state.participants.map(({ name }) => name).sort()).toEqual([
			'Test key alice',
			'Test key chief'
		]);
	}, 20_000);

	test('[S7] who has left while racing keeps his name, and his place among them', async () => {
		const { id } = await made(own, ['bob']);
		await house.app.races.start(ids.alice, id);
		await house.app.races.leave(ids.bob, id);
		expect((await stateOf(id)).participants[1]).toMatchObject({
			name: 'Test key bob',
			status: 'left'
		});
	});

	test('[S7] who leaves after his finish, and comes back, finds his result as it was', async () => {
		const { id, lines } = await made(own, ['bob']);
		const { races, sessions } = house.app;
		await races.start(ids.alice, id);
		const resultId = await typeRace(lines[1]!, await races.race(ids.bob, id));
		const before = (await stateOf(id)).participants[1];
		expect(before).toMatchObject({ status: 'finished', place: 1 });
		await races.leave(ids.bob, id);
		await sessions.engine.write((scope) => scope.join(id, ids.bob, 'participate'));
		const shown = await races.race(ids.bob, id);
		expect(shown.resultId).toBe(resultId);
		expect(shown.state.participants).toHaveLength(2);
		expect(shown.state.participants[1]).toEqual({ ...before, id: shown.personId });
	}, 20_000);

	test('[S7] [S5] it begins and ends by its clock, and who has not finished then is late', async () => {
		const seconds15 = {
			mode: 'time',
			seconds: 15,
			language: 'english',
			punctuation: false,
			numbers: false
		} as const;
		const { id } = await made(seconds15, ['bob']);
		await house.app.races.start(ids.alice, id);
		await until(id, 'running');
		house.advance(31_000);
		const state = await until(id, 'finished');
		expect(state.participants.map(({ status }) => status)).toEqual(['late', 'late']);
		expect(state.clock.status).toBe('expired');
	}, 20_000);
});
