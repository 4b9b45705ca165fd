import { UserError } from '../../errors';
import type { Connection } from './connection';
import { Prepared } from './prepared';

const NOTHING: ReadonlySet<never> = new Set();

/**
 * Who hears what on this instance: topics, and the connections that joined them. What a topic is
 * called, and who may join, is the features' business.
 */
export class Audience {
	readonly #listeners = new Map<string, Set<Connection>>();
	readonly #topics = new Map<Connection, Set<string>>();

	/** @param most connections of one topic (rule L3) */
	constructor(readonly most: number) {}

	/** Joining twice is joining once. @throws UserError CAPACITY_EXCEEDED */
	join(topic: string, connection: Connection): void {
		const listeners = this.#listeners.get(topic) ?? new Set();
		if (listeners.has(connection)) return;
		if (listeners.size >= this.most) {
			throw new UserError(
				'CAPACITY_EXCEEDED',
				'Too many connections are here already. Close one of them, or try again later.'
			);
		}
		this.#listeners.set(topic, listeners.add(connection));
		const topics = this.#topics.get(connection) ?? new Set();
		this.#topics.set(connection, topics.add(topic));
	}

	/** @returns whether it had joined */
	leave(topic: string, connection: Connection): boolean {
		const listeners = this.#listeners.get(topic);
		if (!listeners?.delete(connection)) return false;
		if (listeners.size === 0) this.#listeners.delete(topic);
		const topics = this.#topics.get(connection);
		topics?.delete(topic);
		if (topics?.size === 0) this.#topics.delete(connection);
		return true;
	}

	topicsOf(connection: Connection): ReadonlySet<string> {
		return this.#topics.get(connection) ?? NOTHING;
	}

	of(topic: string): ReadonlySet<Connection> {
		return this.#listeners.get(topic) ?? NOTHING;
	}

	/** Sends one message to all who joined; it is formatted once, however many they are. */
	publish(topic: string, type: string, payload: object): void {
		const listeners = this.of(topic);
		if (listeners.size === 0) return;
		const prepared = new Prepared(type, payload);
		for (const connection of listeners) connection.deliver(prepared);
	}
}
