import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNull, lte, min, ne, or, sql } from 'drizzle-orm';
import type { Clock } from './clock';
import type { Database, Transaction } from './database';
import { preparedOnce } from './prepared';
import { job } from './schema';

export type JobRow = typeof job.$inferSelect;

/** What a job's rows are read with: a reader, or the transaction that takes what it reads. */
export type JobReader = Pick<Database['read'], 'select'>;

/** Whoever crashes with a job in hand keeps the others from it no longer than this. */
export const LEASE_MS = 30_000;

const FREE = { leasedBy: null, leasedUntil: null };

/** What most changes of most rooms bring with them. */
const writesOf = preparedOnce((tx: Transaction) => {
	const kind = sql.placeholder('kind');
	const subject = sql.placeholder('subject');
	const plan = { ...FREE, attempts: 0 };
	return {
		plan: tx
			.insert(job)
			.values({
				...{ id: sql.placeholder('id'), kind, subject },
				...{ dueAt: sql.placeholder('dueAt'), ...plan }
			})
			.onConflictDoUpdate({
				target: [job.kind, job.subject],
				set: { dueAt: sql`excluded.due_at`, ...plan }
			})
			.prepare(),
		drop: tx
			.delete(job)
			.where(and(eq(job.kind, kind), eq(job.subject, subject)))
			.prepare()
	};
});

/** Rows of jobs, and who has which of them in hand. */
export class JobRows {
	readonly #database: Database;
	readonly #owner: string;
	readonly #now: Clock;

	/** @param owner names this instance */
	constructor(database: Database, owner: string, now: Clock) {
		this.#database = database;
		this.#owner = owner;
		this.#now = now;
	}

	plan(tx: Transaction, kind: string, subject: string, dueAt: number): void {
		writesOf(tx).plan.run({ id: randomUUID(), kind, subject, dueAt: new Date(dueAt) });
	}

	drop(tx: Transaction, kind: string, subject: string): void {
		writesOf(tx).drop.run({ kind, subject });
	}

	/** What is due and nobody has in hand, what was due first first. */
	due(from: JobReader, kinds: string[], most: number): JobRow[] {
		const now = new Date(this.#now());
		return from
			.select()
			.from(job)
			.where(
				and(
					lte(job.dueAt, now),
					or(isNull(job.leasedUntil), lte(job.leasedUntil, now)),
					inArray(job.kind, kinds)
				)
			)
			.orderBy(asc(job.dueAt))
			.limit(most)
			.all();
	}

	/** Subjects that somebody has in hand. */
	running(from: JobReader, kind: string): string[] {
		const isHeld = gt(job.leasedUntil, new Date(this.#now()));
		return from
			.select({ subject: job.subject })
			.from(job)
			.where(and(eq(job.kind, kind), isHeld))
			.all()
			.map(({ subject }) => subject);
	}

	/** When the first is due that is due after `time`, of those that nobody has in hand. */
	nextAfter(time: number, kinds: string[]): number | undefined {
		return this.#database.read
			.select({ dueAt: min(job.dueAt) })
			.from(job)
			.where(and(inArray(job.kind, kinds), isNull(job.leasedUntil), gt(job.dueAt, new Date(time))))
			.get()
			?.dueAt?.getTime();
	}

	take(tx: Transaction, { id, attempts }: JobRow): void {
		tx.update(job)
			.set({ leasedBy: this.#owner, leasedUntil: this.#leaseEnd(), attempts: attempts + 1 })
			.where(eq(job.id, id))
			.run();
	}

	/** @returns false where it is no longer this instance's */
	renew({ id }: JobRow): Promise<boolean> {
		const set = { leasedUntil: this.#leaseEnd() };
		return this.#database.write(
			(tx) => tx.update(job).set(set).where(this.#isMine(id)).run().changes > 0
		);
	}

	/** Planned anew meanwhile it is nobody's, and stays. */
	async done({ id }: JobRow): Promise<void> {
		await this.#database.write((tx) => tx.delete(job).where(this.#isMine(id)).run());
	}

	/** For whoever comes next, at once, as if it had not been begun. */
	async giveBack({ id, attempts }: JobRow): Promise<void> {
		const set = { ...FREE, attempts };
		await this.#database.write((tx) => tx.update(job).set(set).where(this.#isMine(id)).run());
	}

	async postpone({ id }: JobRow, milliseconds: number): Promise<void> {
		const set = { ...FREE, dueAt: new Date(this.#now() + milliseconds) };
		await this.#database.write((tx) => tx.update(job).set(set).where(this.#isMine(id)).run());
	}

	/** Takes the leases from all others: to be called where there can be none alive. */
	async releaseOthers(): Promise<void> {
		await this.#database.write((tx) =>
			tx.update(job).set(FREE).where(ne(job.leasedBy, this.#owner)).run()
		);
	}

	#leaseEnd(): Date {
		return new Date(this.#now() + LEASE_MS);
	}

	#isMine(id: string) {
		return and(eq(job.id, id), eq(job.leasedBy, this.#owner));
	}
}
