import { z } from 'zod/mini';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp } from '../../testing/app';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { ClockState } from './clock-kind';
import type { SessionKind } from './kinds';

const CHANGES = 1_000;

/** Remembers every change made to it: a lost one is missing. */
interface Tally {
	kind: 'tally';
	made: number[];
}

const tally: SessionKind<Tally> = {
	name: 'tally',
	viewSchema: z.object({ kind: z.literal('tally'), made: z.array(z.number()) }),
	view: (state) => state
};

let house: TestCluster;
let aliceId: string;

beforeAll(async () => {
	house = await startTestCluster();
	for (const { app } of house.apps) app.sessions.engine.register(tally);
	aliceId = (await house.apps[0].app.accounts.byToken('alice')).userId;
});
afterAll(() => house.stop());

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

describe('changes from two instances at once', () => {
	test('[S4] 1,000 concurrent changes to one session from two instances: versions 1…n, no update lost', async () => {
		const { id } = await house.apps[0].app.sessions.engine.write((sessions) =>
			sessions.create<Tally>({
				ownerId: aliceId,
				kind: 'tally',
				state: { kind: 'tally', made: [] }
			})
		);
		const clients = await Promise.all(house.apps.map((app) => app.openAs('alice')));
		for (const client of clients) await client.request('subscribe_session', { sessionId: id });

		const changes = upTo(CHANGES).map((mark) => {
			const { engine } = house.apps[mark % 2 === 0 ? 0 : 1].app.sessions;
			return engine.write((sessions) =>
				sessions.change<Tally>(id, (state) => ({ ...state, made: [...state.made, mark] }))
			);
		});
		const versions = (await Promise.all(changes)).map(({ version }) => version);

		expect(versions.toSorted((a, b) => a - b)).toEqual(upTo(CHANGES, 2));
		const { state, version } = house.apps[1].app.sessions.engine.find<Tally>(id)!;
		expect(version).toBe(CHANGES + 1);
		expect(state.made.toSorted((a, b) => a - b)).toEqual(upTo(CHANGES));
		for (const client of clients) {
			const { payload } = await client.next(
				'state_update',
				({ payload }) => payload['version'] === CHANGES + 1
			);
			expect(payload['state']).toEqual(state);
			const heard = client.received
				.filter(({ type }) => type === 'state_update')
				.map(({ payload }) => payload['version'] as unknown as number);
			expect(heard).toEqual([...new Set(heard)].toSorted((a, b) => a - b));
		}
	});

	test('[S4] who names the version he saw is told when somebody on the other instance was faster', async () => {
		const { sessions } = house.apps[0].app;
		const { sessionId } = await sessions.createClock(aliceId, {
			syncMode: 'count_up',
			participants: []
		});
		const starts = await Promise.allSettled(
			house.apps.map(({ app }) =>
				app.sessions.act(aliceId, sessionId, 'start', { expectedVersion: 1 })
			)
		);
		expect(starts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
		const lost = starts.find((start) => start.status === 'rejected')!;
		expect(lost.reason).toMatchObject({ code: 'CONFLICT', details: { version: 2 } });
	});
});

describe('clocks that run out while two instances look at them', () => {
	const versionsOf = (ids: readonly string[]) =>
		ids.map((id) => {
			const { version, state } = house.apps[0].app.sessions.engine.find<ClockState>(id)!;
			return `${version} ${state.clock.status}`;
		});

	async function startClocks(totalTimeMs: number): Promise<string[]> {
		const ids: string[] = [];
		for (let count = 0; count < 10; count += 1) {
			const { sessions } = house.apps[0].app;
			const wish = { syncMode: 'global' as const, participants: [], totalTimeMs };
			ids.push((await sessions.createClock(aliceId, wish)).sessionId);
		}
		await Promise.all(ids.map((id) => house.apps[0].app.sessions.act(aliceId, id, 'start', {})));
		return ids;
	}

	test('[S5] ten at once: each expires exactly once', async () => {
		const ids = await startClocks(400);
		const client = await house.apps[1].openAs('alice');
		for (const sessionId of ids) await client.request('subscribe_session', { sessionId });
		await expect
			.poll(() => versionsOf(ids), { timeout: 5_000 })
			.toEqual(ids.map(() => '3 expired'));
		// Whoever came second has looked by then, too.
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(versionsOf(ids)).toEqual(ids.map(() => '3 expired'));
		for (const sessionId of ids) {
			const told = client.received.filter(
				({ type, payload }) => type === 'state_update' && payload['sessionId'] === sessionId
			);
			expect(told.map(({ payload }) => payload['version'])).toEqual([3]);
		}
	});

	test('[S5] those of an instance that is gone expire on the other', async () => {
		const leaving = await startTestApp({ DATA_DIR: house.folder, REDIS_URL: house.redis.url });
		const ids = await startClocks(600);
		for (const sessionId of ids) {
			await leaving.app.sessions.act(aliceId, sessionId, 'pause', {});
			await leaving.app.sessions.act(aliceId, sessionId, 'resume', {});
		}
		await leaving.stop();
		await expect
			.poll(() => versionsOf(ids), { timeout: 5_000 })
			.toEqual(ids.map(() => '5 expired'));
	});
});
