import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionStates } from './app.reference.fixtures';
import { sessionRoles } from './sessions/roles';
import { startTestApp, type TestApp } from './testing/app';

let house: TestApp;
let aliceId: string;

beforeAll(async () => {
	house = await startTestApp();
	aliceId = (await house.app.accounts.byToken('alice')).userId;
});
afterAll(() => house.stop());

const words = {
	mode: 'words',
	words: 10,
	language: 'english',
	punctuation: false,
	numbers: false
} as const;

/** One session of each kind, by the kind's name. */
const samples: Record<string, () => Promise<string>> = {
	clock: async () => {
		const participants = [{ id: 'ann', name: 'Ann', totalTimeMs: 60_000 }];
		const wish = { syncMode: 'per_participant' as const, participants };
		return (await house.app.sessions.createClock(aliceId, wish)).sessionId;
	},
	interview: async () => {
		const line = await house.openAs('alice');
		const wish = { sessionType: 'practice', questionCount: 1 };
		const { payload } = await line.request('start_interview', wish);
		line.close();
		return String(payload['sessionId']);
	},
	race: async () => (await house.app.races.create(aliceId, words)).sessionId,
	typing: async () => {
		const [made] = await house.app.typing.reserveTests(aliceId, words, 1);
		const { sessionId } = made!;
		await house.app.sessions.sharing.create(aliceId, { sessionId, role: 'watch' });
		return sessionId;
	}
};

test('[S2] the reference describes every kind of session that there is', () => {
	const kinds = [...house.app.sessions.engine.kinds()].map(({ name }) => name).sort();
	expect(Object.keys(sessionStates).sort()).toEqual(kinds);
	expect(Object.keys(samples).sort()).toEqual(kinds);
});

test('[S2] what travels of a state is what its schema says, and nothing more', async () => {
	for (const [kind, make] of Object.entries(samples)) {
		const session = house.app.sessions.engine.find(await make())!;
		for (const role of sessionRoles) {
			const view = house.app.sessions.engine.view(session, role);
			const parsed = sessionStates[kind]!.safeParse(view);
			expect(parsed.error?.issues, `${kind} as ${role}`).toBeUndefined();
			expect(Object.keys(parsed.data!).sort(), `${kind} as ${role}`).toEqual(
				Object.keys(JSON.parse(JSON.stringify(view)) as object).sort()
			);
		}
	}
});

test('[S5] who has a thousand clocks makes no more', async () => {
	const { engine } = house.app.sessions;
	await engine.write((sessions) => {
		const state = engine.find(samplesOf[0]!)!.state;
		for (let made = 0; made < 999; made++)
			sessions.create({ ownerId: 'somebody', kind: 'clock', state });
	});
	const one = () =>
		house.app.sessions.createClock('somebody', { syncMode: 'count_up', participants: [] });
	await one();
	await expect(one()).rejects.toMatchObject({
		code: 'INVALID_STATE',
		details: { state: 'sessions_full' }
	});
});

const samplesOf: string[] = [];
beforeAll(async () => void samplesOf.push(await samples['clock']!()));
