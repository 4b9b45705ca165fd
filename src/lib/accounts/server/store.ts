import { and, count, desc, eq, gt, max, sql } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { EndedCredential } from '../../realtime/server/identity';
import type { Database, Transaction } from '../../server/database';
import { addPerson, personById, type Person } from './people';
import { apiKey, endedCredential, user } from './schema';

export type KeyRow = typeof apiKey.$inferSelect;

/** A person needs a handful; a script that goes wrong must not fill the disk. */
const MOST_KEYS = 100;

/** What one look at the ended credentials reads; the next look reads on. */
const MOST_ENDED = 1_000;

/** The rows of this room that do not depend on who signs in: people, keys, ended credentials. */
export class AccountStore {
	readonly #database: Database;
	readonly #endedSince;
	readonly #latestEnded;

	constructor(database: Database) {
		this.#database = database;
		// Asked four times a second, by every instance.
		this.#endedSince = database.read
			.select()
			.from(endedCredential)
			.where(gt(endedCredential.seq, sql.placeholder('seq')))
			.orderBy(endedCredential.seq)
			.limit(MOST_ENDED)
			.prepare();
		this.#latestEnded = database.read
			.select({ seq: max(endedCredential.seq) })
			.from(endedCredential)
			.prepare();
	}

	/** Oldest first, a thousand at the most. */
	endedSince(seq: number): EndedCredential[] {
		return this.#endedSince
			.all({ seq })
			.map(({ seq, credential, successor }) =>
				successor === null ? { seq, credential } : { seq, credential, successor }
			);
	}

	latestEnded(): number {
		return this.#latestEnded.get()?.seq ?? 0;
	}

	async person(id: string): Promise<Person | undefined> {
		return personById(this.#database.read, id);
	}

	/** Somebody who comes without a sign-up, made at the first visit. */
	async ensurePerson(id: string, name: string): Promise<Person> {
		const known = personById(this.#database.read, id);
		if (known) return known;
		return this.#database.write((tx) => {
			addPerson(tx, id, name, new Date());
			return personById(tx, id)!;
		});
	}

	/**
	 * Changes a person's row in one job, so that two devices changing different parts both win.
	 * @returns the person as changed, undefined where there is no such
	 */
	async changePerson(
		id: string,
		change: (person: Person) => Partial<typeof user.$inferInsert>
	): Promise<Person | undefined> {
		return this.#database.write((tx) => {
			const person = personById(tx, id);
			if (!person) return undefined;
			const changed = { ...change(person), updatedAt: new Date() };
			tx.update(user).set(changed).where(eq(user.id, id)).run();
			return { ...person, ...changed };
		});
	}

	/** @throws UserError INVALID_STATE where the person has too many */
	async addKey(row: KeyRow): Promise<void> {
		await this.#database.write((tx) => {
			if (keyCount(tx, row.userId) >= MOST_KEYS) {
				throw new UserError(
					'INVALID_STATE',
					`You have ${MOST_KEYS} keys. Revoke those you do not use, then make a new one.`,
					{ state: 'too_many_keys' }
				);
			}
			tx.insert(apiKey).values(row).run();
		});
	}

	async keyByHash(hash: string): Promise<KeyRow | undefined> {
		return this.#database.read.select().from(apiKey).where(eq(apiKey.hash, hash)).get();
	}

	async keyById(id: string): Promise<KeyRow | undefined> {
		return this.#database.read.select().from(apiKey).where(eq(apiKey.id, id)).get();
	}

	async keysOf(userId: string): Promise<KeyRow[]> {
		return this.#database.read
			.select()
			.from(apiKey)
			.where(eq(apiKey.userId, userId))
			.orderBy(desc(apiKey.createdAt))
			.all();
	}

	async touchKey(id: string, at: Date): Promise<void> {
		await this.#database.write((tx) =>
			tx.update(apiKey).set({ lastUsedAt: at }).where(eq(apiKey.id, id)).run()
		);
	}

	/** @returns whether there was such a key of this user */
	async removeKey(userId: string, id: string): Promise<boolean> {
		const { changes } = await this.#database.write((tx) =>
			tx
				.delete(apiKey)
				.where(and(eq(apiKey.id, id), eq(apiKey.userId, userId)))
				.run()
		);
		return changes > 0;
	}
}

function keyCount(tx: Transaction, userId: string): number {
	return (
		tx.select({ keys: count() }).from(apiKey).where(eq(apiKey.userId, userId)).get()?.keys ?? 0
	);
}
