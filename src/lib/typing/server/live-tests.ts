import type { Log } from '../../server/log';
import { decodeLog, encodeLog } from '../log';
import { LiveTest } from './live-test';
import type { TestRow, TypingStore } from './store';

/** Keys become durable at least this often (rule T3). */
const CHECKPOINT_MS = 1_000;

/** Some of them take a millisecond of the event loop, with the disk's. */
const CHECKPOINTS_AT_ONCE = 32;

/** The tests under way on this instance, and their way to the disk. */
export class LiveTests {
	readonly #store: TypingStore;
	readonly #log: Log;
	readonly #tests = new Map<string, LiveTest>();
	/** What each connection types: one test at a time. */
	readonly #byTypist = new Map<string, LiveTest>();
	/** Two that ask for the same test while it is read get the same one. */
	readonly #loading = new Map<string, Promise<LiveTest>>();
	readonly #dirty = new Set<LiveTest>();
	#timer: NodeJS.Timeout | undefined;
	#checkpoint: Promise<void> = Promise.resolve();

	constructor(store: TypingStore, log: Log) {
		this.#store = store;
		this.#log = log;
	}

	get(id: string): LiveTest | undefined {
		return this.#tests.get(id);
	}

	/** Brings a test back from its row and its checkpoints. */
	load(row: TestRow): Promise<LiveTest> {
		const known = this.#tests.get(row.id);
		if (known) return Promise.resolve(known);
		let loading = this.#loading.get(row.id);
		if (!loading) {
			loading = this.#store
				.checkpoints(row.id)
				.then((checkpoints) => {
					const live = new LiveTest(row, checkpoints);
					this.#tests.set(row.id, live);
					return live;
				})
				.finally(() => this.#loading.delete(row.id));
			this.#loading.set(row.id, loading);
		}
		return loading;
	}

	/** The next sequence number of a test that nobody types, without taking it into memory. */
	async durableSeq(id: string): Promise<number> {
		const checkpoints = await this.#store.checkpoints(id);
		return checkpoints.reduce((sum, chunk) => sum + decodeLog(chunk).length, 0);
	}

	/** Something was typed that the disk does not know yet. */
	changed(live: LiveTest): void {
		if (live.simple) return;
		this.#dirty.add(live);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#checkpoint = this.#checkpoint.then(() => this.#save());
		}, CHECKPOINT_MS);
	}

	/** The test is over: its result keeps the log. */
	forget(live: LiveTest): void {
		this.#tests.delete(live.row.id);
		this.#dirty.delete(live);
	}

	/** This connection types it from now on, and lets go of what it typed before. */
	takeUp(live: LiveTest, connectionId: string): void {
		if (this.#byTypist.get(connectionId) === live && live.typist === connectionId) return;
		this.release(connectionId);
		live.typist = connectionId;
		// Somebody else may have let go of it while it was read.
		this.#tests.set(live.row.id, live);
		this.#byTypist.set(connectionId, live);
	}

	/** Its typist is gone; what is durable need not stay in memory. */
	release(connectionId: string): void {
		const live = this.#byTypist.get(connectionId);
		this.#byTypist.delete(connectionId);
		if (live?.typist !== connectionId) return;
		live.typist = undefined;
		this.letGo(live);
	}

	/** What nobody types, and the disk has whole, need not stay in memory. */
	letGo(live: LiveTest): void {
		// A checkpoint under way counts as not durable: read again now, the test would lack it.
		if (live.typist === undefined && live.durableSeq === live.nextSeq) this.forget(live);
	}

	async close(): Promise<void> {
		clearTimeout(this.#timer);
		await this.#checkpoint;
		await this.#save();
	}

	/** A few at a time: a thousand typists' keys at once would let everybody wait. */
	async #save(): Promise<void> {
		const waiting = [...this.#dirty];
		this.#dirty.clear();
		for (let from = 0; from < waiting.length; from += CHECKPOINTS_AT_ONCE) {
			await this.#saveSome(waiting.slice(from, from + CHECKPOINTS_AT_ONCE));
		}
	}

	async #saveSome(tests: readonly LiveTest[]): Promise<void> {
		// A message may repeat what is durable already: an empty chunk would take the next one's number.
		const saved = tests
			.filter((live) => live.nextSeq > live.durableSeq)
			.map((live) => ({ live, upTo: live.nextSeq }));
		if (saved.length === 0) return;
		try {
			await this.#store.addCheckpoints(
				saved.map(({ live, upTo }) => ({
					testId: live.row.id,
					seq: live.durableSeq,
					log: Buffer.from(encodeLog(live.events.slice(live.durableSeq, upTo)))
				}))
			);
		} catch (error) {
			// The client still has every key; the next checkpoint tries again.
			this.#log.error({ err: error, tests: saved.length }, 'a checkpoint failed');
			for (const { live } of saved) if (this.#tests.has(live.row.id)) this.changed(live);
			return;
		}
		for (const { live, upTo } of saved) {
			live.durableSeq = upTo;
			const idle = live.typist === undefined && !this.#dirty.has(live);
			if (idle && this.#tests.get(live.row.id) === live) this.forget(live);
		}
	}
}
