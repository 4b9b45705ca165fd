import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { ConfigurationError } from './env';

/** As long as one that is being stopped may need to let go, and no start should take longer. */
const PATIENCE_MS = 5_000;

/**
 * Keeps the folder for this process: two would each tell only their own clients what happens. The lock
 * is SQLite's, so that a crash releases it.
 *
 * @returns lets go
 * @throws ConfigurationError where another process has it
 */
export function holdFolder(folder: string): () => void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const lock = new SQLite(join(folder, 'instance.lock'), { timeout: PATIENCE_MS });
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock.close();
		if (!(error instanceof SQLite.SqliteError) || !error.code.startsWith('SQLITE_BUSY'))
			throw error;
		throw new ConfigurationError(
			`Greenroom cannot start: another process uses ${folder}. Stop that one, or set DATA_DIR to a folder of its own.`
		);
	}
	return () => lock.close();
}
