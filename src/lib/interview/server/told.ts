import { INTERVIEWER, type Agent } from '../../chat';
import type { OutboundType, SentPayloadOf } from '../../realtime/catalogue';
import type { Audience } from '../../realtime/server/audience';
import type { Connection } from '../../realtime/server/connection';
import { Prepared } from '../../realtime/server/prepared';
import type { Subscriptions } from '../../sessions/server/subscriptions';
import type { InterviewerStatus } from '../interviewer';
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
	readonly #tellBeside: (sessionId: string, agent: Agent) => void;
	readonly #goesOn: (sessionId: string) => boolean;
	/** Interviews by the connections of this instance that their candidates act through. */
	readonly #acting = new Map<Connection, Set<string>>();

	/**
	 * @param tellBeside tells whoever of this instance is in the thread beside it what an agent does
	 * @param goesOn whether an interview is there, and not over
	 */
	constructor(
		audience: Audience,
		subscriptions: Subscriptions,
		tellBeside: (sessionId: string, agent: Agent) => void,
		goesOn: (sessionId: string) => boolean
	) {
		this.#audience = audience;
		this.#subscriptions = subscriptions;
		this.#tellBeside = tellBeside;
		this.#goesOn = goesOn;
		audience.takeNews(PREFIX, (topic, { type, payload }) => {
			const { hearers, message } = payload as { hearers: Hearers; message: object };
			if (type === 'agent_status') {
				this.#tellBeside(topic.slice(PREFIX.length), agentOf(message as Agent));
			}
			this.#deliver(topic.slice(PREFIX.length), new Prepared(type, message), hearers);
		});
	}

	/** The candidate acts through this connection. With the next interview those that are over go. */
	follow(sessionId: string, connection: Connection | undefined): void {
		if (!connection || connection.closing) return;
		const known = this.#acting.get(connection) ?? new Set();
		if (known.has(sessionId)) return;
		const others = [...known].filter((other) => this.#goesOn(other));
		this.#acting.set(connection, new Set([...others, sessionId]));
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

	/** Rule I6: what the interviewer does from now on. */
	tellInterviewer(sessionId: string, status: InterviewerStatus): void {
		const agent = { agentId: INTERVIEWER, status };
		this.tell(sessionId, ['agent_status', { sessionId, ...agent }]);
		this.#tellBeside(sessionId, agent);
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

const agentOf = ({ agentId, status }: Agent): Agent => ({ agentId, status });
