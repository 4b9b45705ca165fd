import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { ConfigurationError } from './env';
import type { Log } from './log';
import { WriterQueue, type WriteJob } from './writer-queue';

export type Reader = BetterSQLite3Database;

/** The writer's connection inside a job; its own type, so that a reader is never passed for it. */
export type Transaction = BetterSQLite3Database & { readonly __writer?: true };

export interface Database {
	/** A second connection, read-only: it sees what is committed. */
	read: Reader;
	/**
	 * Runs `job` inside a transaction shared with whatever else waits, in a savepoint of its own.
	 * Resolves after the commit (rule D2). A job awaits nothing but `tx`.
	 */
	write<T>(job: WriteJob<Transaction, T>): Promise<T>;
	/** What the writer has done so far, and what waits for it. */
	readonly writer: Pick<WriterQueue<Transaction>, 'commits' | 'jobs' | 'waiting'>;
	/** Writes for real, at most once a second. @throws what keeps it from writing */
	probe(): Promise<void>;
	/** Waits for the jobs under way, then closes both connections. */
	close(): Promise<void>;
}

const PROBE_MS = 1_000;

/**
 * Opens (and makes, where absent) the database file, and brings its tables up to date.
 *
 * @throws ConfigurationError for a database that a newer release has used
 * @param file path of the SQLite file, on a local disk; its folder is made when absent
 * @param migrations folder with drizzle-kit's output
 */
export function openDatabase(file: string, migrations: string, log: Log): Database {
	mkdirSync(dirname(file), { recursive: true });
	// Hashes and sessions stand in it; SQLite gives its other files the same mode.
	writeFileSync(file, '', { flag: 'a', mode: 0o600 });
	const writer = new SQLite(file);
	migrateAlone(file, () => {
		refuseNewer(writer, file, migrations);
		// Two at once could not.
		writer.pragma('journal_mode = WAL');
		writer.pragma('synchronous = FULL');
		// Tables are rebuilt by some migrations; checks would fire half-way.
		writer.pragma('foreign_keys = OFF');
		migrate(drizzle(writer), { migrationsFolder: migrations });
		writer.pragma('foreign_keys = ON');
	});

	const reader = new SQLite(file, { readonly: true });
	reader.pragma('busy_timeout = 1000');

	const queue = new WriterQueue<Transaction>(writer, drizzle(writer), log);
	const inode = statSync(file).ino;
	let probedAt = -Infinity;
	let probed: Promise<void>;
	return {
		read: drizzle(reader),
		write: (job) => queue.write(job),
		writer: queue,
		probe() {
			if (performance.now() - probedAt > PROBE_MS) {
				probedAt = performance.now();
				probed = queue.write(() => {
					// A file that was removed is written to as before, and nobody finds it again.
					if (statSync(file).ino !== inode) throw new Error('The database file was replaced.');
					// Rewrites the file's first page with what stands there.
					writer.pragma('user_version = 0');
				});
			}
			return probed;
		},
		async close() {
			await queue.close();
			reader.close();
			writer.close();
		}
	};
}

/**
 * A database that a newer release has migrated may mean other things by its columns.
 * @throws ConfigurationError
 */
function refuseNewer(sqlite: SQLite.Database, file: string, migrations: string): void {
	const hasRecord = sqlite
		.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'")
		.get();
	if (!hasRecord) return;
	const latest = sqlite
		.prepare('select max(created_at) from __drizzle_migrations')
		.pluck()
		.get() as number | null;
	const journal = JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8')) as {
		entries: { when: number }[];
	};
	if ((latest ?? 0) <= Math.max(0, ...journal.entries.map(({ when }) => when))) return;
	throw new ConfigurationError(
		`Greenroom cannot start: a newer release has used ${file}. Start that release, or restore a backup from before it.`
	);
}

/**
 * Holds an exclusive lock while `work` runs, so that several processes starting at once migrate one
 * after another. The lock is SQLite's own, on a file beside the database: a crash releases it.
 */
function migrateAlone(file: string, work: () => void): void {
	const lock = new SQLite(join(dirname(file), 'migration.lock'), { timeout: 60_000 });
	try {
		lock.exec('BEGIN EXCLUSIVE');
		work();
		lock.exec('COMMIT');
	} finally {
		lock.close();
	}
}
