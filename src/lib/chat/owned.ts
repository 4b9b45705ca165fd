import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Reader } from '../server/database';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { freeChannel } from './rooms';
import { chatMessage, chatThread } from './server/schema';

/** Messages that are in memory at once during an export. */
const MESSAGES_AT_ONCE = 200;

export const ownedByChat: OwnedTable[] = [
	{
		...ownedByColumn(chatThread, 'userId', {
			label: 'Threads',
			about: 'Your threads. What was said in them is in chat_message, by their id.'
		}),
		// Two people's rooms of one name become two rooms of one person.
		move(tx, from, to) {
			const coming = threadsOf(tx, from).all();
			const there = new Set(
				threadsOf(tx, to)
					.all()
					.map(({ channel }) => channel)
			);
			const taken = new Set([...there, ...coming.map(({ channel }) => channel)]);
			for (const { id, channel } of coming) {
				if (!there.has(channel)) continue;
				const free = freeChannel(channel, (name) => taken.has(name));
				taken.add(free);
				tx.update(chatThread).set({ channel: free }).where(eq(chatThread.id, id)).run();
			}
			tx.update(chatThread).set({ userId: to }).where(eq(chatThread.userId, from)).run();
		}
	},
	{
		...ownedByColumn(chatMessage, 'authorId', {
			label: 'Messages in threads',
			about:
				'All that was said in your threads, and what you said in others’. `mine` tells whose words they are.'
		}),
		export: saidToOrBy,
		// Own threads have gone with all that was said in them; elsewhere the words stay, as a deleted
		// person's.
		remove(tx, userId) {
			tx.update(chatMessage).set({ authorId: null }).where(eq(chatMessage.authorId, userId)).run();
		}
	}
];

function threadsOf(from: Reader, userId: string) {
	return from
		.select({ id: chatThread.id, channel: chatThread.channel })
		.from(chatThread)
		.where(eq(chatThread.userId, userId));
}

/** Between two of them anything may happen: an open query would hold the reader in the past. */
function* saidToOrBy(read: Reader, userId: string): Generator<Record<string, unknown>> {
	const rowid = sql<number>`${chatMessage}.rowid`;
	const own = read
		.select({ id: chatThread.id })
		.from(chatThread)
		.where(eq(chatThread.userId, userId));
	const ids = read
		.select({ rowid })
		.from(chatMessage)
		.where(or(inArray(chatMessage.threadId, own), eq(chatMessage.authorId, userId)))
		.orderBy(asc(chatMessage.threadId), asc(chatMessage.seq))
		.all();
	for (let from = 0; from < ids.length; from += MESSAGES_AT_ONCE) {
		const some = ids.slice(from, from + MESSAGES_AT_ONCE).map(({ rowid }) => rowid);
		const rows = read
			.select()
			.from(chatMessage)
			.where(inArray(rowid, some))
			.orderBy(asc(chatMessage.threadId), asc(chatMessage.seq))
			.all();
		for (const { authorId, ...message } of rows) yield { ...message, mine: authorId === userId };
	}
}
