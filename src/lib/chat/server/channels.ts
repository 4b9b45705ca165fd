import { UserError } from '../../errors';
import type { PayloadOf, OutboundType } from '../../realtime/catalogue';
import type { Audience, TopicNews } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Connection } from '../../realtime/server/connection';
import type { Log } from '../../server/log';
import type { ChatMessages } from '../messages';
import { channelOfSession, sessionOf } from '../rooms';
import type { Agent, ChatMessage, Member } from '../threads';
import { AgentsAtWork } from './agents';
import { Feed, FEED_PAGE } from './feed';
import { personIn } from './people';
import { toMessage } from './rows';
import type { ChatStore, ThreadRow } from './store';

/** What people call themselves now, by their ids; who is gone is missing. */
export type NamesOf = (userIds: readonly string[]) => ReadonlyMap<string, string>;

const PREFIX = 'thread:';
const topicOf = (threadId: string) => PREFIX + threadId;

export interface ChannelsParts {
	audience: Audience;
	cluster: Cluster;
	/** Knows what was missed. */
	store: Pick<ChatStore, 'messages' | 'lastSeqs'>;
	namesOf: NamesOf;
	/** Who is at work in a session by what it is, idle or not. */
	agentIn?: (sessionId: string) => Agent | undefined;
	log: Log;
}

/** A thread that somebody of this instance is in. */
interface OpenThread {
	channel: string;
	/** Connections that are about to be in it. */
	joining: number;
	/** Who was in it when members were told last; undefined before whoever came first was answered. */
	told: string | undefined;
}

/**
 * Who is in which channel (rules H1, H2, I6), and what those of this instance are told, whatever instance
 * it comes from. What is told goes out after the direct answer to whatever caused it (rule D1), in the
 * order of the calls.
 */
export class Channels {
	readonly #parts: ChannelsParts;
	readonly #agents: AgentsAtWork;
	readonly #feed: Feed;
	readonly #threads = new Map<string, OpenThread>();

	constructor(parts: ChannelsParts) {
		this.#parts = parts;
		const { audience, cluster, log } = parts;
		this.#agents = new AgentsAtWork(cluster, (threadId, agent) =>
			this.#tellStatus(threadId, agent)
		);
		this.#feed = new Feed({
			readAfter: (threadId, seq) => this.#readAfter(threadId, seq),
			deliver: (message) =>
				audience.publishHere(topicOf(message.threadId), 'chat_message', message),
			log
		});
		audience.takeNews(PREFIX, (topic, news) => this.#hear(topic.slice(PREFIX.length), news));
		audience.onPeople((topic) => {
			if (topic.startsWith(PREFIX)) this.#tellMembers(topic.slice(PREFIX.length));
		});
		cluster.onMissed(() => {
			this.catchUp().catch((error: unknown) =>
				log.warn({ err: error }, 'what was missed in threads cannot be read')
			);
		});
	}

	/**
	 * Resolves once all that is said is heard, and members and agents of all instances are known.
	 * @returns whether the connection is in; not where it went in the meantime
	 * @throws UserError CAPACITY_EXCEEDED (rule L3)
	 */
	async join({ id, channel, lastSeq }: ThreadRow, connection: Connection): Promise<boolean> {
		this.#feed.follow(id, lastSeq);
		const thread = this.#threads.get(id) ?? { channel, joining: 0, told: undefined };
		this.#threads.set(id, thread);
		thread.joining += 1;
		try {
			const joining = this.#parts.audience.join(topicOf(id), connection);
			const [isIn] = await Promise.all([joining, this.#agents.follow(id)]);
			thread.told ??= this.#parts.audience.peopleIn(topicOf(id)).toSorted().join(' ');
			return isIn;
		} finally {
			thread.joining -= 1;
			this.#closeIfEmpty(id);
		}
	}

	leave(threadId: string, connection: Connection): void {
		this.#parts.audience.leave(topicOf(threadId), connection);
		this.#closeIfEmpty(threadId);
	}

	/** The connection is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		this.#agents.stop(connection);
		for (const topic of [...this.#parts.audience.topicsOf(connection)]) {
			if (topic.startsWith(PREFIX)) this.leave(topic.slice(PREFIX.length), connection);
		}
	}

	/** One entry a person, however many connections, on all instances. */
	membersOf(threadId: string): Member[] {
		// Without its channel nobody knows what its people may be called (rule S6).
		const channel = this.#threads.get(threadId)?.channel;
		if (channel === undefined) return [];
		const people = this.#parts.audience.peopleIn(topicOf(threadId));
		const names = this.#parts.namesOf(people);
		return people.map((userId) => ({
			id: personIn({ threadId, channel }, userId),
			name: names.get(userId) ?? ''
		}));
	}

	/** Those that are not idle, on all instances. */
	agentsOf(threadId: string): Agent[] {
		const its = this.#itsAgent(this.#threads.get(threadId)?.channel ?? '');
		const working = this.#agents.of(threadId);
		return its && its.status !== 'idle' ? [its, ...working] : working;
	}

	/** The agent of a session does something else now. */
	tellAgentIn(sessionId: string, agent: Agent): void {
		const threadId = this.#besideSession(sessionId);
		if (threadId !== undefined) this.#tellStatus(threadId, agent);
	}

	/** Something may have been said in a session: whoever is in the thread beside it is told. */
	async lookBeside(sessionId: string): Promise<void> {
		const threadId = this.#besideSession(sessionId);
		if (threadId === undefined) return;
		const lastSeq = (await this.#parts.store.lastSeqs([threadId])).get(threadId);
		if (lastSeq !== undefined) this.#feed.catchUp(threadId, lastSeq);
	}

	/** Something was said here, and is kept. */
	say(message: ChatMessage): void {
		this.#tellOthers(message.threadId, 'chat_message', message);
		setImmediate(() => this.#feed.hear(message));
	}

	/** @throws UserError CAPACITY_EXCEEDED; FORBIDDEN for an agent that is the session's own */
	setAgent(
		{ id, channel }: Pick<ThreadRow, 'id' | 'channel'>,
		agent: Agent,
		connection: Connection
	): void {
		if (this.#itsAgent(channel)?.agentId === agent.agentId) {
			throw new UserError(
				'FORBIDDEN',
				`What "${agent.agentId}" does here the server says. Give your agent another name.`
			);
		}
		this.#agents.set(id, agent, connection);
	}

	/** The thread was deleted: everybody in it is told, and out, on all instances. */
	close({ id, channel }: Pick<ThreadRow, 'id' | 'channel'>): void {
		this.#closeHere(id);
		this.#tellOthers(id, 'channel_left', { channel, threadId: id, reason: 'deleted' });
	}

	/** The threads beside sessions that somebody of this instance is in. */
	besideSessions(): string[] {
		return [...this.#threads]
			.filter(([, { channel }]) => sessionOf(channel) !== undefined)
			.map(([threadId]) => threadId);
	}

	/** Who of this instance may not hear a thread any more is told, and out; its channel may be new. */
	keep({ id, channel }: ThreadRow, mayHear: (userId: string) => boolean): void {
		const thread = this.#threads.get(id);
		if (!thread) return;
		thread.channel = channel;
		for (const connection of [...this.#parts.audience.of(topicOf(id))]) {
			const userId = connection.identity?.userId;
			if (userId !== undefined && mayHear(userId)) continue;
			this.leave(id, connection);
			connection.send('channel_left', { channel, threadId: id, reason: 'withdrawn' });
		}
	}

	/** Tells whoever is behind what the database knows (rules X2, X4). */
	async catchUp(): Promise<void> {
		if (this.#threads.size === 0) return;
		const open = [...this.#threads.keys()];
		const lastSeqs = await this.#parts.store.lastSeqs(open);
		for (const threadId of open) {
			const lastSeq = lastSeqs.get(threadId);
			if (lastSeq === undefined) this.#closeHere(threadId);
			else this.#feed.catchUp(threadId, lastSeq);
		}
	}

	/** News of another instance. */
	#hear(threadId: string, { type, payload }: TopicNews): void {
		if (type === 'chat_message') this.#feed.hear(payload as ChatMessage);
		else if (type === 'channel_left') this.#closeHere(threadId);
	}

	#closeHere(threadId: string): void {
		const { audience } = this.#parts;
		const topic = topicOf(threadId);
		const channel = this.#threads.get(threadId)?.channel;
		this.#agents.forget(threadId);
		for (const connection of [...audience.of(topic)]) {
			audience.leave(topic, connection);
			connection.send('channel_left', { channel, threadId, reason: 'deleted' });
		}
		this.#closeIfEmpty(threadId);
	}

	#closeIfEmpty(threadId: string): void {
		const isEmpty = this.#parts.audience.of(topicOf(threadId)).size === 0;
		if (!isEmpty || (this.#threads.get(threadId)?.joining ?? 0) > 0) return;
		this.#threads.delete(threadId);
		this.#feed.unfollow(threadId);
		this.#agents.unfollow(threadId);
	}

	#besideSession(sessionId: string): string | undefined {
		const channel = channelOfSession(sessionId);
		for (const [threadId, thread] of this.#threads) {
			if (thread.channel === channel) return threadId;
		}
		return undefined;
	}

	#itsAgent(channel: string): Agent | undefined {
		const sessionId = sessionOf(channel);
		return sessionId === undefined ? undefined : this.#parts.agentIn?.(sessionId);
	}

	async #readAfter(threadId: string, after: number): Promise<ChatMessage[]> {
		const { store, namesOf } = this.#parts;
		const channel = this.#threads.get(threadId)?.channel;
		if (channel === undefined) return [];
		const rows = await store.messages(threadId, { after }, FEED_PAGE);
		const names = namesOf([...new Set(rows.flatMap(({ authorId }) => authorId ?? []))]);
		return rows.map((row) => toMessage(row, { channel }, names));
	}

	#tellMembers(threadId: string): void {
		const thread = this.#threads.get(threadId);
		if (thread?.told === undefined) return;
		const people = this.#parts.audience.peopleIn(topicOf(threadId)).toSorted().join(' ');
		if (people === thread.told) return;
		thread.told = people;
		const { channel } = thread;
		const members = this.membersOf(threadId);
		this.#tell(threadId, 'channel_members', { channel, threadId, members });
	}

	#tellStatus(threadId: string, agent: Agent): void {
		const channel = this.#threads.get(threadId)?.channel;
		if (channel === undefined) return;
		this.#tell(threadId, 'agent_status', { sessionId: threadId, channel, ...agent });
	}

	#tell<T extends OutboundType<ChatMessages>>(
		threadId: string,
		type: T,
		payload: PayloadOf<ChatMessages, T>
	): void {
		setImmediate(() => this.#parts.audience.publishHere(topicOf(threadId), type, payload));
	}

	#tellOthers<T extends OutboundType<ChatMessages>>(
		threadId: string,
		type: T,
		payload: PayloadOf<ChatMessages, T>
	): void {
		this.#parts.audience.tellOthers(topicOf(threadId), { type, payload });
	}
}
