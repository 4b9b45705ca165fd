import { UserError } from '../../errors';
import type { Permission } from '../../realtime/permissions';
import type { Clock } from '../../server/clock';
import type { Transaction } from '../../server/database';
import { pageOf, readCursor } from '../../server/newest-first';
import { channelOf, roomName, sessionOf } from '../rooms';
import type { Agent, ChatMessage, MessagePage, ThreadSummary } from '../threads';
import type { ThreadRight } from './access';
import type { Channels, NamesOf } from './channels';
import { readMessageCursor, toMessage, toThread, writeMessageCursor } from './rows';
import type { ChatStore, MessagePosition, Spoken, Target, ThreadRow } from './store';

/** Of one person; what a merge of two people brings together may be more. */
const MOST_THREADS = 1000;

/** Whoever asks: a person, and what his credential allows. */
interface Asker {
	userId: string;
	permissions: readonly Permission[];
}

export interface ChatParts {
	store: ChatStore;
	channels: Channels;
	namesOf: NamesOf;
	now: Clock;
}

/** The use cases of threads (rules H1–H3). */
export class ChatService {
	readonly #store: ChatStore;
	readonly #channels: Channels;
	readonly #namesOf: NamesOf;
	readonly #now: Clock;

	constructor(parts: ChatParts) {
		this.#store = parts.store;
		this.#channels = parts.channels;
		this.#namesOf = parts.namesOf;
		this.#now = parts.now;
	}

	/** The newest first. @throws UserError INVALID_MESSAGE_FORMAT for a cursor that is none */
	async listThreads(
		userId: string,
		{ cursor, limit }: { cursor?: string; limit: number }
	): Promise<{ items: ThreadSummary[]; nextCursor?: string }> {
		const after = readCursor(cursor);
		const found = await this.#store.threads(userId, { after, limit: limit + 1 });
		const { rows, next } = pageOf(found, limit, ({ updatedAt: at, id }) => ({ at, id }));
		return { items: rows.map(toThread), ...next };
	}

	/**
	 * Makes a thread.
	 * @param channel its room; made from the title where it is left out
	 * @throws UserError INVALID_STATE where the person has a room of that name (`channel_taken`), or
	 * as many threads as there may be (`threads_full`)
	 */
	async makeThread(userId: string, title: string, channel?: string): Promise<ThreadSummary> {
		const bounds = { now: new Date(this.#now()), most: MOST_THREADS };
		if (channel === undefined) {
			return toThread(filled(await this.#store.add(userId, channelOf(title), title, bounds)));
		}
		const { thread, made } = filled(await this.#store.ensure(userId, channel, title, bounds));
		if (made) return toThread(thread);
		throw new UserError(
			'INVALID_STATE',
			`You have a thread "${channel}" already. Choose another name, or use that one.`,
			{ state: 'channel_taken', threadId: thread.id }
		);
	}

	/** @throws UserError NOT_FOUND, also for somebody else's */
	async thread(userId: string, id: string): Promise<ThreadSummary> {
		return toThread(await this.#demand(userId, id, 'read'));
	}

	/** @throws UserError NOT_FOUND, also for somebody else's */
	async renameThread(userId: string, id: string, title: string): Promise<ThreadSummary> {
		await this.#demand(userId, id, 'own');
		const renamed = await this.#store.rename(id, title);
		if (!renamed) throw threadNotFound();
		return toThread(renamed);
	}

	/** With everything said in it; whoever is in it is told. @throws UserError NOT_FOUND */
	async deleteThread(userId: string, id: string): Promise<void> {
		const thread = await this.#demand(userId, id, 'own');
		if (!(await this.#store.remove(id))) throw threadNotFound();
		this.#channels.close(thread);
	}

	/**
	 * What was said: newest first, or after a `seq` in the order it was said.
	 * @throws UserError NOT_FOUND, also for somebody else's; INVALID_MESSAGE_FORMAT for a cursor that
	 * is none
	 */
	async messages(
		userId: string,
		id: string,
		{ cursor, after, limit }: { cursor?: string; after?: number; limit: number }
	): Promise<MessagePage> {
		const thread = await this.#demand(userId, id, 'read');
		const position: MessagePosition =
			cursor !== undefined ? readMessageCursor(cursor) : after === undefined ? {} : { after };
		const rows = await this.#store.messages(thread.id, position, limit + 1);
		const items = rows.slice(0, limit);
		const last = items.at(-1);
		const authors = new Set(items.flatMap(({ authorId }) => authorId ?? []));
		const names = this.#namesOf([...authors]);
		const direction = 'after' in position ? 'after' : 'before';
		return {
			items: items.map((row) => toMessage(row, thread, names)),
			...(rows.length > limit && last && { nextCursor: writeMessageCursor(direction, last.seq) })
		};
	}

	/**
	 * The thread of a channel.
	 * @throws UserError CHANNEL_NOT_FOUND, also for somebody else's
	 */
	async find(userId: string, target: Target, right: ThreadRight = 'read'): Promise<ThreadRow> {
		const thread = await this.#store.find(userId, target);
		if (!this.#isThere(thread, userId, right)) throw channelNotFound(target);
		return thread;
	}

	/**
	 * As `find`; a room that the asker does not have yet is made where he may write, and so is the
	 * thread beside a session that he has a part in.
	 * @throws UserError CHANNEL_NOT_FOUND; INVALID_STATE with `threads_full`
	 */
	async findOrMake({ userId, permissions }: Asker, target: Target): Promise<ThreadRow> {
		const thread = await this.#store.find(userId, target);
		if (thread || !('channel' in target)) {
			if (!this.#isThere(thread, userId, 'read')) throw channelNotFound(target);
			return thread;
		}
		const bounds = { now: new Date(this.#now()), most: MOST_THREADS };
		const sessionId = sessionOf(target.channel);
		if (sessionId !== undefined) {
			// Whoever may not write finds one that others made.
			const beside = permissions.includes('write')
				? await this.#store.ensureBeside(userId, sessionId, bounds)
				: undefined;
			if (!beside) throw channelNotFound(target);
			return filled(beside);
		}
		const name = roomName(target.channel) ?? '';
		if (!permissions.includes('write')) {
			throw new UserError(
				'CHANNEL_NOT_FOUND',
				`There is no "${target.channel}", and this credential may not make it. Join it once with one that has the permission "write".`
			);
		}
		return filled(await this.#store.ensure(userId, target.channel, name, bounds)).thread;
	}

	/** The thread beside one session stands beside another of the same owner from now on. */
	moveOn(tx: Transaction, move: { ownerId: string; from: string; to: string }): void {
		this.#store.moveBeside(tx, move);
	}

	/**
	 * Rule H3: what was said in a session, in the transaction that says it. The session's next state tells
	 * whoever is in the thread (`lookBeside`).
	 */
	transcribe(
		tx: Transaction,
		beside: { sessionId: string; ownerId: string; title: string },
		said: Spoken
	): void {
		this.#store.transcribe(tx, beside, said);
	}

	/** Says what an interviewer said in other words, in a transaction of somebody else's. */
	reword(
		tx: Transaction,
		beside: { sessionId: string; ownerId: string },
		reworded: (text: string) => string
	): void {
		this.#store.reword(tx, beside, reworded);
	}

	/** The thread goes with the session that it stands beside; news of that tell whoever is in it. */
	removeBeside(tx: Transaction, beside: { sessionId: string; ownerId: string }): void {
		this.#store.removeBeside(tx, beside);
	}

	/** A session has another state: something may have been said in it. */
	lookBeside(sessionId: string): Promise<void> {
		return this.#channels.lookBeside(sessionId);
	}

	/** Rule I6: the agent of a session does something else now. */
	tellAgentIn(sessionId: string, agent: Agent): void {
		this.#channels.tellAgentIn(sessionId, agent);
	}

	/**
	 * Somebody came into a session or lost his part in it, or news of that may have been missed: who
	 * of this instance may not hear the threads beside sessions any more is told, and out.
	 */
	async lookAtMembers(): Promise<void> {
		let isGone = false;
		for (const threadId of this.#channels.besideSessions()) {
			const thread = await this.#store.find('', { threadId });
			if (thread) this.#channels.keep(thread, (userId) => this.#store.may(thread, userId, 'read'));
			else isGone = true;
		}
		if (isGone) await this.#channels.catchUp();
	}

	/**
	 * Rule H2. Resolves once the message is kept, and tells the channel.
	 *
	 * @param keep does in the same transaction what must not be done without it (rule D3)
	 * @throws UserError CHANNEL_NOT_FOUND, also for somebody else's
	 */
	say(
		userId: string,
		target: Target,
		text: string,
		keep: (tx: Transaction, message: Omit<ChatMessage, 'author'>) => void
	): Promise<ChatMessage> {
		const sentAt = new Date(this.#now());
		const check: (thread: ThreadRow | undefined, tx: Transaction) => asserts thread is ThreadRow = (
			thread,
			tx
		) => {
			if (!this.#isThere(thread, userId, 'write', tx)) throw channelNotFound(target);
		};
		const nobody: ReadonlyMap<string, string> = new Map();
		return this.#store
			.say(userId, target, text, sentAt, check, (tx, message, thread) =>
				keep(tx, toMessage(message, thread, nobody))
			)
			.then(({ message, thread }) => {
				// At once: nothing that was kept later may be told earlier.
				const said = toMessage(message, thread, this.#namesOf([userId]));
				this.#channels.say(said);
				return said;
			});
	}

	async #demand(userId: string, threadId: string, right: ThreadRight): Promise<ThreadRow> {
		const thread = await this.#store.find(userId, { threadId });
		if (!this.#isThere(thread, userId, right)) throw threadNotFound();
		return thread;
	}

	#isThere(
		thread: ThreadRow | undefined,
		userId: string,
		right: ThreadRight,
		tx?: Transaction
	): thread is ThreadRow {
		return thread !== undefined && this.#store.may(thread, userId, right, tx);
	}
}

function filled<T>(made: T | 'full'): T {
	if (made !== 'full') return made;
	throw new UserError(
		'INVALID_STATE',
		`You have ${MOST_THREADS.toLocaleString('en')} threads, the most there may be. Delete one that you no longer need, then make this one.`,
		{ state: 'threads_full' }
	);
}

const threadNotFound = () => new UserError('NOT_FOUND', 'There is no such thread.');

function channelNotFound(target: Target): UserError {
	if ('threadId' in target) {
		return new UserError(
			'CHANNEL_NOT_FOUND',
			'There is no such thread. Yours are listed at /api/chat/threads.'
		);
	}
	const { channel } = target;
	return new UserError(
		'CHANNEL_NOT_FOUND',
		roomName(channel) === undefined
			? `There is no session behind "${channel}" that you could join. Check its id.`
			: `There is no "${channel}". Join it first: that makes it.`
	);
}
