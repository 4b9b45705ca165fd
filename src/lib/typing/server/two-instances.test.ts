import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keysFor } from '../../testing/keys';
import { typingCheckpoint, typingTest } from './schema';
import { TestTypist, TwoInstances } from './two-instances.fixtures';

const text = 'the quick brown fox jumps over the lazy dog';
const events = keysFor(text);
const all = [0, events.length] as const;

const takenOver = { code: 'INVALID_STATE', details: { state: 'taken_over' } };

let house: TwoInstances;
afterEach(() => house.stop());

/** The keys of a test's result. */
async function keptKeys(resultId: string, userId = 'alice') {
	return house.two.typing.resultLog(userId, resultId);
}

/** Where the durable chunks begin. */
function chunks(id: string): number[] {
	return house.one.database.read
		.select({ seq: typingCheckpoint.seq })
		.from(typingCheckpoint)
		.where(eq(typingCheckpoint.testId, id))
		.all()
		.map(({ seq }) => seq);
}

describe('two instances that hear of each other', () => {
	beforeEach(async () => {
		house = await TwoInstances.start(true);
	});

	test('[T3] who starts on another instance types from what is durable; the first is told', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		await first.start(id);
		await first.type(id, events, [0, 10]);
		await house.checkpoint();
		await first.type(id, events, [10, 14]);

		const second = new TestTypist(house.two, 'second');
		expect(await second.start(id)).toBe(10);
		await house.settle();
		await expect(first.type(id, events, [14, 15])).rejects.toMatchObject(takenOver);

		await second.type(id, events, [10, 20]);
		await house.checkpoint();
		expect(chunks(id)).toEqual([0, 10]);
		const { completed } = await second.type(id, events, [20, events.length]);
		const { resultId, metrics } = (await completed)!;
		expect(metrics.accuracy).toBe(100);
		expect(await keptKeys(resultId)).toEqual(events);
	});

	test('[T3] a late word of an earlier take-over takes nothing from who took it back', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		const second = new TestTypist(house.two, 'second');
		await first.start(id);
		await second.start(id);
		// Before the news of the second one's start is delivered, it is over.
		await first.start(id);
		await first.type(id, events, [0, 3]);
		await house.settle();
		const { update } = await first.type(id, events, [3, 5]);
		expect(update.nextSeq).toBe(5);
		await expect(second.type(id, events, [0, 1])).rejects.toMatchObject(takenOver);
	});

	test('[T3] keys alone take a test up on another instance, and never back from there', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		const second = new TestTypist(house.two, 'second');
		await first.type(id, events, [0, 4]);
		await expect(second.type(id, events, [4, 6])).rejects.toMatchObject({
			code: 'CONFLICT',
			details: { nextSeq: 0 }
		});
		await second.type(id, events, [0, 6]);
		await house.settle();
		await expect(first.type(id, events, [4, 8])).rejects.toMatchObject(takenOver);
		expect((await second.type(id, events, [6, 8])).update.nextSeq).toBe(8);

		await house.checkpoint();
		expect(await first.start(id)).toBe(8);
		expect((await first.type(id, events, [8, 9])).update.nextSeq).toBe(9);
	});

	test('[T4] ended where nobody types it: what is missing is asked for, then it is kept', async () => {
		const id = await house.reserve('alice', text);
		await new TestTypist(house.one, 'first').type(id, events, [0, 12]);
		await house.checkpoint();
		const second = new TestTypist(house.two, 'second');
		await expect(second.end(id, 20)).rejects.toMatchObject({
			code: 'CONFLICT',
			details: { nextSeq: 12 }
		});
		await second.type(id, events, [12, 20]);
		const { resultId } = await second.end(id, 20);
		expect(await keptKeys(resultId)).toEqual(events.slice(0, 20));
	});

	test('[T4] ended on both at once: one result, and the same answer', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		const second = new TestTypist(house.two, 'second');
		await first.type(id, events, [0, 12]);
		await house.checkpoint();
		const answers = await Promise.all([first.end(id), second.end(id), first.end(id)]);
		answers.push(await second.end(id));
		expect(new Set(answers.map(({ resultId }) => resultId)).size).toBe(1);
		expect(answers[1]).toEqual(answers[0]);
		await expect(first.type(id, events, [12, 13])).rejects.toMatchObject({
			details: { state: 'completed' }
		});
	});

	test("[A5] a guest's test goes on for the account that he became on another instance", async () => {
		const id = await house.reserve('alice', text);
		const guest = new TestTypist(house.one, 'first');
		await guest.start(id);
		await guest.type(id, events, [0, 10]);
		await house.two.database.write((tx) => {
			tx.update(typingTest).set({ userId: 'bob' }).where(eq(typingTest.id, id)).run();
		});
		const account = new TestTypist(house.one, 'first', 'bob');
		expect((await account.type(id, events, [10, 12])).update.nextSeq).toBe(12);
		await house.checkpoint();
		const elsewhere = new TestTypist(house.two, 'second', 'bob');
		expect(await elsewhere.start(id)).toBe(12);
		await expect(new TestTypist(house.two, 'third').start(id)).rejects.toMatchObject({
			code: 'SESSION_NOT_FOUND'
		});
		const { completed } = await elsewhere.type(id, events, [12, events.length]);
		expect(await keptKeys((await completed)!.resultId, 'bob')).toEqual(events);
	});
});

describe('two instances that do not hear of each other', () => {
	beforeEach(async () => {
		house = await TwoInstances.start(false);
	});

	test("[T3] a checkpoint tells who lost a test, and takes nobody else's along", async () => {
		const id = await house.reserve('alice', text);
		const bobs = await house.reserve('bob', text);
		const first = new TestTypist(house.one, 'first');
		const bob = new TestTypist(house.one, "bob's", 'bob');
		await first.start(id);
		await new TestTypist(house.two, 'second').start(id);
		await first.type(id, events, [0, 5]);
		await bob.type(bobs, events, [0, 7]);
		await house.checkpoint();
		await expect(first.type(id, events, [5, 6])).rejects.toMatchObject(takenOver);
		expect(chunks(id)).toEqual([]);
		expect((await bob.type(bobs, events, [7, 8])).update.durableSeq).toBe(7);
	});

	test('[T3] [T4] who lost a test and ends it is told so, and not asked for the same keys for ever', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		await first.start(id);
		await first.type(id, events, [0, 8]);
		await new TestTypist(house.two, 'second').start(id);
		await expect(first.end(id, 8)).rejects.toMatchObject({
			code: 'CONFLICT',
			details: { nextSeq: 0 }
		});
		await expect(first.type(id, events, [0, 8])).rejects.toMatchObject(takenOver);
	});

	test('[T4] a result is made from the keys of who types, not of who lost the test', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		const second = new TestTypist(house.two, 'second');
		await first.start(id);
		await second.start(id);
		await first.type(id, events, [0, 4]);
		await second.type(id, events, [0, 12]);
		await house.checkpoint();
		const { resultId } = await first.end(id, 4);
		expect(await keptKeys(resultId)).toEqual(events.slice(0, 12));
	});

	test('[T4] whoever lost a test does not finish it with his last key', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		const second = new TestTypist(house.two, 'second');
		await first.start(id);
		await second.start(id);
		const { completed } = await first.type(id, events, all);
		await expect(completed).rejects.toMatchObject(takenOver);
		await expect(first.type(id, events, all)).rejects.toMatchObject(takenOver);
		const kept = await (await second.type(id, events, all)).completed!;
		expect(await keptKeys(kept.resultId)).toEqual(events);
	});

	test('[T3] after a crash a simple client goes on with its next key', async () => {
		const id = await house.reserve('alice', text);
		const first = new TestTypist(house.one, 'first');
		await first.type(id, events, [0, 6]);
		await house.checkpoint();
		await first.type(id, events, [6, 9]);
		house.crash(house.one);
		const again = new TestTypist(house.one, 'again');
		await expect(again.type(id, events, [9, 12])).rejects.toMatchObject({
			details: { nextSeq: 6 }
		});
		expect((await again.type(id, events, [6, 12])).update).toMatchObject({
			nextSeq: 12,
			durableSeq: 6
		});
	});
});
