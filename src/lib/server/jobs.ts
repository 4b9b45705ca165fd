import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, min, or } from 'drizzle-orm';
import type { Clock } from './clock';
import type { Database, Transaction } from './database';
import type { Log } from './log';
import { job } from './schema';

/** Does what is due about a thing; it may be called again for the same, after a crash. */
export type Runner = (subject: string) => Promise<void>;

/** Whoever crashes with a job in hand keeps the others from it no longer than this. */
const LEASE_MS = 30_000;

/** What another instance scheduled, or left behind, is found this soon at the latest. */
const LOOK_EVERY_MS = 500;

/** A failed one is tried again after this, doubled each time, and at most so much. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** How many are taken at once; the rest follows, or another instance takes them. */
const MOST_AT_ONCE = 16;

/**
 * What is to be done at a time: rows with leases, so that each is done by one instance, and by
 * another one where that crashes.
 */
export class Jobs {
	readonly #database: Database;
	readonly #owner: string;
	readonly #now: Clock;
	readonly #log: Log;
	readonly #runners = new Map<string, Runner>();
	#timer: NodeJS.Timeout | undefined;
	/** When the timer fires; monotonic milliseconds. */
	#timerAt = Infinity;
	#looking: Promise<void> | undefined;
	#stopped = false;

	/** @param owner names this instance */
	constructor(options: { database: Database; owner: string; now: Clock; log: Log }) {
		this.#database = options.database;
		this.#owner = options.owner;
		this.#now = options.now;
		this.#log = options.log;
		this.#wait(LOOK_EVERY_MS);
	}

	/** Says who does the jobs of a kind. */
	register(kind: string, runner: Runner): void {
		this.#runners.set(kind, runner);
	}

	/** Plans a job in the transaction that gives rise to it; one about the same thing is replanned. */
	schedule(tx: Transaction, kind: string, subject: string, dueAt: number): void {
		const plan = { dueAt: new Date(dueAt), leasedBy: null, leasedUntil: null, attempts: 0 };
		tx.insert(job)
			.values({ id: randomUUID(), kind, subject, ...plan })
			.onConflictDoUpdate({ target: [job.kind, job.subject], set: plan })
			.run();
		this.#wait(dueAt - this.#now());
	}

	cancel(tx: Transaction, kind: string, subject: string): void {
		tx.delete(job)
			.where(and(eq(job.kind, kind), eq(job.subject, subject)))
			.run();
	}

	/** Does what is due now, as it happens by itself; never rejects. */
	look(): Promise<void> {
		this.#looking ??= this.#runDue().then((hasTaken) => {
			this.#looking = undefined;
			// What is due and cannot be taken would be asked for without a pause.
			this.#wait(hasTaken ? this.#nextIn() : LOOK_EVERY_MS);
		});
		return this.#looking;
	}

	/** Takes no more, and waits for those in hand. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#timer);
		await this.#looking;
	}

	/** Looks again after so many milliseconds, or earlier where that was planned. */
	#wait(milliseconds: number): void {
		if (this.#stopped || milliseconds > LOOK_EVERY_MS) return;
		// Timers may fire a moment early, and what is not due yet would wait for the next look.
		const wait = Math.max(0, milliseconds) + 1;
		const at = performance.now() + wait;
		if (this.#timer && this.#timerAt <= at) return;
		clearTimeout(this.#timer);
		this.#timerAt = at;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			void this.look();
		}, wait).unref();
	}

	/** Milliseconds until the next one is due that nobody has in hand, or until the next look. */
	#nextIn(): number {
		if (this.#stopped) return LOOK_EVERY_MS;
		try {
			const next = this.#database.read
				.select({ dueAt: min(job.dueAt) })
				.from(job)
				.where(and(inArray(job.kind, [...this.#runners.keys()]), isNull(job.leasedUntil)))
				.get()?.dueAt;
			return next ? Math.min(next.getTime() - this.#now(), LOOK_EVERY_MS) : LOOK_EVERY_MS;
		} catch {
			// Looking says what is wrong with the database.
			return LOOK_EVERY_MS;
		}
	}

	/** @returns false where the database did not let it take what is due */
	async #runDue(): Promise<boolean> {
		try {
			// A look costs a read; only what is there to be taken costs a write.
			if (this.#due(this.#database.read).length === 0) return true;
			const taken = await this.#database.write((tx) => {
				const due = this.#due(tx);
				const leasedUntil = new Date(this.#now() + LEASE_MS);
				for (const { id, attempts } of due) {
					tx.update(job)
						.set({ leasedBy: this.#owner, leasedUntil, attempts: attempts + 1 })
						.where(eq(job.id, id))
						.run();
				}
				return due;
			});
			// Each is waited for, also where one of them could not be written off.
			const ended = await Promise.allSettled(taken.map((row) => this.#run(row)));
			const failed = ended.find((end) => end.status === 'rejected');
			if (failed) throw failed.reason;
			return true;
		} catch (error) {
			this.#log.warn({ err: error }, 'jobs that are due could not be taken');
			return false;
		}
	}

	#due(from: Pick<Database['read'], 'select'>) {
		const now = new Date(this.#now());
		return from
			.select()
			.from(job)
			.where(
				and(
					lte(job.dueAt, now),
					or(isNull(job.leasedUntil), lte(job.leasedUntil, now)),
					inArray(job.kind, [...this.#runners.keys()])
				)
			)
			.orderBy(asc(job.dueAt))
			.limit(MOST_AT_ONCE)
			.all();
	}

	async #run({ id, kind, subject, attempts }: typeof job.$inferSelect): Promise<void> {
		const mine = and(eq(job.id, id), eq(job.leasedBy, this.#owner));
		try {
			await this.#runners.get(kind)!(subject);
			// Planned anew meanwhile it is nobody's, and stays.
			await this.#database.write((tx) => tx.delete(job).where(mine).run());
		} catch (error) {
			this.#log.error({ err: error, kind, subject }, 'a job failed');
			const wait = Math.min(RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
			const set = { leasedBy: null, leasedUntil: null, dueAt: new Date(this.#now() + wait) };
			await this.#database.write((tx) => tx.update(job).set(set).where(mine).run());
		}
	}
}
