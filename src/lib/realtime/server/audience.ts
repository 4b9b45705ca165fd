import { UserError } from '../../errors';
import type { Cluster, NewsChannel } from './cluster/cluster';
import { Listeners } from './cluster/listeners';
import type { Connection } from './connection';
import { Prepared } from './prepared';

const NOBODY: ReadonlySet<never> = new Set();
const CHANNEL = 'ws:';

const channelOf = (topic: string): NewsChannel => `${CHANNEL}${topic}`;
const placeIn = (topic: string) => `topic ${topic}`;

/** What one instance tells the others about a topic. */
export interface TopicNews {
	type: string;
	payload: object;
}

/** One topic, as far as it is heard on this instance. */
interface Room {
	listeners: Set<Connection>;
	/** How many of them each user has. */
	people: Map<string, number>;
}

/**
 * Who hears what: topics, and the connections of this instance that joined them; what is published
 * reaches those of all instances. What a topic is called, and who may join, is the features' business.
 */
export class Audience {
	readonly #cluster: Cluster;
	readonly #rooms = new Map<string, Room>();
	readonly #joined = new Map<Connection, { userId: string | undefined; topics: Set<string> }>();
	readonly #people = new Listeners<[topic: string]>();
	readonly #takers: { prefix: string; take: (topic: string, news: TopicNews) => void }[] = [];

	/** @param most connections of one topic, on all instances together (rule L3) */
	constructor(
		readonly most: number,
		cluster: Cluster
	) {
		this.#cluster = cluster;
		cluster.onNews((channel, news) => {
			if (channel.startsWith(CHANNEL)) this.#hear(channel.slice(CHANNEL.length), news as TopicNews);
		});
		cluster.onOthers((topic) => {
			if (this.#rooms.has(topic)) this.#people.call(topic);
		});
	}

	/**
	 * Resolves once the connection hears what is published, and `peopleIn` knows of the other
	 * instances. Joining twice is joining once.
	 *
	 * @returns whether it is in; not where it went, or became somebody else's, in the meantime
	 * @throws UserError CAPACITY_EXCEEDED
	 */
	async join(topic: string, connection: Connection): Promise<boolean> {
		if (this.of(topic).has(connection)) return true;
		const userId = connection.identity?.userId;
		if (!(await this.#cluster.take(placeIn(topic), this.most))) {
			throw new UserError(
				'CAPACITY_EXCEEDED',
				'Too many connections are here already. Close one of them, or try again later.'
			);
		}
		const isStill = !connection.closing && connection.identity?.userId === userId;
		if (!isStill || this.of(topic).has(connection)) {
			this.#cluster.release(placeIn(topic));
			return isStill;
		}
		await this.#enter(topic, connection, userId);
		return this.of(topic).has(connection);
	}

	/** @returns whether it had joined */
	leave(topic: string, connection: Connection): boolean {
		const room = this.#rooms.get(topic);
		if (!room?.listeners.delete(connection)) return false;
		const { userId, topics } = this.#joined.get(connection)!;
		topics.delete(topic);
		if (topics.size === 0) this.#joined.delete(connection);
		this.#cluster.release(placeIn(topic));
		const isLast = userId !== undefined && room.people.get(userId) === 1;
		if (isLast) room.people.delete(userId);
		else if (userId !== undefined) room.people.set(userId, room.people.get(userId)! - 1);
		if (room.listeners.size === 0) {
			this.#rooms.delete(topic);
			this.#cluster.drop(topic);
		} else if (isLast) {
			void this.#cluster.put(topic, [...room.people.keys()]);
			this.#changed(topic, userId);
		}
		return true;
	}

	topicsOf(connection: Connection): ReadonlySet<string> {
		return this.#joined.get(connection)?.topics ?? NOBODY;
	}

	/** Those of this instance. */
	of(topic: string): ReadonlySet<Connection> {
		return this.#rooms.get(topic)?.listeners ?? NOBODY;
	}

	/**
	 * Users who are in a topic that somebody of this instance is in, on all instances, each once;
	 * those of this one first, in the order they came.
	 */
	peopleIn(topic: string): string[] {
		const room = this.#rooms.get(topic);
		return room ? [...new Set([...room.people.keys(), ...this.#cluster.others(topic)])] : [];
	}

	/**
	 * Calls when somebody came into a topic or left it, on whatever instance, as long as somebody of
	 * this one is in it.
	 * @returns stops listening
	 */
	onPeople(listener: (topic: string) => void): () => void {
		return this.#people.add(listener);
	}

	/** Sends one message to all who joined, on all instances. */
	publish(topic: string, type: string, payload: object): void {
		this.publishHere(topic, type, payload);
		this.tellOthers(topic, { type, payload });
	}

	/** Sends to those of this instance; formatted once, however many they are. */
	publishHere(topic: string, type: string, payload: object): void {
		const listeners = this.of(topic);
		if (listeners.size === 0) return;
		const prepared = new Prepared(type, payload);
		for (const connection of listeners) connection.deliver(prepared);
	}

	/** Sends to those of the other instances, or to whatever takes their news there. */
	tellOthers(topic: string, news: TopicNews): void {
		this.#cluster.publish(channelOf(topic), news);
	}

	/**
	 * Takes what other instances tell about topics that begin so, instead of its being sent as it comes.
	 * It is called for topics that nobody here is in too.
	 */
	takeNews(prefix: string, take: (topic: string, news: TopicNews) => void): void {
		this.#takers.push({ prefix, take });
	}

	async #enter(topic: string, connection: Connection, userId: string | undefined): Promise<void> {
		const room = this.#rooms.get(topic) ?? { listeners: new Set(), people: new Map() };
		this.#rooms.set(topic, room);
		room.listeners.add(connection);
		const joined = this.#joined.get(connection) ?? { userId, topics: new Set() };
		this.#joined.set(connection, joined);
		joined.topics.add(topic);
		const before = userId === undefined ? 0 : (room.people.get(userId) ?? 0);
		if (userId !== undefined) room.people.set(userId, before + 1);
		if (before > 0 || userId === undefined) return;
		await this.#cluster.put(topic, [...room.people.keys()]);
		this.#changed(topic, userId);
	}

	/** Who came or went here is no news where he is there elsewhere. */
	#changed(topic: string, userId: string): void {
		if (!this.#cluster.others(topic).includes(userId)) this.#people.call(topic);
	}

	#hear(topic: string, news: TopicNews): void {
		const taker = this.#takers.find(({ prefix }) => topic.startsWith(prefix));
		if (taker) taker.take(topic, news);
		else this.publishHere(topic, news.type, news.payload);
	}
}
