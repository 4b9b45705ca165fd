import type { Clock } from './clock';
import type { Database, Transaction } from './database';
import { JobRows, LEASE_MS, type JobReader, type JobRow } from './job-rows';
import type { Log } from './log';

/** What a runner knows of its run. */
export interface JobRun {
	/**
	 * From 1: how often it was begun since it was planned; what was given back when the application
	 * stopped does not count, what a crash or an error ended does.
	 */
	attempt: number;
	/**
	 * Of a long one: fires when the application stops or its lease was lost. What the runner rejects
	 * with afterwards is no failure; the job is begun again, here or on another instance.
	 */
	signal: AbortSignal;
}

/** Does what is due about a thing; it may be called again for the same, after a crash. */
export type Runner = (subject: string, run: JobRun) => Promise<void>;

/** Subjects of one kind. */
export interface Waiting {
	/** That could be begun now, what was due first first. */
	due: readonly string[];
	/** That somebody has in hand, on whatever instance. */
	running: readonly string[];
}

export interface JobOptions {
	/** It may take longer than a lease, which is renewed while it runs. */
	isLong?: boolean;
	/** How many of the kind this instance has in hand at once; without it 16. */
	most?: number;
	/**
	 * Who may be begun now, in the order in which they should: all that are due, unless it says
	 * otherwise. Reads only; it is asked again where what it chose is taken.
	 */
	pick?: (from: JobReader, waiting: Waiting) => readonly string[];
}

/** What another instance scheduled, or left behind, is found this soon at the latest. */
const LOOK_EVERY_MS = 500;

/** A failed one is tried again after this, doubled each time, and at most so much. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** How many are in hand at once; the rest follows, or another instance takes them. */
const MOST_AT_ONCE = 16;

/** Of how many that are due the ones to begin are picked. */
const MOST_TO_PICK_FROM = 1_000;

interface Kind {
	runner: Runner;
	/** Absent where it shares the slots of all kinds without options. */
	options?: JobOptions;
}

interface Run {
	row: JobRow;
	isLong: boolean;
	ending: AbortController;
	ended: Promise<void>;
}

const keyOf = ({ kind, subject }: JobRow) => `${kind}\0${subject}`;

/**
 * What is to be done at a time: rows with leases, so that each is done by one instance, and by
 * another one where that crashes.
 */
export class Jobs {
	readonly #database: Database;
	readonly #rows: JobRows;
	readonly #now: Clock;
	readonly #log: Log;
	readonly #kinds = new Map<string, Kind>();
	/** By kind and subject. */
	readonly #inHand = new Map<string, Run>();
	#timer: NodeJS.Timeout | undefined;
	/** When the timer fires; monotonic milliseconds. */
	#timerAt = Infinity;
	#taking: Promise<void> | undefined;
	#mayHaveDead: boolean;
	#stopped = false;

	/**
	 * @param owner names this instance
	 * @param isAlone no other can be at work here: whoever has something in hand is dead
	 */
	constructor(options: {
		database: Database;
		owner: string;
		isAlone?: boolean;
		now: Clock;
		log: Log;
	}) {
		this.#database = options.database;
		this.#rows = new JobRows(options.database, options.owner, options.now);
		this.#mayHaveDead = options.isAlone ?? false;
		this.#now = options.now;
		this.#log = options.log;
		this.#wait(LOOK_EVERY_MS);
	}

	/** Says who does the jobs of a kind. */
	register(kind: string, runner: Runner, options?: JobOptions): void {
		this.#kinds.set(kind, { runner, ...(options && { options }) });
	}

	/** Plans a job in the transaction that gives rise to it; one about the same thing is replanned. */
	schedule(tx: Transaction, kind: string, subject: string, dueAt: number): void {
		this.#rows.plan(tx, kind, subject, dueAt);
		this.#wait(dueAt - this.#now());
	}

	cancel(tx: Transaction, kind: string, subject: string): void {
		this.#rows.drop(tx, kind, subject);
	}

	/** Does what is due now, as it happens by itself; long ones are begun. Never rejects. */
	async look(): Promise<void> {
		this.#taking ??= this.#takeDue().finally(() => (this.#taking = undefined));
		await this.#taking;
		const short = [...this.#inHand.values()].filter(({ isLong }) => !isLong);
		await Promise.all(short.map(({ ended }) => ended));
	}

	/** Takes no more, gives back long ones, and waits for the others in hand. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#timer);
		await this.#taking;
		for (const { isLong, ending } of this.#inHand.values()) {
			if (isLong) ending.abort(new Error('The server stops.'));
		}
		await Promise.all(Array.from(this.#inHand.values(), ({ ended }) => ended));
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

	/** Never rejects: what is due and cannot be taken is asked for again at the next look. */
	async #takeDue(): Promise<void> {
		const lookedAt = this.#now();
		try {
			if (this.#mayHaveDead) await this.#rows.releaseOthers();
			this.#mayHaveDead = false;
			// A look costs a read; only what is there to be taken costs a write.
			if (this.#choose(this.#database.read).length > 0) {
				const taken = await this.#database.write((tx) => {
					const chosen = this.#choose(tx);
					for (const row of chosen) this.#rows.take(tx, row);
					return chosen;
				});
				for (const row of taken) this.#begin(row);
			}
			const next = this.#rows.nextAfter(lookedAt, [...this.#kinds.keys()]);
			this.#wait(Math.min((next ?? Infinity) - this.#now(), LOOK_EVERY_MS));
		} catch (error) {
			this.#log.warn({ err: error }, 'jobs that are due could not be taken');
			this.#wait(LOOK_EVERY_MS);
		}
	}

	/** What is due, may be begun and has a slot. */
	#choose(from: JobReader): JobRow[] {
		const kinds = [...this.#kinds];
		const sharing = kinds.filter(([, { options }]) => !options).map(([kind]) => kind);
		const chosen = this.#due(from, sharing, this.#free(sharing, MOST_AT_ONCE));
		for (const [kind, { options }] of kinds) {
			if (!options) continue;
			const { most = MOST_AT_ONCE, pick } = options;
			const free = this.#free([kind], most);
			const due = free > 0 ? this.#due(from, [kind], pick ? MOST_TO_PICK_FROM : free) : [];
			if (pick && due.length > 0) {
				const subjects = due.map(({ subject }) => subject);
				const running = this.#rows.running(from, kind);
				const picked = [...new Set(pick(from, { due: subjects, running }))];
				const rows = new Map(due.map((row) => [row.subject, row]));
				chosen.push(...picked.flatMap((subject) => rows.get(subject) ?? []).slice(0, free));
			} else chosen.push(...due);
		}
		return chosen;
	}

	#free(kinds: readonly string[], most: number): number {
		const inHand = [...this.#inHand.values()].filter(({ row }) => kinds.includes(row.kind));
		return most - inHand.length;
	}

	/** Without what is in hand here, also where it was planned anew meanwhile. */
	#due(from: JobReader, kinds: string[], most: number): JobRow[] {
		return this.#rows
			.due(from, kinds, most + this.#inHand.size)
			.filter((row) => !this.#inHand.has(keyOf(row)))
			.slice(0, most);
	}

	#begin(row: JobRow): void {
		const ending = new AbortController();
		const { runner, options: { isLong = false } = {} } = this.#kinds.get(row.kind)!;
		const renewing = isLong ? this.#keepLease(row, ending) : undefined;
		const ended = this.#run(row, runner, ending.signal).finally(() => {
			clearInterval(renewing);
			this.#inHand.delete(keyOf(row));
			// It kept others waiting, or was planned anew.
			this.#wait(0);
		});
		this.#inHand.set(keyOf(row), { row, isLong, ending, ended });
	}

	/** Never rejects. */
	async #run(row: JobRow, runner: Runner, signal: AbortSignal): Promise<void> {
		const { kind, subject, attempts } = row;
		try {
			try {
				await runner(subject, { attempt: attempts + 1, signal });
			} catch (error) {
				if (signal.aborted) return await this.#rows.giveBack(row);
				this.#log.error({ err: error, kind, subject }, 'a job failed');
				return await this.#rows.postpone(row, Math.min(RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS));
			}
			await this.#rows.done(row);
		} catch (error) {
			this.#log.warn({ err: error, kind, subject }, 'a job that ended could not be written off');
		}
	}

	/** @returns the interval that renews it */
	#keepLease(row: JobRow, ending: AbortController): NodeJS.Timeout {
		let until = this.#now() + LEASE_MS;
		const renew = async () => {
			const next = this.#now() + LEASE_MS;
			try {
				if (await this.#rows.renew(row)) until = next;
				else ending.abort(new Error('The job went to another instance.'));
			} catch (error) {
				this.#log.warn({ err: error, kind: row.kind }, 'a lease could not be renewed');
				if (this.#now() >= until) ending.abort(new Error('The lease could not be renewed.'));
			}
		};
		return setInterval(() => void renew(), LEASE_MS / 3).unref();
	}
}
