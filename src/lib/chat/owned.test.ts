import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { user } from '../accounts/server/schema';
import { openDatabase, type Database, type Transaction } from '../server/database';
import { createLog } from '../server/log';
import { ownedByChat } from './owned';
import { chatMessage, chatThread } from './server/schema';
import { ChatStore } from './server/store';

let folder: string;
let database: Database;
let store: ChatStore;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
	const log = createLog({ LOG_LEVEL: 'silent' });
	database = openDatabase(join(folder, 'greenroom.sqlite'), resolve('drizzle'), log);
	store = new ChatStore(database);
	const now = new Date();
	for (const id of ['guest', 'account', 'other']) {
		const row = { id, name: id, email: `${id}@test.invalid`, createdAt: now, updatedAt: now };
		await database.write((tx) => tx.insert(user).values(row).run());
	}
});

afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

async function room(userId: string, name: string): Promise<string> {
	const bounds = { now: new Date(), most: 1000 };
	const made = await store.ensure(userId, `room:${name}`, name, bounds);
	if (made === 'full') throw new Error('full');
	return made.thread.id;
}

/** Says something, in whosever thread. */
async function say(authorId: string, threadId: string, seq: number, text: string): Promise<void> {
	const row = { id: randomUUID(), threadId, seq, authorId, text, sentAt: new Date() };
	await database.write((tx) => tx.insert(chatMessage).values(row).run());
}

const every = (act: (table: (typeof ownedByChat)[number], tx: Transaction) => void) =>
	database.write((tx) => ownedByChat.forEach((table) => act(table, tx)));

const threadsOf = async (userId: string) =>
	(await store.threads(userId, { limit: 100 })).map(({ id, channel }) => ({ id, channel }));

test('[A1] a guest’s threads become the account’s; rooms of one name become two', async () => {
	const guestNotes = await room('guest', 'notes');
	const guestSecond = await room('guest', 'notes-2');
	const guestIdeas = await room('guest', 'ideas');
	const accountNotes = await room('account', 'notes');
	const accountThird = await room('account', 'notes-3');
	await say('guest', guestNotes, 1, 'mine');

	await every((table, tx) => table.move(tx, 'guest', 'account'));

	expect(await threadsOf('guest')).toEqual([]);
	const channels = Object.fromEntries(
		(await threadsOf('account')).map(({ id, channel }) => [id, channel])
	);
	expect(channels).toEqual({
		[accountNotes]: 'room:notes',
		[accountThird]: 'room:notes-3',
		[guestSecond]: 'room:notes-2',
		[guestIdeas]: 'room:ideas',
		[guestNotes]: 'room:notes-4'
	});
	const [message] = await store.messages(guestNotes, {}, 10);
	expect(message).toMatchObject({ authorId: 'account', text: 'mine', seq: 1 });
});

test('[R3] an export has one’s threads, all said in them, and one’s own words elsewhere', async () => {
	const own = await room('guest', 'notes');
	const foreign = await room('other', 'notes');
	await say('guest', own, 1, 'to myself');
	await say('other', own, 2, 'to you');
	await say('guest', foreign, 1, 'elsewhere');
	await say('other', foreign, 2, 'none of yours');

	const [threads, messages] = ownedByChat.map((table) => [...table.export(database.read, 'guest')]);

	expect(threads).toMatchObject([{ id: own, channel: 'room:notes', title: 'notes' }]);
	const words = messages?.map(({ threadId, text, mine }) => ({ threadId, text, mine }));
	expect(words?.filter(({ threadId }) => threadId === own)).toEqual([
		{ threadId: own, text: 'to myself', mine: true },
		{ threadId: own, text: 'to you', mine: false }
	]);
	expect(words?.filter(({ threadId }) => threadId === foreign)).toEqual([
		{ threadId: foreign, text: 'elsewhere', mine: true }
	]);
});

test('[R3] whoever is deleted takes the own threads along; words elsewhere stay, without a name', async () => {
	const own = await room('guest', 'notes');
	const foreign = await room('other', 'notes');
	await say('guest', own, 1, 'to myself');
	await say('guest', foreign, 1, 'elsewhere');

	await every((table, tx) => table.remove(tx, 'guest'));

	expect(await threadsOf('guest')).toEqual([]);
	expect(database.read.select().from(chatThread).all()).toHaveLength(1);
	expect(await store.messages(own, {}, 10)).toEqual([]);
	expect(await store.messages(foreign, {}, 10)).toMatchObject([
		{ authorId: null, text: 'elsewhere' }
	]);
});
