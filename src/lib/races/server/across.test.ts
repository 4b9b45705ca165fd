import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';
import { startTestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';
import { keysOf, typeRace } from './racers.fixtures';

const settings = { mode: 'custom', text: 'the quick brown fox jumps over the dog' } as const;
const names = ['alice', 'bob', 'carol', 'dan'];
const keys = { TEST_API_KEYS: names.join(',') };

const userOf = async ({ app }: TestApp, name: string) => (await app.accounts.byToken(name)).userId;

/**
 * A race of the first one's, with everybody on the line of his own instance.
 * @param startedAt the instance that is asked to start it
 */
async function race(
	racers: readonly [{ name: string; at: TestApp }, ...{ name: string; at: TestApp }[]],
	startedAt = racers[0].at
) {
	const people = await Promise.all(
		racers.map(async ({ name, at }) => ({
			at,
			userId: await userOf(at, name),
			line: await at.openAs(name)
		}))
	);
	const [owner, ...others] = people as [(typeof people)[0], ...typeof people];
	const { sessionId } = await owner.at.app.races.create(owner.userId, settings);
	await owner.at.app.sessions.engine.write((sessions) => {
		for (const { userId } of others) sessions.join(sessionId, userId, 'participate');
	});
	for (const { line } of people) await line.request('subscribe_session', { sessionId });
	const connected = () =>
		owner.at.app.sessions.subscriptions.peopleOf(sessionId).filter((one) => one.connected);
	await expect.poll(connected, { timeout: 5_000 }).toHaveLength(people.length);
	await startedAt.app.races.start(owner.userId, sessionId);
	return { sessionId, people };
}

const newest = (line: RawClient) =>
	line.received.filter(({ type }) => type === 'state_update').at(-1)?.payload;

test('[S7] [X1] four race on two instances, see each other type, and all see the same result', async () => {
	const cluster = await startTestCluster(2, keys);
	try {
		const racers = names.map((name, index) => ({ name, at: cluster.apps[index % 2]! }));
		const { sessionId, people } = await race(racers as [(typeof racers)[0], ...typeof racers]);
		await Promise.all(
			people.map(async ({ at, userId, line }, index) => {
				const mine = await at.app.races.race(userId, sessionId);
				return typeRace(line, mine, { medianMs: 60 + 12 * index });
			})
		);
		const isOver = (line: RawClient) =>
			(newest(line)?.['state'] as { status?: string } | undefined)?.status;
		for (const { line } of people) {
			await expect.poll(() => isOver(line), { timeout: 5_000 }).toBe('finished');
		}
		const states = people.map(({ line }) => JSON.stringify(newest(line)));
		expect(new Set(states).size).toBe(1);
		expect(newest(people[0]!.line)?.['state']).toMatchObject({
			participants: names.map((name, index) => ({ name: `Test key ${name}`, place: index + 1 }))
		});
		const [, bob] = people;
		const told = JSON.stringify(bob!.line.received.filter((one) => one.type === 'typing_progress'));
		const ids = cluster.apps[0].app.sessions.engine.members(sessionId).map((one) => one.personId);
		for (const id of ids) expect(told).toContain(id);
	} finally {
		await cluster.stop();
	}
}, 60_000);

test('[S7] [X1] all who are there race, also where the instance that is asked to start has none of them', async () => {
	const cluster = await startTestCluster(2, keys);
	try {
		const [at, elsewhere] = cluster.apps;
		const racers = [
			{ name: 'alice', at },
			{ name: 'bob', at }
		] as const;
		const { sessionId, people } = await race([...racers], elsewhere);
		const { state } = await at.app.races.race(people[0]!.userId, sessionId);
		expect(state.participants.map(({ status }) => status)).toEqual(['racing', 'racing']);
		const next = await at.app.races.create(people[0]!.userId, settings);
		await at.app.sessions.engine.write((sessions) =>
			sessions.join(next.sessionId, people[1]!.userId, 'participate')
		);
		await people[0]!.line.request('subscribe_session', { sessionId: next.sessionId });
		await expect(
			elsewhere.app.races.start(people[1]!.userId, next.sessionId)
		).rejects.toMatchObject({ code: 'FORBIDDEN' });
	} finally {
		await cluster.stop();
	}
}, 60_000);

test('[S7] [T6] a race goes on where the server was started again in the middle of it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-race-'));
	const start = () => startTestApp({ DATA_DIR: folder, ...keys });
	let house = await start();
	try {
		const { sessionId, people } = await race([
			{ name: 'alice', at: house },
			{ name: 'bob', at: house }
		]);
		const [alice, bob] = people as [(typeof people)[0], (typeof people)[0]];
		const mine = await house.app.races.race(alice.userId, sessionId);
		const his = await house.app.races.race(bob.userId, sessionId);
		const { events, endsAt } = keysOf(mine, 60);
		const half = Math.floor(events.length / 2);
		const typed = { sessionId: mine.test?.sessionId, seq: 0, events: events.slice(0, half) };
		await delay(Math.max(0, Date.parse(mine.state.startsAt ?? '') + events[half]!.t - Date.now()));
		await alice.line.request('input_update', typed);
		await house.stop();

		house = await start();
		const again = await house.openAs('alice');
		await delay(Math.max(0, endsAt - Date.now()));
		const { payload } = await again.request('start_session', { sessionId: typed.sessionId });
		const seq = Number(payload['nextSeq']);
		expect(seq).toBe(half);
		await again.request('input_update', { ...typed, seq, events: events.slice(seq) });
		await again.next('session_complete');
		await typeRace(await house.openAs('bob'), his, { medianMs: 90 });

		const { state } = await house.app.races.race(bob.userId, sessionId);
		expect(state).toMatchObject({
			status: 'finished',
			participants: [
				{ place: 1, flags: [] },
				{ place: 2, flags: [] }
			]
		});
	} finally {
		await house.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}, 60_000);
