import { z } from 'zod/mini';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app';

/** People who come into a session together. */

let house: TestApp;
let calls: number;

beforeAll(async () => {
	house = await startTestApp();
	house.app.sessions.engine.register<{ kind: 'followed' }>({
		name: 'followed',
		viewSchema: z.object({ kind: z.literal('followed') }),
		view: (state) => state,
		membersChanged(state) {
			calls += 1;
			return state;
		}
	});
});
afterAll(() => house.stop());

const make = async () => {
	const { id } = await house.app.sessions.engine.write((sessions) =>
		sessions.create({ ownerId: 'owner', kind: 'followed', state: { kind: 'followed' } })
	);
	calls = 0;
	return id;
};

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		userId: `user ${index}`,
		role: 'watch' as const
	}));

test('[S6] however many come together, their session is told once, in their order', async () => {
	const { engine } = house.app.sessions;
	const id = await make();
	await engine.write((sessions) => sessions.joinAll(id, people(150)));
	expect(calls).toBe(1);
	const [owner, ...others] = engine.members(id).map(({ userId }) => userId);
	expect(owner).toBe('owner');
	expect(others).toEqual(people(150).map(({ userId }) => userId));
	await engine.write((sessions) => sessions.joinAll(id, people(150)));
	expect(calls).toBe(1);
});

test('[A6] who comes twice keeps the greater part, and who has one keeps it', async () => {
	const { engine } = house.app.sessions;
	const id = await make();
	const members = await engine.write((sessions) =>
		sessions.joinAll(id, [
			{ userId: 'twice', role: 'watch' },
			{ userId: 'twice', role: 'participate' },
			{ userId: 'owner', role: 'watch' }
		])
	);
	expect(members.map(({ role }) => role)).toEqual(['watch', 'participate', 'owner']);
	expect(members[1]?.personId).toBe(members[0]?.personId);
	expect(engine.members(id)).toHaveLength(2);
});

test('[A6] two who come together are not the same participant', async () => {
	const { engine } = house.app.sessions;
	const id = await make();
	const both = engine.write((sessions) =>
		sessions.joinAll(
			id,
			people(2).map((one) => ({ ...one, personId: 'white' }))
		)
	);
	await expect(both).rejects.toMatchObject({ details: { state: 'taken' } });
	expect(engine.members(id)).toHaveLength(1);
});
