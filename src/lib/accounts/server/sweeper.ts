import { and, count, eq, gte, inArray, lt, lte, notExists, sql } from 'drizzle-orm';
import type { Clock } from '../../server/clock';
import type { Database, Reader, Transaction } from '../../server/database';
import type { Log } from '../../server/log';
import type { OwnedTable } from '../../server/owned';
import type { OnLeaving } from './belongings';
import { apiKey, endedCredential, oneTimeToken, session, user } from './schema';
import { DAY_MS } from './sessions';
import { ANNOUNCED_AFTER_DAYS, GUEST_IDLE_DAYS } from './visits';

/** One job of the writer; between two of them others write. A guest goes with everything he did. */
const GUESTS_AT_ONCE = 50;
const ROWS_AT_ONCE = 500;

interface Parts {
	database: Database;
	ownedTables: readonly OwnedTable[];
	/** Called before a guest is removed; what it answers, afterwards. */
	onLeaving?: OnLeaving | undefined;
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
		await this.#inBatches(ROWS_AT_ONCE, (tx, most) => {
			const isPast = lte(session.expiresAt, now);
			const past = tx.select({ id: session.id }).from(session).where(isPast).limit(most);
			return tx.delete(session).where(inArray(session.id, past)).run().changes;
		});
		await this.#inBatches(ROWS_AT_ONCE, (tx, most) => {
			const { hash, expiresAt } = oneTimeToken;
			const past = tx.select({ hash }).from(oneTimeToken).where(lte(expiresAt, now)).limit(most);
			return tx.delete(oneTimeToken).where(inArray(hash, past)).run().changes;
		});
		await this.#inBatches(ROWS_AT_ONCE, (tx, most) => {
			const { seq, endedAt } = endedCredential;
			const isHeard = lt(endedAt, this.#daysAgo(1));
			const heard = tx.select({ seq }).from(endedCredential).where(isHeard).limit(most);
			return tx.delete(endedCredential).where(inArray(seq, heard)).run().changes;
		});
	}

	#removeIdleGuests(): Promise<number> {
		const { ownedTables, onLeaving } = this.#parts;
		let tells: ((() => void) | undefined)[] = [];
		const remove = (tx: Transaction, most: number) => {
			const idle = tx
				.select({ id: user.id })
				.from(user)
				.where(isIdleGuest(tx, this.#daysAgo(GUEST_IDLE_DAYS)))
				.limit(most)
				.all();
			tells = idle.map(({ id }) => onLeaving?.(id));
			for (const { id } of idle) for (const table of ownedTables) table.remove(tx, id);
			return idle.length;
		};
		return this.#inBatches(GUESTS_AT_ONCE, remove, () => {
			for (const tell of tells) tell?.();
		});
	}

	/**
	 * Each batch is a job of its own.
	 * @param remove takes away `most` at the most, and says how many it took
	 * @param onRemoved called once that is kept
	 * @returns how many there were in all
	 */
	async #inBatches(
		most: number,
		remove: (tx: Transaction, most: number) => number,
		onRemoved?: () => void
	): Promise<number> {
		let removed = 0;
		for (;;) {
			const some = await this.#parts.database.write((tx) => remove(tx, most));
			onRemoved?.();
			removed += some;
			if (some < most) return removed;
		}
	}

	/** Those who expire within a month unless they come. */
	#expiringGuests(): number {
		const { read } = this.#parts.database;
		return read
			.select({ guests: count() })
			.from(user)
			.where(isIdleGuest(read, this.#daysAgo(ANNOUNCED_AFTER_DAYS)))
			.get()!.guests;
	}

	#daysAgo(days: number): Date {
		return new Date(this.#parts.now() - days * DAY_MS);
	}
}

/** Guests who did not come since, and whose sessions and keys nobody used. */
function isIdleGuest(from: Pick<Reader, 'select'>, since: Date) {
	const lastSeen = sql`coalesce(${user.lastSeenAt}, ${user.updatedAt})`;
	const sessionUsed = from
		.select({ id: session.id })
		.from(session)
		.where(and(eq(session.userId, user.id), gte(session.updatedAt, since)));
	const keyUsed = from
		.select({ id: apiKey.id })
		.from(apiKey)
		.where(and(eq(apiKey.userId, user.id), gte(apiKey.lastUsedAt, since)));
	return and(
		eq(user.isAnonymous, true),
		lt(lastSeen, since.getTime()),
		notExists(sessionUsed),
		notExists(keyUsed)
	);
}
