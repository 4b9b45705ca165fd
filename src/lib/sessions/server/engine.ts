import { setImmediate as turn } from 'node:timers/promises';
import { UserError } from '../../errors';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import type { SessionRole } from '../roles';
import type { SessionKind } from './kinds';
import {
	EXPIRY,
	sessionNotFound,
	SessionScope,
	toSession,
	type Session,
	type SessionNews
} from './scope';
import { memberOf, membersOf, sessionById, type MemberRow } from './store';

/** Rule X1's channel for states. */
const CHANNEL = 'session-updates';

/** A session, and what somebody is in it. */
export interface Seen<S extends object = object> {
	session: Session<S>;
	member: MemberRow;
}

export interface EngineParts {
	database: Database;
	cluster: Cluster;
	jobs: Jobs;
	now: Clock;
	log: Log;
}

/**
 * Versioned states shared by any number of clients on any instance (section S): typing tests that
 * are watched, races, interviews, bare clocks. Rooms register what their states mean; this keeps
 * them, and tells whoever listens.
 */
export class SessionEngine {
	readonly #parts: EngineParts;
	readonly #kinds = new Map<string, SessionKind>();
	readonly #listeners = new Set<(news: SessionNews) => void>();
	readonly #stopListening: () => void;

	constructor(parts: EngineParts) {
		this.#parts = parts;
		parts.jobs.register(EXPIRY, (id) => this.#expire(id));
		this.#stopListening = parts.cluster.onNews((channel, news) => {
			if (channel === CHANNEL) this.#tell(news as SessionNews);
		});
	}

	register<S extends object>(kind: SessionKind<S>): void {
		this.#kinds.set(kind.name, kind as unknown as SessionKind);
	}

	/** @throws Error for a kind that nobody registered */
	kind(name: string): SessionKind {
		const kind = this.#kinds.get(name);
		if (!kind) throw new Error(`Nobody registered sessions of the kind "${name}".`);
		return kind;
	}

	/** Every kind that was registered. */
	kinds(): Iterable<SessionKind> {
		return this.#kinds.values();
	}

	/** Everything that happens to sessions, on this instance and others. @returns stops listening */
	onNews(listener: (news: SessionNews) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * Runs a use case: what it changes is one transaction with whatever else it writes, and told once
	 * that is kept (rules S4, D2).
	 */
	async write<T>(job: (sessions: SessionScope, tx: Transaction) => T): Promise<T> {
		const { done, scope } = await this.#parts.database.write((tx) => {
			const scope = this.scope(tx);
			return { done: job(scope, tx), scope };
		});
		this.announce(scope);
		// News leave with the next turn of the loop: what is made of answers must not come before them.
		if (scope.news.length > 0) await turn();
		return done;
	}

	/** Sessions inside a transaction of somebody else's, who calls `announce` after the commit. */
	scope(tx: Transaction): SessionScope {
		const { jobs, now } = this.#parts;
		return new SessionScope({ tx, kinds: this.#kinds, jobs, now: now() });
	}

	/** Tells what a scope changed, here and on the other instances. */
	announce({ news }: Pick<SessionScope, 'news'>): void {
		for (const item of news) {
			this.#tell(item);
			this.#parts.cluster.publish(CHANNEL, item);
		}
	}

	find<S extends object>(id: string): Session<S> | undefined {
		const row = sessionById(this.#parts.database.read, id);
		return row && toSession<S>(row);
	}

	/**
	 * A session as somebody may see it.
	 * @throws UserError SESSION_NOT_FOUND, also where he has no part in it (rule A6)
	 */
	see<S extends object>(userId: string, id: string, kind?: string): Seen<S> {
		const { read } = this.#parts.database;
		const row = sessionById(read, id);
		const member = row && memberOf(read, id, userId);
		if (!row || !member || (kind !== undefined && row.kind !== kind)) throw sessionNotFound();
		return { session: toSession<S>(row), member };
	}

	members(id: string): MemberRow[] {
		return membersOf(this.#parts.database.read, id);
	}

	/** The state as a role may see it. */
	view({ kind, state }: Pick<Session, 'kind' | 'state'>, role: SessionRole): object {
		return this.kind(kind).view(state, role);
	}

	/** Deletes it, for everybody. @throws UserError SESSION_NOT_FOUND, FORBIDDEN */
	async remove(userId: string, id: string): Promise<void> {
		await this.write((sessions) => {
			const member = sessions.member(id, userId);
			if (!member) throw sessionNotFound();
			demandRole(member, ['owner'], 'delete it');
			sessions.remove(id);
		});
	}

	/** Leaves it, of one's own will. @throws UserError SESSION_NOT_FOUND, FORBIDDEN for its owner */
	async leave(userId: string, id: string): Promise<void> {
		await this.write((sessions) => {
			const member = sessions.member(id, userId);
			if (!member) throw sessionNotFound();
			if (member.role === 'owner') {
				throw new UserError('FORBIDDEN', 'This session is yours: delete it, or stay.');
			}
			sessions.leave(id, userId, 'left');
		});
	}

	close(): void {
		this.#stopListening();
	}

	/** What is told is kept already: who fails to hear it undoes nothing, and keeps nobody from hearing. */
	#tell(news: SessionNews): void {
		for (const listener of this.#listeners) {
			try {
				listener(news);
			} catch (error) {
				const { sessionId } = news;
				this.#parts.log.error({ err: error, sessionId }, 'news of a session could not be told');
			}
		}
	}

	/** Rule S5: its clock ran out. Whoever else has the job finds nothing to do. */
	async #expire(id: string): Promise<void> {
		await this.write((sessions, tx) => {
			const session = sessions.find(id);
			const kind = session && this.kind(session.kind);
			if (!kind?.expire) return;
			sessions.change(id, (state) => kind.expire?.(state, this.#parts.now(), tx, id) ?? state);
			sessions.replan(id);
		});
	}
}

/** @param what ends "may not …"; @throws UserError FORBIDDEN */
export function demandRole(
	{ role }: MemberRow,
	allowed: readonly SessionRole[],
	what: string
): void {
	if (allowed.includes(role)) return;
	const who = role === 'watch' ? 'You watch this session' : 'You take part in this session';
	throw new UserError('FORBIDDEN', `${who}, and may not ${what}.`);
}
