import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownedBySessions } from '../../sessions/owned';
import { startTestApp, type TestApp } from '../../testing/app';
import type { RawClient } from '../../testing/raw-client';
import { ownedByTyping } from '../../typing/owned';
import { ownedByRaces } from '../owned';
import { entryOf } from './store';

/** People of a race who come again, are deleted, or turn out to be one. */

let house: TestApp;

beforeAll(async () => {
	house = await startTestApp({
		LIMIT_MESSAGES_PER_MINUTE: '10000',
		TEST_API_KEYS: 'alice,bob,dan,guest,account'
	});
});
afterAll(() => house.stop());

const settings = { mode: 'custom', text: 'the quick brown fox' } as const;

const userOf = async (name: string) => (await house.app.accounts.byToken(name)).userId;

/** A race of the first one's, that has begun for those who are named as being there. */
async function race(names: readonly [string, ...string[]], there: readonly string[] = names) {
	const { races, sessions } = house.app;
	const [ownerId, ...others] = await Promise.all(names.map(userOf));
	const { sessionId: id } = await races.create(ownerId!, settings);
	await sessions.engine.write((scope) => {
		scope.joinAll(
			id,
			others.map((userId) => ({ userId, role: 'participate' }))
		);
	});
	const lines: RawClient[] = [];
	for (const name of there) {
		const line = await house.openAs(name);
		await line.request('subscribe_session', { sessionId: id });
		lines.push(line);
	}
	return { id, lines };
}

const begun = async ({ id }: { id: string }, name: string) => {
	const userId = await userOf(name);
	const { test: given } = await house.app.races.race(userId, id);
	await delay(Math.max(0, Date.parse(given!.startsAt!) - Date.now()) + 10);
	return { userId, testId: given!.sessionId };
};

const type = (line: RawClient, sessionId: string, text: string, seq = 0) =>
	line.request('input_update', {
		sessionId,
		seq,
		events: Array.from(text, (char, index) => ({
			t: (seq + index) * 2,
			kind: 'insert',
			text: char
		}))
	});

const statuses = async (id: string, name: string) =>
	(await house.app.races.race(await userOf(name), id)).state.participants.map(
		({ status }) => status
	);

test('[S7] [T7] who left and came back is heard as who he is now', async () => {
	const made = await race(['alice', 'bob']);
	const [alice, bob] = made.lines as [RawClient, RawClient];
	const { races, sessions } = house.app;
	await races.start(await userOf('alice'), made.id);
	const { userId, testId } = await begun(made, 'bob');
	const before = sessions.engine.see(userId, made.id).member.personId;
	await type(bob, testId, 'the');
	const heardFrom = (id: string) =>
		alice.next('typing_progress', ({ payload }) => JSON.stringify(payload).includes(id));
	await heardFrom(before);

	await races.leave(userId, made.id);
	const { personId } = await sessions.engine.write((scope) =>
		scope.join(made.id, userId, 'participate')
	);
	expect(personId).not.toBe(before);
	await delay(200);
	await type(bob, testId, ' quick', 3);
	await heardFrom(personId);
}, 20_000);

test('[S7] [R3] who deletes everything while he races has left, and nobody waits for him', async () => {
	const { id } = await race(['alice', 'dan', 'bob'], ['alice', 'dan']);
	const { accounts, races } = house.app;
	await races.start(await userOf('alice'), id);
	expect((await statuses(id, 'alice')).toSorted()).toEqual(['racing', 'racing', 'waiting']);
	await accounts.belongings.remove(await accounts.byToken('dan'));
	await expect
		.poll(async () => (await statuses(id, 'alice')).toSorted())
		.toEqual(['left', 'racing', 'waiting']);
});

/** The guest becomes the account. */
async function become() {
	const [from, to] = [await userOf('guest'), await userOf('account')];
	await house.app.sessions.engine.write((_sessions, tx) => {
		for (const table of [...ownedByRaces, ...ownedByTyping, ...ownedBySessions]) {
			table.move(tx, from, to);
		}
	});
	return { from, to };
}

/** What a person is in a race, by both tables. */
async function partOf(id: string, userId: string) {
	const { engine } = house.app.sessions;
	const entry = await engine.write((_sessions, tx) => entryOf(tx, id, userId));
	const member = engine.members(id).find((row) => row.userId === userId);
	return { role: member?.role, member: member?.personId, racer: entry?.personId };
}

test('[S7] [R3] a guest who becomes the account that waits beside him is called as the account', async () => {
	const { id } = await race(['guest', 'account'], []);
	const { member } = await partOf(id, await userOf('account'));
	const { from, to } = await become();
	expect(await partOf(id, to)).toEqual({ role: 'owner', member, racer: member });
	expect(await partOf(id, from)).toEqual({});
});

test('[S7] [R3] who races as one of the two, and waits as the other, goes on racing', async () => {
	for (const racing of ['guest', 'account']) {
		const { id } = await race(['alice', 'guest', 'account'], ['alice', racing]);
		await house.app.races.start(await userOf('alice'), id);
		const { userId, testId } = await begun({ id }, racing);
		const { member } = await partOf(id, userId);
		const { to } = await become();
		expect(await partOf(id, to)).toEqual({ role: 'participate', member, racer: member });
		expect((await house.app.races.race(to, id)).test?.sessionId).toBe(testId);
	}
}, 30_000);

test('[S7] [R3] a guest who owns the race that the account races in leaves it to the account', async () => {
	const { id } = await race(['guest', 'alice', 'account'], ['alice', 'account']);
	const { races, sessions } = house.app;
	await races.start(await userOf('alice'), id);
	const { member } = await partOf(id, await userOf('account'));
	const { to } = await become();
	expect(await partOf(id, to)).toEqual({ role: 'owner', member, racer: member });
	// Who is in it is looked at with the next one who comes.
	await races.join(await userOf('alice'), id);
	const { participants } = (await races.race(to, id)).state;
	expect(participants).toHaveLength(2);
	expect(sessions.engine.find(id)?.ownerId).toBe(to);
});
