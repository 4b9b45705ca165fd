import type { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Connection } from '../../realtime/server/connection';
import { Prepared } from '../../realtime/server/prepared';
import type { PayloadOf } from '../../realtime/catalogue';
import type { SessionMessages } from '../messages';
import type { SessionRole } from '../roles';
import type { SessionEngine } from './engine';
import type { SessionNews, StateNews } from './scope';
import type { MemberRow } from './store';

/** What people call themselves now, by their ids; who is gone is missing. */
type NamesOf = (userIds: readonly string[]) => ReadonlyMap<string, string>;

type Person = PayloadOf<SessionMessages, 'presence_update'>['participants'][number];

const PREFIX = 'session:';
const topicOf = (sessionId: string) => PREFIX + sessionId;

/** Those that come or go together are told of together. */
const GATHER_PEOPLE_MS = 20;

/** News may be lost on the way without anybody knowing: the database is asked so often (rule X2). */
const LOOK_EVERY_MS = 10_000;

/** What a connection is in a session that it subscribed. */
type Part = Pick<MemberRow, 'role' | 'personId' | 'userId'>;

export interface SubscriptionParts {
	engine: SessionEngine;
	audience: Audience;
	cluster: Cluster;
	namesOf: NamesOf;
}

/** Who hears of which session on this instance, and what they are told (rules S1–S3, S6, A6). */
export class Subscriptions {
	readonly #parts: SubscriptionParts;
	readonly #members = new Map<Connection, Map<string, Part>>();
	/** The version that subscribers here know, of every session that has any. */
	readonly #versions = new Map<string, number>();
	readonly #gathering = new Map<string, NodeJS.Timeout>();
	/** Who is in a session is being asked, and by whoever asks meanwhile too. */
	readonly #asking = new Map<string, Promise<ReadonlySet<string>>>();
	readonly #stops: (() => void)[];

	constructor(parts: SubscriptionParts) {
		this.#parts = parts;
		const { engine, audience, cluster } = parts;
		const looking = setInterval(() => this.catchUp(), LOOK_EVERY_MS).unref();
		this.#stops = [
			engine.onNews((news) => this.#hear(news)),
			cluster.onMissed(() => this.catchUp()),
			audience.onPeople((topic) => {
				if (topic.startsWith(PREFIX)) this.#gatherPeople(topic.slice(PREFIX.length));
			}),
			() => clearInterval(looking)
		];
	}

	/**
	 * Rule S1. Subscribing again tells the state again.
	 * @throws UserError SESSION_NOT_FOUND, CAPACITY_EXCEEDED
	 */
	async subscribe(
		userId: string,
		sessionId: string,
		connection: Connection
	): Promise<PayloadOf<SessionMessages, 'state_sync'>> {
		const { engine, audience } = this.#parts;
		engine.see(userId, sessionId);
		await audience.join(topicOf(sessionId), connection);
		try {
			// Nothing is awaited from here on: what changes later comes later.
			const { session, member } = engine.see(userId, sessionId);
			// Gone, or somebody else's, while it waited.
			if (connection.closing || connection.identity?.userId !== userId) {
				audience.leave(topicOf(sessionId), connection);
			} else {
				const { version, kind, state } = session;
				// Others may not have heard of it yet, and its news will be nothing new any more.
				this.#hear({ sessionId, version, kind, state });
				const parts = this.#members.get(connection) ?? new Map<string, Part>();
				this.#members.set(connection, parts.set(sessionId, member));
				this.#know(sessionId, version);
				this.#gatherPeople(sessionId);
			}
			const { role, personId } = member;
			const { version } = session;
			return { sessionId, version, state: this.#view(session, role), role, personId };
		} catch (error) {
			this.#end(sessionId, connection);
			throw error;
		}
	}

	/** Also where it had not subscribed. */
	unsubscribe(sessionId: string, connection: Connection): void {
		this.#end(sessionId, connection);
	}

	/** The connection is gone, or somebody else's from now on. */
	gone(connection: Connection): void {
		for (const sessionId of [...(this.#members.get(connection)?.keys() ?? [])]) {
			this.#end(sessionId, connection);
		}
	}

	/**
	 * Rule S6: one entry a person; a watcher only while he is there.
	 * @param here users who are there; known without being told where anybody of this instance is
	 */
	peopleOf(
		sessionId: string,
		here: ReadonlySet<string> = new Set(this.#parts.audience.peopleIn(topicOf(sessionId)))
	): Person[] {
		const { engine, namesOf } = this.#parts;
		const session = engine.find(sessionId);
		if (!session) return [];
		const known = engine
			.members(sessionId)
			.filter(({ role, userId }) => role !== 'watch' || here.has(userId));
		const names = namesOf(known.map(({ userId }) => userId));
		const given = engine.kind(session.kind).names?.(session.state) ?? {};
		return known.map(({ userId, personId, role }) => ({
			id: personId,
			name: given[personId] ?? names.get(userId) ?? '',
			role,
			connected: here.has(userId)
		}));
	}

	/** Users who are there now, on all instances, also where nobody of this one is. */
	present(sessionId: string): Promise<ReadonlySet<string>> {
		const known = this.#asking.get(sessionId);
		if (known) return known;
		const asking = this.#askWhoIsThere(topicOf(sessionId)).finally(() => {
			this.#asking.delete(sessionId);
		});
		this.#asking.set(sessionId, asking);
		return asking;
	}

	/** Connections of this instance that follow a session, and what they are in it. */
	listenersOf(sessionId: string): { connection: Connection; role: SessionRole }[] {
		return [...this.#parts.audience.of(topicOf(sessionId))].flatMap((connection) => {
			const role = this.#members.get(connection)?.get(sessionId)?.role;
			return role === undefined ? [] : [{ connection, role }];
		});
	}

	/** Tells whoever is behind what the database knows better (rules X2, X4). */
	catchUp(): void {
		for (const sessionId of [...this.#versions.keys()]) {
			const session = this.#parts.engine.find(sessionId);
			if (!session) this.#hear({ sessionId, state: null });
			else {
				const { version, kind, state } = session;
				this.#hear({ sessionId, version, kind, state });
				this.#lookAtMembers(sessionId, 'withdrawn');
			}
		}
	}

	close(): void {
		for (const stop of this.#stops) stop();
		for (const timer of this.#gathering.values()) clearTimeout(timer);
	}

	/** Follows a topic for as long as it takes: two at once would end it for each other. */
	async #askWhoIsThere(topic: string): Promise<ReadonlySet<string>> {
		const { audience, cluster } = this.#parts;
		const isAnybodyHere = () => audience.of(topic).size > 0;
		if (!isAnybodyHere()) await cluster.put(topic, []);
		if (isAnybodyHere()) return new Set(audience.peopleIn(topic));
		const others = new Set(cluster.others(topic));
		cluster.drop(topic);
		return others;
	}

	#hear(news: SessionNews): void {
		const { sessionId } = news;
		if (!this.#versions.has(sessionId)) return;
		if ('members' in news) this.#lookAtMembers(sessionId, news.reason ?? 'withdrawn');
		else if (news.state === null) this.#delete(sessionId);
		else if (news.version > (this.#versions.get(sessionId) ?? 0)) {
			this.#versions.set(sessionId, news.version);
			this.#tellState(news);
		}
	}

	/** Formatted once a role, however many there are of it. */
	#tellState({ sessionId, kind, version, state }: StateNews): void {
		const prepared = new Map<SessionRole, Prepared>();
		for (const connection of this.#parts.audience.of(topicOf(sessionId))) {
			const role = this.#members.get(connection)?.get(sessionId)?.role;
			if (role === undefined) continue;
			let message = prepared.get(role);
			if (!message) {
				const view = this.#view({ kind, state }, role);
				message = new Prepared('state_update', { sessionId, version, state: view });
				prepared.set(role, message);
			}
			connection.deliver(message);
		}
	}

	#delete(sessionId: string): void {
		for (const connection of [...this.#parts.audience.of(topicOf(sessionId))]) {
			this.#end(sessionId, connection);
			connection.send('session_deleted', { sessionId });
		}
	}

	/** Who has no part in it any more hears that at once, and then nothing (rule A6). */
	#lookAtMembers(sessionId: string, reason: string): void {
		const { engine, audience } = this.#parts;
		const session = engine.find(sessionId);
		const members = new Map(engine.members(sessionId).map((row) => [row.userId, row]));
		for (const connection of [...audience.of(topicOf(sessionId))]) {
			const parts = this.#members.get(connection);
			const part = parts?.get(sessionId);
			if (!parts || !part) continue;
			const member = members.get(part.userId);
			if (!session || !member) {
				this.#end(sessionId, connection);
				connection.send('subscription_ended', { sessionId, reason });
			} else if (member.role !== part.role || member.personId !== part.personId) {
				parts.set(sessionId, member);
				const { role, personId } = member;
				const state = this.#view(session, role);
				const { version } = session;
				connection.send('state_sync', { sessionId, version, state, role, personId });
			}
		}
		this.#gatherPeople(sessionId);
	}

	#end(sessionId: string, connection: Connection): void {
		const parts = this.#members.get(connection);
		parts?.delete(sessionId);
		if (parts?.size === 0) this.#members.delete(connection);
		this.#parts.audience.leave(topicOf(sessionId), connection);
		if (this.#parts.audience.of(topicOf(sessionId)).size === 0) this.#versions.delete(sessionId);
	}

	#know(sessionId: string, version: number): void {
		this.#versions.set(sessionId, Math.max(version, this.#versions.get(sessionId) ?? 0));
	}

	#view(session: { kind: string; state: object }, role: SessionRole) {
		return this.#parts.engine.view(session, role) as { kind: string };
	}

	#gatherPeople(sessionId: string): void {
		if (this.#gathering.has(sessionId) || !this.#versions.has(sessionId)) return;
		const timer = setTimeout(() => {
			this.#gathering.delete(sessionId);
			this.#tellPeople(sessionId);
		}, GATHER_PEOPLE_MS);
		this.#gathering.set(sessionId, timer);
	}

	#tellPeople(sessionId: string): void {
		const listeners = this.#parts.audience.of(topicOf(sessionId));
		if (listeners.size === 0) return;
		const participants = this.peopleOf(sessionId);
		const message = new Prepared('presence_update', { sessionId, participants });
		for (const connection of listeners) connection.deliver(message);
	}
}
