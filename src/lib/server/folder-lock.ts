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
 * @throws ConfigurationError where another process has it, or it cannot be written
 */
export function holdFolder(folder: string): () => void {
	let lock: SQLite.Database | undefined;
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		lock = new SQLite(join(folder, 'instance.lock'), { timeout: PATIENCE_MS });
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock?.close();
		if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
			throw new ConfigurationError(
				`Greenroom cannot start: another process uses ${folder}. Stop that one, or set DATA_DIR to a folder of its own.`
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
