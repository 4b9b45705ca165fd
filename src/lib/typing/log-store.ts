import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { KeyEvent } from './events';
import type { ReservedTest } from './results';

/** A test with its log, as the browser keeps it until the server has its result (rule T6). */
export interface KeptTest {
	sessionId: string;
	test: ReservedTest;
	events: readonly KeyEvent[];
	/** When the first key was pressed, milliseconds since the epoch. */
	startedAt: number;
	/** When it ended, milliseconds from its start; absent while it is typed. */
	endedAtMs?: number;
	/** When this record was written, milliseconds since the epoch. */
	keptAt: number;
}

interface LogSchema extends DBSchema {
	tests: { key: string; value: KeptTest };
}

const UNFINISHED_FOR_MS = 24 * 60 * 60 * 1000;

/** The logs in IndexedDB, and in memory where there is none, as in some private windows. */
class LogStore {
	readonly #memory = new Map<string, KeptTest>();
	#database: Promise<IDBPDatabase<LogSchema>> | undefined;

	async keep(kept: KeptTest): Promise<void> {
		const written = await this.#try((database) => database.put('tests', kept));
		if (written === undefined) this.#memory.set(kept.sessionId, kept);
	}

	async drop(sessionId: string): Promise<void> {
		this.#memory.delete(sessionId);
		await this.#try((database) => database.delete('tests', sessionId));
	}

	async find(sessionId: string): Promise<KeptTest | undefined> {
		const kept = await this.#try((database) => database.get('tests', sessionId));
		return kept ?? this.#memory.get(sessionId);
	}

	async all(): Promise<KeptTest[]> {
		const kept = (await this.#try((database) => database.getAll('tests'))) ?? [];
		const known = new Set(kept.map(({ sessionId }) => sessionId));
		return [...kept, ...[...this.#memory.values()].filter((one) => !known.has(one.sessionId))];
	}

	/** A browser may refuse IndexedDB altogether or, its disk full, at any write. */
	async #try<T>(act: (database: IDBPDatabase<LogSchema>) => Promise<T>): Promise<T | undefined> {
		try {
			this.#database ??= openDB<LogSchema>('greenroom-typing', 1, {
				upgrade: (database) => void database.createObjectStore('tests', { keyPath: 'sessionId' }),
				terminated: () => (this.#database = undefined)
			});
			return await act(await this.#database);
		} catch {
			return undefined;
		}
	}
}

export const logStore = new LogStore();

/**
 * Tests that ended and whose result the server has not confirmed. On the way it forgets those
 * that it would refuse, and those abandoned before their end.
 */
export async function unfinishedUploads(now = Date.now()): Promise<KeptTest[]> {
	const finished: KeptTest[] = [];
	for (const kept of await logStore.all()) {
		const expired = Date.parse(kept.test.expiresAt) < now;
		const abandoned = kept.endedAtMs === undefined && kept.keptAt < now - UNFINISHED_FOR_MS;
		if (expired || abandoned) await logStore.drop(kept.sessionId);
		else if (kept.endedAtMs !== undefined) finished.push(kept);
	}
	return finished;
}
