import type { PayloadOf, OutboundType } from '../../realtime/catalogue';
import type { Audience } from '../../realtime/server/audience';
import type { Connection } from '../../realtime/server/connection';
import type { ChatMessages } from '../messages';
import type { Agent, ChatMessage, Member } from '../threads';
import { AgentsAtWork } from './agents';
import type { ThreadRow } from './store';

/** What people call themselves now, by their ids; who is gone is missing. */
export type NamesOf = (userIds: readonly string[]) => ReadonlyMap<string, string>;

const PREFIX = 'thread:';
const topicOf = (threadId: string) => PREFIX + threadId;

/**
 * Who is in which channel on this instance (rules H1, H2, I6), and what they are told. What is
 * published goes out after the direct answer to whatever caused it (rule D1), in the order of the
 * calls.
 */
export class Channels {
	readonly #audience: Audience;
	readonly #namesOf: NamesOf;
	readonly #agents = new AgentsAtWork();
	/** The channel of each thread that somebody is in. */
	readonly #channels = new Map<string, string>();

	constructor(audience: Audience, namesOf: NamesOf) {
		this.#audience = audience;
		this.#namesOf = namesOf;
	}

	/** @throws UserError CAPACITY_EXCEEDED (rule L3) */
	join({ id, channel }: ThreadRow, connection: Connection): void {
		const before = this.#peopleIn(id);
		this.#audience.join(topicOf(id), connection);
		this.#channels.set(id, channel);
		const joiner = connection.identity?.userId;
		if (before.length > 0 && joiner !== undefined && !before.includes(joiner))
			this.#tellMembers(id);
	}

	leave(threadId: string, connection: Connection): void {
		const who = connection.identity?.userId;
		if (!this.#audience.leave(topicOf(threadId), connection) || who === undefined) return;
		const left = this.#peopleIn(threadId);
		if (left.length === 0) this.#channels.delete(threadId);
		else if (!left.includes(who)) this.#tellMembers(threadId);
	}

	/** The connection is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		for (const { threadId, agentId } of this.#agents.stop(connection)) {
			this.#tellStatus(threadId, { agentId, status: 'idle' });
		}
		for (const topic of [...this.#audience.topicsOf(connection)]) {
			if (topic.startsWith(PREFIX)) this.leave(topic.slice(PREFIX.length), connection);
		}
	}

	/** One entry a person, however many connections; in the order they came. */
	membersOf(threadId: string): Member[] {
		const people = this.#peopleIn(threadId);
		const names = this.#namesOf(people);
		return people.map((id) => ({ id, name: names.get(id) ?? '' }));
	}

	/** Those that are not idle. */
	agentsOf(threadId: string): Agent[] {
		return this.#agents.of(threadId);
	}

	say(message: ChatMessage): void {
		this.#publish(message.threadId, 'chat_message', message);
	}

	/** @throws UserError CAPACITY_EXCEEDED */
	setAgent(threadId: string, agent: Agent, connection: Connection): void {
		this.#agents.set(threadId, agent, connection);
		this.#tellStatus(threadId, agent);
	}

	/** The thread was deleted: everybody in it is told, and out. */
	close({ id, channel }: ThreadRow): void {
		this.#agents.forget(id);
		const topic = topicOf(id);
		for (const connection of [...this.#audience.of(topic)]) {
			this.#audience.leave(topic, connection);
			connection.send('channel_left', { channel, threadId: id, reason: 'deleted' });
		}
		this.#channels.delete(id);
	}

	#peopleIn(threadId: string): string[] {
		const people = new Set<string>();
		for (const { identity } of this.#audience.of(topicOf(threadId))) {
			if (identity) people.add(identity.userId);
		}
		return [...people];
	}

	#tellMembers(threadId: string): void {
		const channel = this.#channels.get(threadId);
		if (channel === undefined) return;
		const members = this.membersOf(threadId);
		this.#publish(threadId, 'channel_members', { channel, threadId, members });
	}

	#tellStatus(threadId: string, agent: Agent): void {
		const channel = this.#channels.get(threadId);
		if (channel === undefined) return;
		this.#publish(threadId, 'agent_status', { sessionId: threadId, channel, ...agent });
	}

	#publish<T extends OutboundType<ChatMessages>>(
		threadId: string,
		type: T,
		payload: PayloadOf<ChatMessages, T>
	): void {
		setImmediate(() => this.#audience.publish(topicOf(threadId), type, payload));
	}
}
