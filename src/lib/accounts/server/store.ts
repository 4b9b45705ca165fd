import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../../server/database';
import { apiKey, user } from './schema';

export type KeyRow = typeof apiKey.$inferSelect;

/** The rows of this room; sessions are better-auth's. */
export class AccountStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Makes the user if there is none with this id. */
	async ensureUser(id: string, name: string): Promise<void> {
		const now = new Date();
		await this.#database.write((tx) =>
			tx
				.insert(user)
				.values({ id, name, email: `${id}@key.invalid`, createdAt: now, updatedAt: now })
				.onConflictDoNothing()
				.run()
		);
	}

	/** @returns the stored JSON, undefined where there is no such user */
	async preferencesOf(userId: string): Promise<string | undefined> {
		return this.#database.read
			.select({ preferences: user.preferences })
			.from(user)
			.where(eq(user.id, userId))
			.get()?.preferences;
	}

	/** Reads and writes in one job, so that two devices changing different parts both win. */
	async changePreferences(userId: string, change: (stored: string) => string): Promise<void> {
		await this.#database.write((tx) => {
			const row = tx
				.select({ preferences: user.preferences })
				.from(user)
				.where(eq(user.id, userId))
				.get();
			if (!row) return;
			tx.update(user)
				.set({ preferences: change(row.preferences), updatedAt: new Date() })
				.where(eq(user.id, userId))
				.run();
		});
	}

	async addKey(row: KeyRow): Promise<void> {
		await this.#database.write((tx) => tx.insert(apiKey).values(row).run());
	}

	async keyByHash(hash: string): Promise<KeyRow | undefined> {
		return this.#database.read.select().from(apiKey).where(eq(apiKey.hash, hash)).get();
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
