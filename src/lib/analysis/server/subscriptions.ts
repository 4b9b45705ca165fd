import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Connection } from '../../realtime/server/connection';
import { Prepared } from '../../realtime/server/prepared';
import type { AnalysisMessages } from '../messages';
import {
	confirmationOf,
	isBehind,
	messagesAbout,
	seenAfter,
	seenIn,
	type AnalysisState,
	type Message,
	type Seen
} from './state';

const PREFIX = 'analysis:';
const topicOf = (analysisId: string) => PREFIX + analysisId;

/** News may be lost on the way without anybody knowing: the database is asked so often (rule X2). */
const LOOK_EVERY_MS = 10_000;

/** One connection's interest in one analysis. */
interface Listening {
	userId: string;
	/** What came before the direct answer is out, in order; undefined from then on. */
	waiting: Prepared[] | undefined;
}

export interface SubscriptionParts {
	audience: Audience;
	cluster: Cluster;
	/** Undefined where there is none; with whose it is. */
	stateOf: (analysisId: string) => AnalysisState | undefined;
}

type StatusNews = PayloadOf<AnalysisMessages, 'analysis_status'>['status'];

/** Who hears of which analysis on this instance, and what they are told (rules N2–N4, A6, X2). */
export class AnalysisSubscriptions {
	readonly #parts: SubscriptionParts;
	readonly #listening = new Map<Connection, Map<string, Listening>>();
	/** What listeners here know, of every analysis that has any. */
	readonly #seen = new Map<string, Seen>();
	readonly #onStatus: (analysisId: string, status: StatusNews) => void;
	readonly #stops: (() => void)[];

	/** @param onStatus hears of every change of status, of this instance's and of others' making */
	constructor(
		parts: SubscriptionParts,
		onStatus: (analysisId: string, status: StatusNews) => void
	) {
		this.#parts = parts;
		this.#onStatus = onStatus;
		const { audience, cluster } = parts;
		audience.takeNews(PREFIX, (topic, { type, payload }) =>
			this.#hear(topic.slice(PREFIX.length), [type, payload] as Message)
		);
		const looking = setInterval(() => this.catchUp(), LOOK_EVERY_MS).unref();
		this.#stops = [cluster.onMissed(() => this.catchUp()), () => clearInterval(looking)];
	}

	/**
	 * Rule N2: what is answered is the direct answer; the stages that are done come behind it, and then
	 * all that happens. Subscribing again tells it again.
	 *
	 * @throws UserError ANALYSIS_NOT_FOUND, CAPACITY_EXCEEDED
	 */
	async subscribe(
		userId: string,
		analysisId: string,
		connection: Connection
	): Promise<PayloadOf<AnalysisMessages, 'subscription_confirmed'>> {
		this.#see(userId, analysisId);
		const listening: Listening = { userId, waiting: [] };
		const all = this.#listening.get(connection) ?? new Map<string, Listening>();
		this.#listening.set(connection, all.set(analysisId, listening));
		try {
			const isIn = await this.#parts.audience.join(topicOf(analysisId), connection);
			// Nothing is awaited from here on: what happens later comes later.
			const state = this.#see(userId, analysisId);
			if (isIn) {
				this.#seen.set(analysisId, seenIn(state));
				listening.waiting = [];
				setImmediate(() => this.#tellDone(state, connection, listening));
			} else this.#end(analysisId, connection);
			return confirmationOf(state);
		} catch (error) {
			this.#end(analysisId, connection);
			throw error;
		}
	}

	/** Also where it had not subscribed. */
	unsubscribe(analysisId: string, connection: Connection): void {
		this.#end(analysisId, connection);
	}

	/** The connection is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		for (const analysisId of [...(this.#listening.get(connection)?.keys() ?? [])]) {
			this.#end(analysisId, connection);
		}
	}

	/** Tells everybody who subscribed, on all instances; what it says is kept by then (rule D2). */
	tell(...[type, payload]: Message): void {
		const { analysisId } = payload;
		this.#parts.audience.tellOthers(topicOf(analysisId), { type, payload });
		this.#hear(analysisId, [type, payload] as Message);
	}

	/** Tells whoever is behind what the database knows better (rules X2, X4). */
	catchUp(): void {
		for (const [analysisId, seen] of [...this.#seen]) {
			const state = this.#parts.stateOf(analysisId);
			if (!state) {
				this.#hear(analysisId, ['analysis_status', { analysisId, status: 'deleted' }]);
				continue;
			}
			const isNews = isBehind(seen, state);
			// The row's progress is up to a second old.
			if (isNews) this.#seen.set(analysisId, seenIn(state));
			for (const connection of [...this.#parts.audience.of(topicOf(analysisId))]) {
				const listening = this.#listening.get(connection)?.get(analysisId);
				if (!listening || listening.userId !== state.userId) this.#end(analysisId, connection);
				else if (isNews && !listening.waiting) {
					connection.send('subscription_confirmed', confirmationOf(state));
					for (const [type, payload] of messagesAbout(state)) connection.send(type, payload);
				}
			}
		}
	}

	close(): void {
		for (const stop of this.#stops) stop();
	}

	#see(userId: string, analysisId: string): AnalysisState {
		const state = this.#parts.stateOf(analysisId);
		if (state?.userId === userId) return state;
		throw new UserError('ANALYSIS_NOT_FOUND', 'There is no such analysis.');
	}

	/** Behind the direct answer: what is done already, then what came in the meantime. */
	#tellDone(state: AnalysisState, connection: Connection, listening: Listening): void {
		if (this.#listening.get(connection)?.get(state.analysisId) !== listening) return;
		for (const [type, payload] of messagesAbout(state)) connection.send(type, payload);
		for (const message of listening.waiting ?? []) connection.deliver(message);
		listening.waiting = undefined;
	}

	#hear(analysisId: string, message: Message): void {
		const [type, payload] = message;
		if (type === 'analysis_status') this.#onStatus(analysisId, payload.status);
		const seen = this.#seen.get(analysisId);
		if (seen) this.#seen.set(analysisId, seenAfter(seen, message));
		const listeners = this.#parts.audience.of(topicOf(analysisId));
		if (listeners.size === 0) return;
		const prepared = new Prepared(type, payload);
		const isOver = type === 'analysis_status' && payload.status === 'deleted';
		for (const connection of [...listeners]) {
			const listening = this.#listening.get(connection)?.get(analysisId);
			if (listening?.waiting) listening.waiting.push(prepared);
			else if (listening) connection.deliver(prepared);
			if (isOver) this.#end(analysisId, connection);
		}
	}

	#end(analysisId: string, connection: Connection): void {
		const all = this.#listening.get(connection);
		all?.delete(analysisId);
		if (all?.size === 0) this.#listening.delete(connection);
		this.#parts.audience.leave(topicOf(analysisId), connection);
		if (this.#parts.audience.of(topicOf(analysisId)).size === 0) this.#seen.delete(analysisId);
	}
}
