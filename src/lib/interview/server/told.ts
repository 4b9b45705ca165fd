import type { OutboundType, SentPayloadOf } from '../../realtime/catalogue';
import type { Audience } from '../../realtime/server/audience';
import type { Connection } from '../../realtime/server/connection';
import { Prepared } from '../../realtime/server/prepared';
import type { Subscriptions } from '../../sessions/server/subscriptions';
import type { InterviewMessages } from '../messages';

/** What instances tell each other goes by this name; nobody joins it. */
const PREFIX = 'interview:';

/** A message's type and payload. */
export type Message = {
	[T in OutboundType<InterviewMessages>]: [type: T, payload: SentPayloadOf<InterviewMessages, T>];
}[OutboundType<InterviewMessages>];

/** Drafts are for nobody else's eyes. */
type Hearers = 'everybody' | 'candidate';

/**
 * Tells whoever follows an interview what happens in it, on all instances, behind the direct answer to
 * whatever caused it (rule D1). Who asked for something in it follows it, subscribed or not.
 */
export class Telling {
	readonly #audience: Audience;
	readonly #subscriptions: Subscriptions;
	/** Interviews by the connections of this instance that their candidates act through. */
	readonly #acting = new Map<Connection, Set<string>>();

	constructor(audience: Audience, subscriptions: Subscriptions) {
		this.#audience = audience;
		this.#subscriptions = subscriptions;
		audience.takeNews(PREFIX, (topic, { type, payload }) => {
			const { hearers, message } = payload as { hearers: Hearers; message: object };
			this.#deliver(topic.slice(PREFIX.length), new Prepared(type, message), hearers);
		});
	}

	/** The candidate acts through this connection. */
	follow(sessionId: string, connection: Connection | undefined): void {
		if (!connection || connection.closing) return;
		const known = this.#acting.get(connection) ?? new Set();
		this.#acting.set(connection, known.add(sessionId));
	}

	/** The connection is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		this.#acting.delete(connection);
	}

	/** @param except who has it as a direct answer */
	tell(
		sessionId: string,
		[type, message]: Message,
		{ except, hearers = 'everybody' }: { except?: Connection | undefined; hearers?: Hearers } = {}
	): void {
		this.#audience.tellOthers(PREFIX + sessionId, { type, payload: { hearers, message } });
		setImmediate(() => this.#deliver(sessionId, new Prepared(type, message), hearers, except));
	}

	#deliver(sessionId: string, message: Prepared, hearers: Hearers, except?: Connection): void {
		const acting = [...this.#acting].flatMap(([connection, ids]) =>
			ids.has(sessionId) ? [connection] : []
		);
		const following = this.#subscriptions
			.listenersOf(sessionId)
			.filter(({ role }) => hearers === 'everybody' || role === 'owner');
		for (const connection of new Set([
			...acting,
			...following.map((listener) => listener.connection)
		])) {
			if (connection !== except) connection.deliver(message);
		}
	}
}
