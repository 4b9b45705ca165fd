import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database as SQLiteDatabase } from 'better-sqlite3';
import { UserError } from '../errors';
import { Durations } from './durations';
import type { Log } from './log';

export type WriteJob<Tx, T> = (tx: Tx) => Promise<T> | T;

interface Waiting<Tx> {
	job: WriteJob<Tx, unknown>;
	resolve: (value: unknown) => void;
	reject: (reason: unknown) => void;
}

type Outcome = { ok: true; value: unknown } | { ok: false; reason: unknown };

/** How many jobs share one commit at the most: bounds how long the first of them waits. */
const MOST_PER_COMMIT = 512;

/** How long a batch waits for another process's transaction before its jobs are told so. */
const PATIENCE_MS = 5_000;

/** The longest of the pauses before a batch tries again (docs/decisions/0014). */
const LONGEST_RETRY_MS = 3;

/** Longer than any of those: whoever waits in another process gets in between two commits. */
const GIVE_WAY_MS = LONGEST_RETRY_MS + 1;

/**
 * One writer with group commit: all jobs that wait are run in one `BEGIN IMMEDIATE … COMMIT`, each
 * in its own savepoint, so that one failing does not take the others along. Promises settle after
 * the commit; a failed commit rejects every one of them (rule D2).
 */
export class WriterQueue<Tx> {
	readonly #sqlite: SQLiteDatabase;
	readonly #tx: Tx;
	readonly #log: Log;
	/** How long each commit took, with the jobs in it and the wait for another process's. */
	readonly commits = new Durations();
	/** Jobs that a commit was tried with. */
	jobs = 0;
	#waiting: Waiting<Tx>[] = [];
	#running: Promise<void> | undefined;
	#closed = false;

	constructor(sqlite: SQLiteDatabase, tx: Tx, log: Log) {
		this.#sqlite = sqlite;
		this.#tx = tx;
		this.#log = log;
	}

	/** @throws UserError CAPACITY_EXCEEDED when the disk is full or locked, and whatever `job` throws */
	write<T>(job: WriteJob<Tx, T>): Promise<T> {
		if (this.#closed) {
			return Promise.reject(new UserError('INTERNAL_ERROR', 'The server is shutting down.'));
		}
		return new Promise<T>((resolve, reject) => {
			this.#waiting.push({ job, resolve: resolve as (value: unknown) => void, reject });
			this.#running ??= this.#run();
		});
	}

	/** Jobs whose commit has not begun. */
	get waiting(): number {
		return this.#waiting.length;
	}

	/** Takes no more jobs, and waits for those it has. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#running;
	}

	async #run(): Promise<void> {
		// A turn of the loop later, so that everything this turn writes shares one commit.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const from = performance.now();
			const asked = this.#waiting.length;
			let batch: Waiting<Tx>[] = [];
			let outcomes: Outcome[];
			try {
				await this.#begin();
				// What came while another process wrote goes along.
				batch = this.#waiting.splice(0, MOST_PER_COMMIT);
				outcomes = await this.#commit(batch);
			} catch (error) {
				this.#rollBack();
				if (batch.length === 0) batch = this.#waiting.splice(0, asked);
				this.#log.error({ err: error, jobs: batch.length }, 'a commit failed');
				const reason = storageError(error);
				outcomes = batch.map(() => ({ ok: false, reason }));
			}
			this.commits.add(performance.now() - from);
			this.jobs += batch.length;
			batch.forEach(({ resolve, reject }, index) => {
				const outcome = outcomes[index]!;
				if (outcome.ok) resolve(outcome.value);
				else reject(outcome.reason);
			});
			if (this.#waiting.length > 0) await delay(GIVE_WAY_MS);
		}
		this.#running = undefined;
	}

	#rollBack(): void {
		try {
			if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK');
		} catch (error) {
			// SQLite takes a transaction back by itself where it cannot be told to.
			this.#log.error({ err: error }, 'a rollback failed');
		}
	}

	async #commit(batch: readonly Waiting<Tx>[]): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (const { job } of batch) {
			this.#sqlite.exec('SAVEPOINT job');
			try {
				outcomes.push({ ok: true, value: await job(this.#tx) });
			} catch (error) {
				// A full disk makes SQLite roll the whole transaction back by itself.
				if (!this.#sqlite.inTransaction) throw error;
				this.#sqlite.exec('ROLLBACK TO job');
				outcomes.push({
					ok: false,
					reason: error instanceof UserError ? error : storageError(error)
				});
			}
			this.#sqlite.exec('RELEASE job');
		}
		this.#sqlite.exec('COMMIT');
		return outcomes;
	}

	async #begin(): Promise<void> {
		const deadline = performance.now() + PATIENCE_MS;
		// Waiting inside SQLite blocks the event loop, and another's commit is mostly over by then.
		for (let insideMs = 1; ; insideMs = 0) {
			this.#sqlite.pragma(`busy_timeout = ${insideMs}`);
			try {
				this.#sqlite.exec('BEGIN IMMEDIATE');
				return;
			} catch (error) {
				if (!isBusy(error) || performance.now() > deadline) throw error;
			}
			await delay(randomInt(1, LONGEST_RETRY_MS + 1));
		}
	}
}

function sqliteCode(error: unknown): string | undefined {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
	return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

const isBusy = (error: unknown) => sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;

/** Turns what SQLite says about its disk into a sentence for the user; other errors stay as they are. */
function storageError(error: unknown): unknown {
	const code = sqliteCode(error);
	if (code === undefined) return error;
	if (/^SQLITE_(FULL|BUSY|LOCKED|READONLY|IOERR|CANTOPEN)/.test(code)) {
		return new UserError(
			'CAPACITY_EXCEEDED',
			'The server cannot store anything right now. Nothing was saved; try again in a moment.'
		);
	}
	return error;
}
