import { and, eq, gte, lt, lte, notExists, sql } from 'drizzle-orm';
import type { Clock } from '../../server/clock';
import type { Database, Reader } from '../../server/database';
import type { Log } from '../../server/log';
import type { OwnedTable } from '../../server/owned';
import { apiKey, endedCredential, oneTimeToken, session, user } from './schema';
import { DAY_MS } from './sessions';
import { ANNOUNCED_AFTER_DAYS, GUEST_IDLE_DAYS } from './visits';

/** One job of the writer; between two of them others write. */
const GUESTS_AT_ONCE = 50;

interface Parts {
	database: Database;
	ownedTables: readonly OwnedTable[];
	log: Log;
	now: Clock;
}

/** Removes what has had its time: idle guests with everything, sessions, links, ended credentials. */
export class AccountSweeper {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Never rejects: what fails waits for the next sweep. @returns how many guests there were */
	async sweep(): Promise<number> {
		const { log } = this.#parts;
		try {
			await this.#removeExpired();
			const removed = await this.#removeIdleGuests();
			log.info({ removed, expiring: this.#expiringGuests() }, 'idle guests were looked for');
			return removed;
		} catch (error) {
			log.warn({ err: error }, 'what is past its time could not be removed');
			return 0;
		}
	}

	async #removeExpired(): Promise<void> {
		const now = new Date(this.#parts.now());
		await this.#parts.database.write((tx) => {
			tx.delete(session).where(lte(session.expiresAt, now)).run();
			tx.delete(oneTimeToken).where(lte(oneTimeToken.expiresAt, now)).run();
			tx.delete(endedCredential)
				.where(lt(endedCredential.endedAt, new Date(now.getTime() - DAY_MS)))
				.run();
		});
	}

	async #removeIdleGuests(): Promise<number> {
		const { database, ownedTables } = this.#parts;
		let removed = 0;
		for (;;) {
			const some = await database.write((tx) => {
				const idle = idleGuests(tx, this.#daysAgo(GUEST_IDLE_DAYS)).limit(GUESTS_AT_ONCE).all();
				for (const { id } of idle) for (const table of ownedTables) table.remove(tx, id);
				return idle.length;
			});
			removed += some;
			if (some < GUESTS_AT_ONCE) return removed;
		}
	}

	/** Those who expire within a month unless they come. */
	#expiringGuests(): number {
		return idleGuests(this.#parts.database.read, this.#daysAgo(ANNOUNCED_AFTER_DAYS)).all().length;
	}

	#daysAgo(days: number): Date {
		return new Date(this.#parts.now() - days * DAY_MS);
	}
}

/** Guests who did not come since, and whose sessions and keys nobody used. */
function idleGuests(from: Pick<Reader, 'select'>, since: Date) {
	const lastSeen = sql`coalesce(${user.lastSeenAt}, ${user.updatedAt})`;
	const sessionUsed = from
		.select({ id: session.id })
		.from(session)
		.where(and(eq(session.userId, user.id), gte(session.updatedAt, since)));
	const keyUsed = from
		.select({ id: apiKey.id })
		.from(apiKey)
		.where(and(eq(apiKey.userId, user.id), gte(apiKey.lastUsedAt, since)));
	return from
		.select({ id: user.id })
		.from(user)
		.where(
			and(
				eq(user.isAnonymous, true),
				lt(lastSeen, since.getTime()),
				notExists(sessionUsed),
				notExists(keyUsed)
			)
		)
		.$dynamic();
}
