import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { ConfigurationError } from './env';

/** As long as one that is being stopped may need to let go, and no start should take longer. */
const PATIENCE_MS = 5_000;

/**
 * Keeps the folder for this process, or for those that hear of each other: two that do not would each tell
 * only their own clients what happens. The lock is SQLite's, so that a crash releases it.
 *
 * @param shared whether others that share it may have it too
 * @returns lets go
 * @throws ConfigurationError where another process has it, or it cannot be written
 */
export function holdFolder(
	folder: string,
	{ shared, patienceMs = PATIENCE_MS }: { shared: boolean; patienceMs?: number }
): () => void {
	let lock: SQLite.Database | undefined;
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		lock = new SQLite(join(folder, 'instance.lock'), { timeout: patienceMs });
		if (shared) {
			lock.exec('BEGIN');
			// Whoever has read keeps others from writing until the transaction ends.
			lock.prepare('select count(*) from sqlite_master').get();
		} else lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock?.close();
		if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
			throw new ConfigurationError(
				shared
					? `Greenroom cannot start: another process uses ${folder} without REDIS_URL. Stop that one, or start it with the same REDIS_URL.`
					: `Greenroom cannot start: another process uses ${folder}. Stop that one, or set DATA_DIR to a folder of its own, or start both with the same REDIS_URL.`
			);
		}
		const reason = error instanceof Error ? error.message : String(error);
		throw new ConfigurationError(
			`Greenroom cannot start: ${folder} cannot be written (${reason}). Mend that, or set DATA_DIR to another folder.`
		);
	}
	const held = lock;
	return () => held.close();
}
