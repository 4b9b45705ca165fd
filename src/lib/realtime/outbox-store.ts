import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OutboxEntry } from './outbox-rules';

/** Where the outbox is kept. Nothing here rejects. */
export interface OutboxStore {
	/** Whether all that is kept outlives the page. */
	readonly isLasting: boolean;
	/** In the order they were said. */
	all(): Promise<OutboxEntry[]>;
	put(entry: OutboxEntry): Promise<void>;
	/** @returns the entry as it is then; undefined where there is none */
	change(requestId: string, change: Partial<OutboxEntry>): Promise<OutboxEntry | undefined>;
	remove(requestId: string): Promise<void>;
}

const inOrder = (one: OutboxEntry, other: OutboxEntry) =>
	one.at - other.at || (one.requestId < other.requestId ? -1 : 1);

/** As long as the page lives, and for tests. */
export class MemoryOutboxStore implements OutboxStore {
	readonly #entries = new Map<string, OutboxEntry>();

	get isLasting(): boolean {
		return this.#entries.size === 0;
	}

	async all(): Promise<OutboxEntry[]> {
		return [...this.#entries.values()].sort(inOrder);
	}

	async put(entry: OutboxEntry): Promise<void> {
		this.#entries.set(entry.requestId, entry);
	}

	async change(requestId: string, change: Partial<OutboxEntry>): Promise<OutboxEntry | undefined> {
		const entry = this.#entries.get(requestId);
		if (entry === undefined) return undefined;
		const changed = { ...entry, ...change };
		this.#entries.set(requestId, changed);
		return changed;
	}

	async remove(requestId: string): Promise<void> {
		this.#entries.delete(requestId);
	}
}

/** What `from` said is `to`'s from now on. */
export async function adoptEntries(store: OutboxStore, from: string, to: string): Promise<void> {
	for (const { requestId, userId } of await store.all()) {
		if (userId === from) await store.change(requestId, { userId: to });
	}
}

interface OutboxSchema extends DBSchema {
	entries: { key: string; value: OutboxEntry };
}

type Attempt<T> = { ok: true; value: T } | { ok: false };

/**
 * In IndexedDB, shared by the browser's tabs; in memory where that is refused altogether, as in some
 * private windows, or a write fails, the disk being full.
 */
class BrowserOutboxStore implements OutboxStore {
	readonly #memory = new MemoryOutboxStore();
	/** Those that the database would not let go of. */
	readonly #gone = new Set<string>();
	#database: Promise<IDBPDatabase<OutboxSchema>> | undefined;

	get isLasting(): boolean {
		return this.#memory.isLasting;
	}

	async all(): Promise<OutboxEntry[]> {
		const kept = await this.#try((database) => database.getAll('entries'));
		const entries = new Map<string, OutboxEntry>();
		for (const entry of kept.ok ? kept.value : []) entries.set(entry.requestId, entry);
		for (const entry of await this.#memory.all()) entries.set(entry.requestId, entry);
		for (const requestId of this.#gone) entries.delete(requestId);
		return [...entries.values()].sort(inOrder);
	}

	async put(entry: OutboxEntry): Promise<void> {
		const { ok } = await this.#try((database) => database.put('entries', entry));
		if (!ok) await this.#memory.put(entry);
	}

	async change(requestId: string, change: Partial<OutboxEntry>): Promise<OutboxEntry | undefined> {
		const inMemory = await this.#memory.change(requestId, change);
		if (inMemory) return inMemory;
		const changed = await this.#try(async (database) => {
			// One transaction: what another tab takes back in between stays away.
			const transaction = database.transaction('entries', 'readwrite');
			const entry = await transaction.store.get(requestId);
			const next = entry && { ...entry, ...change };
			if (next) await transaction.store.put(next);
			await transaction.done;
			return next;
		});
		if (changed.ok) return changed.value;
		const entry = (await this.all()).find((one) => one.requestId === requestId);
		const next = entry && { ...entry, ...change };
		if (next) await this.#memory.put(next);
		return next;
	}

	async remove(requestId: string): Promise<void> {
		await this.#memory.remove(requestId);
		const { ok } = await this.#try((database) => database.delete('entries', requestId));
		if (!ok) this.#gone.add(requestId);
	}

	async #try<T>(act: (database: IDBPDatabase<OutboxSchema>) => Promise<T>): Promise<Attempt<T>> {
		try {
			this.#database ??= this.#open();
			return { ok: true, value: await act(await this.#database) };
		} catch {
			return { ok: false };
		}
	}

	#open(): Promise<IDBPDatabase<OutboxSchema>> {
		const forget = () => (this.#database = undefined);
		return openDB<OutboxSchema>('greenroom-outbox', 1, {
			upgrade: (database) => void database.createObjectStore('entries', { keyPath: 'requestId' }),
			// Whoever deletes everything must not wait for this page.
			blocking: (_current, _next, event) => {
				(event.target as IDBDatabase).close();
				forget();
			},
			terminated: forget
		});
	}
}

/** This browser's outbox. */
export const outboxStore: OutboxStore = new BrowserOutboxStore();
