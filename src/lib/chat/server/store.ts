import { randomUUID } from 'node:crypto';
import { and, asc, count, desc, eq, gt, inArray, like, lt, not, sql } from 'drizzle-orm';
import type { Database, Reader, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import { preparedOnce } from '../../server/prepared';
import { channelOfSession, freeChannel, sessionOf } from '../rooms';
import { mayIn, type SeeSession, type ThreadRight } from './access';
import { tidyText, tidyTitle } from '../text';
import { chatMessage, chatThread } from './schema';

export type ThreadRow = typeof chatThread.$inferSelect;

export type MessageRow = typeof chatMessage.$inferSelect;

/** How a thread is named: by its id, or by a channel, which is the asker's own or a session's. */
export type Target = { threadId: string } | { channel: string };

/** What is said in what a thread stands beside. */
export interface Spoken {
	role: NonNullable<MessageRow['role']>;
	text: string;
	at: Date;
}

/** Where a page of messages begins: older than `before`, newest first; or newer than `after`, oldest first. */
export type MessagePosition = { before?: number } | { after: number };

/** The rows of threads and what was said in them. */
export class ChatStore {
	readonly #database: Database;
	readonly #seeSession: SeeSession;

	/** @param seeSession who has a part in which session; nobody in any where it is left out */
	constructor(database: Database, seeSession: SeeSession = () => undefined) {
		this.#database = database;
		this.#seeSession = seeSession;
	}

	async find(userId: string, target: Target): Promise<ThreadRow | undefined> {
		return this.#find(this.#database.read, userId, target);
	}

	/** @param from where it is asked inside a transaction */
	may(
		thread: ThreadRow,
		userId: string,
		right: ThreadRight,
		from: Pick<Reader, 'select'> = this.#database.read
	): boolean {
		return mayIn(from, this.#seeSession, thread, { userId, right });
	}

	/**
	 * The thread beside a session; made where there was none.
	 * @returns undefined where this person has no part in it; `full` where its owner has as many
	 * threads as there may be
	 */
	async ensureBeside(
		userId: string,
		sessionId: string,
		{ now, most }: { now: Date; most: number }
	): Promise<ThreadRow | 'full' | undefined> {
		return this.#database.write((tx) => {
			const session = this.#seeSession(tx, sessionId, userId);
			if (!session) return undefined;
			const { ownerId, title } = session;
			const channel = channelOfSession(sessionId);
			const there = findThread(tx, ownerId, { channel });
			if (there) return there;
			if (countThreads(tx, ownerId) >= most) return 'full';
			return insertThread(tx, ownerId, channel, title, now);
		});
	}

	/** What is said beside one session goes on beside another of the same owner. */
	moveBeside(
		tx: Transaction,
		{ ownerId, from, to }: { ownerId: string; from: string; to: string }
	): void {
		const thread = findThread(tx, ownerId, { channel: channelOfSession(from) });
		const channel = channelOfSession(to);
		if (!thread || findThread(tx, ownerId, { channel })) return;
		tx.update(chatThread).set({ channel }).where(eq(chatThread.id, thread.id)).run();
	}

	/** Newest first, beginning after `after`. */
	async threads(
		userId: string,
		{ after, limit }: { after?: ListPosition | undefined; limit: number }
	): Promise<ThreadRow[]> {
		return this.#database.read
			.select()
			.from(chatThread)
			.where(
				and(
					eq(chatThread.userId, userId),
					// One beside a session is nobody's news before something was said in it.
					not(and(like(chatThread.channel, 'session:%'), eq(chatThread.lastSeq, 0))!),
					behind(after, chatThread.updatedAt, chatThread.id)
				)
			)
			.orderBy(...newestFirst(chatThread.updatedAt, chatThread.id))
			.limit(limit)
			.all();
	}

	/**
	 * Makes a thread unless the person has one of this channel.
	 *
	 * @param most threads of one person
	 * @returns the thread that stands; `full` where there are as many as there may be
	 */
	async ensure(
		userId: string,
		channel: string,
		title: string,
		{ now, most }: { now: Date; most: number }
	): Promise<{ thread: ThreadRow; made: boolean } | 'full'> {
		return this.#database.write((tx) => {
			const there = findThread(tx, userId, { channel });
			if (there) return { thread: there, made: false };
			if (countThreads(tx, userId) >= most) return 'full';
			return { thread: insertThread(tx, userId, channel, title, now), made: true };
		});
	}

	/** Makes a thread under `channel`, or under the next name that is free. */
	async add(
		userId: string,
		channel: string,
		title: string,
		{ now, most }: { now: Date; most: number }
	): Promise<ThreadRow | 'full'> {
		return this.#database.write((tx) => {
			if (countThreads(tx, userId) >= most) return 'full';
			const isTaken = (name: string) => findThread(tx, userId, { channel: name }) !== undefined;
			return insertThread(tx, userId, freeChannel(channel, isTaken), title, now);
		});
	}

	async rename(id: string, title: string): Promise<ThreadRow | undefined> {
		return this.#database.write((tx) =>
			tx.update(chatThread).set({ title }).where(eq(chatThread.id, id)).returning().get()
		);
	}

	/** With everything said in it. @returns whether it was there */
	async remove(id: string): Promise<boolean> {
		const { changes } = await this.#database.write((tx) =>
			tx.delete(chatThread).where(eq(chatThread.id, id)).run()
		);
		return changes > 0;
	}

	/**
	 * Adds a message at the end of its thread: number and message are one transaction (rules D2, D4).
	 * The writer settles its jobs in the order they ran, which for one thread is the order of `seq`.
	 *
	 * @param check sees the thread first, in the same transaction; throws where it may not be
	 * @param keep does what else belongs into the transaction
	 */
	async say(
		userId: string,
		target: Target,
		text: string,
		sentAt: Date,
		check: (thread: ThreadRow | undefined, tx: Transaction) => asserts thread is ThreadRow,
		keep: (tx: Transaction, message: MessageRow, thread: ThreadRow) => void
	): Promise<{ message: MessageRow; thread: ThreadRow }> {
		return this.#database.write((tx) => {
			const found = this.#find(tx, userId, target);
			check(found, tx);
			const said = addMessage(tx, found.id, { authorId: userId, role: null, text, sentAt });
			keep(tx, said.message, said.thread);
			return said;
		});
	}

	/**
	 * Adds to the transcript in the thread beside a session, in the transaction of whatever said it
	 * (rule H3). The thread is made where there is none, however many threads its owner has.
	 *
	 * @param title what the thread is called at first
	 */
	transcribe(
		tx: Transaction,
		{ sessionId, ownerId, title }: { sessionId: string; ownerId: string; title: string },
		{ role, text, at }: Spoken
	): void {
		const channel = channelOfSession(sessionId);
		const { id } =
			findThread(tx, ownerId, { channel }) ??
			insertThread(tx, ownerId, channel, tidyTitle(title), at);
		const authorId = role === 'candidate' ? ownerId : null;
		addMessage(tx, id, { authorId, role, text: tidyText(text), sentAt: at });
	}

	/** Says what an interviewer said in other words. */
	reword(
		tx: Transaction,
		{ sessionId, ownerId }: { sessionId: string; ownerId: string },
		reworded: (text: string) => string
	): void {
		const thread = findThread(tx, ownerId, { channel: channelOfSession(sessionId) });
		if (!thread) return;
		const said = tx
			.select({ id: chatMessage.id, text: chatMessage.text })
			.from(chatMessage)
			.where(and(eq(chatMessage.threadId, thread.id), eq(chatMessage.role, 'interviewer')))
			.all();
		for (const { id, text } of said) {
			const next = reworded(text);
			if (next === text) continue;
			tx.update(chatMessage).set({ text: next }).where(eq(chatMessage.id, id)).run();
		}
	}

	/** The thread beside a session, with everything said in it. */
	removeBeside(
		tx: Transaction,
		{ sessionId, ownerId }: { sessionId: string; ownerId: string }
	): void {
		tx.delete(chatThread)
			.where(
				and(eq(chatThread.userId, ownerId), eq(chatThread.channel, channelOfSession(sessionId)))
			)
			.run();
	}

	/** The `seq` of each thread's last message; of one that is not there, nothing. */
	async lastSeqs(threadIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
		const rows = this.#database.read
			.select({ id: chatThread.id, lastSeq: chatThread.lastSeq })
			.from(chatThread)
			.where(inArray(chatThread.id, [...threadIds]))
			.all();
		return new Map(rows.map(({ id, lastSeq }) => [id, lastSeq]));
	}

	async messages(
		threadId: string,
		position: MessagePosition,
		limit: number
	): Promise<MessageRow[]> {
		const isForward = 'after' in position;
		const bound = isForward
			? gt(chatMessage.seq, position.after)
			: position.before === undefined
				? undefined
				: lt(chatMessage.seq, position.before);
		return this.#database.read
			.select()
			.from(chatMessage)
			.where(and(eq(chatMessage.threadId, threadId), bound))
			.orderBy(isForward ? asc(chatMessage.seq) : desc(chatMessage.seq))
			.limit(limit)
			.all();
	}

	/** A session's channel leads to its owner's thread, for whoever has a part in it. */
	#find(from: Reader, userId: string, target: Target): ThreadRow | undefined {
		const sessionId = 'channel' in target ? sessionOf(target.channel) : undefined;
		if (sessionId === undefined) return findThread(from, userId, target);
		const session = this.#seeSession(from, sessionId, userId);
		return session && findThread(from, session.ownerId, target);
	}
}

const threadsOf = preparedOnce((from: Reader) => {
	const { id, userId, channel } = chatThread;
	const ofPerson = eq(userId, sql.placeholder('userId'));
	return {
		byId: from
			.select()
			.from(chatThread)
			.where(eq(id, sql.placeholder('threadId')))
			.prepare(),
		byChannel: from
			.select()
			.from(chatThread)
			.where(and(ofPerson, eq(channel, sql.placeholder('channel'))))
			.prepare()
	};
});

function findThread(from: Reader, userId: string, target: Target): ThreadRow | undefined {
	const { byId, byChannel } = threadsOf(from);
	return 'threadId' in target
		? byId.get({ threadId: target.threadId })
		: byChannel.get({ userId, channel: target.channel });
}

const sayingOf = preparedOnce((tx: Transaction) => {
	const { id, lastSeq, inTranscript } = chatThread;
	const of = (name: keyof MessageRow) => sql.placeholder(name);
	return {
		next: tx
			.update(chatThread)
			.set({
				lastSeq: sql`${lastSeq} + 1`,
				inTranscript: sql`${inTranscript} + ${sql.placeholder('transcribed')}`,
				updatedAt: sql`${sql.placeholder('at')}`
			})
			.where(eq(id, sql.placeholder('threadId')))
			.returning()
			.prepare(),
		add: tx
			.insert(chatMessage)
			.values({
				...{ id: of('id'), threadId: of('threadId'), seq: of('seq'), role: of('role') },
				...{ authorId: of('authorId'), text: of('text'), sentAt: of('sentAt') }
			})
			.prepare()
	};
});

/** Number and message are one: nothing is ever missing between two of them. */
function addMessage(
	tx: Transaction,
	threadId: string,
	said: Pick<MessageRow, 'authorId' | 'role' | 'text' | 'sentAt'>
): { message: MessageRow; thread: ThreadRow } {
	const { next, add } = sayingOf(tx);
	const transcribed = Number(said.role !== null);
	const thread = next.get({ threadId, transcribed, at: said.sentAt.getTime() });
	const message = { id: randomUUID(), threadId, seq: thread.lastSeq, ...said };
	add.run(message);
	return { message, thread };
}

function countThreads(tx: Transaction, userId: string): number {
	const counted = tx
		.select({ threads: count() })
		.from(chatThread)
		.where(eq(chatThread.userId, userId))
		.get();
	return counted?.threads ?? 0;
}

function insertThread(
	tx: Transaction,
	userId: string,
	channel: string,
	title: string,
	now: Date
): ThreadRow {
	return tx
		.insert(chatThread)
		.values({ id: randomUUID(), userId, channel, title, createdAt: now, updatedAt: now })
		.returning()
		.get();
}
