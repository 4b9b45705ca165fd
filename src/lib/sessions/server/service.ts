import type { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import { pageOf, readCursor } from '../../server/newest-first';
import { clockKind, type ClockAction } from './clock-kind';
import { Clocks, type ClockWish } from './clocks';
import { SessionEngine } from './engine';
import { show, sync, type ShownSession, type SyncedSession } from './listing';
import { Following } from './following';
import { Progress } from './progress';
import { Sharing } from './sharing';
import { idleSessions, partsOf, sessionsOf } from './store';
import { Subscriptions } from './subscriptions';

/** A session that nothing happened to for so long is removed. */
const KEPT_FOR_MS = 90 * 24 * 60 * 60 * 1000;

/** At a time; each is a job of the writer's. */
const SWEPT_AT_ONCE = 200;

export interface SessionsParts {
	database: Database;
	cluster: Cluster;
	audience: Audience;
	jobs: Jobs;
	namesOf: (userIds: readonly string[]) => ReadonlyMap<string, string>;
	/** Where pages are reached. */
	origin: string;
	now: Clock;
	log: Log;
}

/** Shared sessions as the rest of the house uses them (section S). */
export class SessionService {
	/** What other rooms make sessions with. */
	readonly engine: SessionEngine;
	readonly subscriptions: Subscriptions;
	/** Rule T7. */
	readonly progress: Progress;
	/** Rule A6. */
	readonly sharing: Sharing;
	/** Links that lead on from one session to the next. */
	readonly following: Following;
	readonly #clocks: Clocks;
	readonly #parts: SessionsParts;

	constructor(parts: SessionsParts) {
		const { audience, cluster, namesOf, now } = parts;
		this.#parts = parts;
		this.engine = new SessionEngine(parts);
		this.engine.register(clockKind);
		this.#clocks = new Clocks(this.engine, now);
		this.subscriptions = new Subscriptions({ engine: this.engine, audience, cluster, namesOf });
		this.progress = new Progress(audience);
		const { engine, subscriptions } = this;
		this.sharing = new Sharing({ ...parts, engine, subscriptions });
		this.following = new Following({ ...parts, engine });
	}

	/** Makes a bare clock (rule S5). @throws UserError INVALID_MESSAGE_FORMAT */
	async createClock(userId: string, wish: ClockWish): Promise<ShownSession> {
		const { id } = await this.#clocks.create(userId, wish);
		return this.session(userId, id);
	}

	/** @throws UserError SESSION_NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT */
	async act(
		userId: string,
		id: string,
		action: ClockAction,
		how: { to?: string | undefined; expectedVersion?: number | undefined }
	): Promise<SyncedSession> {
		const { session, member } = await this.#clocks.act(userId, id, action, how);
		return sync(this.engine, session, member);
	}

	/** @throws UserError SESSION_NOT_FOUND, also where the asker has no part in it */
	async session(userId: string, id: string): Promise<ShownSession> {
		const { session, member } = this.engine.see(userId, id);
		return show(this.engine, this.subscriptions, session, member);
	}

	/** The asker's own bare clocks, newest first. @throws UserError for a cursor that is none */
	async list(
		userId: string,
		{ cursor, limit }: { cursor?: string; limit: number }
	): Promise<{ items: ShownSession[]; nextCursor?: string }> {
		const after = readCursor(cursor);
		const { read } = this.#parts.database;
		const found = sessionsOf(read, userId, { kind: 'clock', after, limit: limit + 1 });
		const { rows, next } = pageOf(found, limit, ({ createdAt: at, id }) => ({ at, id }));
		const items = await Promise.all(rows.map(({ id }) => this.session(userId, id)));
		return { items, ...next };
	}

	/**
	 * Somebody is about to be deleted with everything.
	 * @returns tells, once that is done, whoever watched what was his, or was with him in what is not
	 */
	leaving(userId: string): () => void {
		const parts = partsOf(this.#parts.database.read, userId);
		const idsOf = (isOwner: boolean) =>
			parts.filter(({ role }) => (role === 'owner') === isOwner).map(({ sessionId }) => sessionId);
		return () => {
			const gone = idsOf(true).map((sessionId) => ({ sessionId, state: null }) as const);
			this.engine.announce({ news: gone });
			void this.#hasLeft(idsOf(false));
		};
	}

	/** Removes what nobody touched for 90 days; a failure waits for the next sweep. */
	async sweep(): Promise<void> {
		const { now, log } = this.#parts;
		const before = new Date(now() - KEPT_FOR_MS);
		const kept = [...this.engine.kinds()].flatMap(({ isKept, name }) => (isKept ? [name] : []));
		try {
			for (;;) {
				const removed = await this.engine.write((sessions, tx) => {
					const idle = idleSessions(tx, { before, kept, limit: SWEPT_AT_ONCE });
					for (const { id } of idle) sessions.remove(id);
					return idle.length;
				});
				if (removed < SWEPT_AT_ONCE) return;
			}
		} catch (error) {
			log.warn({ err: error }, 'sessions that nobody uses could not be removed');
		}
	}

	close(): void {
		this.subscriptions.close();
		this.progress.close();
		this.engine.close();
	}

	/** States that name who is in them go on without him, as where he had left himself. */
	async #hasLeft(sessionIds: readonly string[]): Promise<void> {
		if (sessionIds.length === 0) return;
		try {
			await this.engine.write((sessions) => {
				for (const id of sessionIds) sessions.membersChanged(id, 'left');
			});
		} catch (error) {
			this.#parts.log.error({ err: error }, 'sessions of a deleted person could not be changed');
		}
	}
}
