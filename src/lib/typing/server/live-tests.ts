import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Log } from '../../server/log';
import { decodeLog, encodeLog } from '../log';
import { LiveTest } from './live-test';
import type { Refusal, RunningStore, Typist } from './running-store';
import type { TestRow } from './store';

/** Keys become durable at least this often (rule T3). */
const CHECKPOINT_MS = 1_000;

/** Some of them take a millisecond of the event loop, with the disk's. */
const CHECKPOINTS_AT_ONCE = 32;

/** News that another connection types a test now; the rest is its id. */
const TYPIST_CHANNEL = 'ws:typist:';

interface Parts {
	store: RunningStore;
	/** Says at once what the next checkpoint would show otherwise. */
	cluster: Pick<Cluster, 'publish' | 'onNews'>;
	log: Log;
}

/**
 * The tests typed on this instance, and their way to the disk. Who types a test is said by the
 * database; the memory of an instance counts as long as its last typist is the one named there.
 */
export class LiveTests {
	readonly #parts: Parts;
	readonly #tests = new Map<string, LiveTest>();
	/** What each connection types: one test at a time. */
	readonly #byTypist = new Map<string, LiveTest>();
	/** By connection, the tests that another instance's took over from it. */
	readonly #lost = new Map<string, Set<string>>();
	/** Connections take up one test one after the other. */
	readonly #claiming = new Map<string, Promise<void>>();
	readonly #dirty = new Set<LiveTest>();
	readonly #stopListening: () => void;
	#timer: NodeJS.Timeout | undefined;
	#checkpoint: Promise<void> = Promise.resolve();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#stopListening = parts.cluster.onNews((channel) => {
			if (channel.startsWith(TYPIST_CHANNEL)) {
				void this.lookAgain(channel.slice(TYPIST_CHANNEL.length));
			}
		});
	}

	get(id: string): LiveTest | undefined {
		return this.#tests.get(id);
	}

	/** What the disk has of a test, without taking it into memory. */
	async read(row: TestRow): Promise<LiveTest> {
		return new LiveTest(row, await this.#parts.store.checkpoints(row.id));
	}

	/** The next sequence number of a test that nobody types here. */
	async durableSeq(id: string): Promise<number> {
		const checkpoints = await this.#parts.store.checkpoints(id);
		return checkpoints.reduce((sum, chunk) => sum + decodeLog(chunk).length, 0);
	}

	/**
	 * This connection types the test from now on, wherever it was typed before, and lets go of what
	 * it typed itself.
	 *
	 * @param row as it was read a moment ago
	 * @returns undefined where it was ended or given to another person since then
	 */
	async claim(typist: Typist, row: TestRow): Promise<LiveTest | undefined> {
		const { connectionId } = typist;
		const live = this.#tests.get(row.id);
		if (live?.typist === connectionId && row.typist === connectionId) {
			live.moveTo(typist.userId);
			return live;
		}
		const claiming = (this.#claiming.get(row.id) ?? Promise.resolve()).then(() =>
			this.#claim(typist, row)
		);
		const settled = claiming.then(
			() => undefined,
			() => undefined
		);
		this.#claiming.set(row.id, settled);
		try {
			return await claiming;
		} finally {
			if (this.#claiming.get(row.id) === settled) this.#claiming.delete(row.id);
		}
	}

	/** Whether another instance's connection took the test over from this one. */
	wasTakenFrom(connectionId: string, id: string): boolean {
		return this.#lost.get(connectionId)?.has(id) ?? false;
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
		if (this.#tests.get(live.row.id) === live) this.#tests.delete(live.row.id);
		this.#dirty.delete(live);
	}

	/** It is typed on another instance: what is here counts no more. */
	lose(live: LiveTest): void {
		this.forget(live);
		const { typist } = live;
		if (typist === undefined) return;
		live.typist = undefined;
		this.#byTypist.delete(typist);
		this.#lost.set(typist, (this.#lost.get(typist) ?? new Set()).add(live.row.id));
	}

	/**
	 * Asks the database who types a test, and lets go of one that is typed elsewhere. News of it may be
	 * older than what was taken up here since. Never rejects.
	 */
	async lookAgain(id: string): Promise<void> {
		const live = this.#tests.get(id);
		if (!live) return;
		try {
			const typist = await this.#parts.store.typistOf(id);
			if (this.#tests.get(id) === live && typist !== live.typedBy) this.lose(live);
		} catch (error) {
			// The next checkpoint tells.
			this.#parts.log.warn({ err: error }, 'who types a test could not be read');
		}
	}

	/** A connection is gone; what is durable of its test need not stay in memory. */
	release(connectionId: string): void {
		this.#lost.delete(connectionId);
		this.#putDown(connectionId);
	}

	async close(): Promise<void> {
		this.#stopListening();
		clearTimeout(this.#timer);
		await this.#checkpoint;
		await this.#save();
	}

	async #claim(typist: Typist, row: TestRow): Promise<LiveTest | undefined> {
		const { store, cluster } = this.#parts;
		const claimed = await store.claim(typist, row.id);
		if (!claimed) return undefined;
		const { before } = claimed;
		const here = this.#tests.get(row.id);
		// Whoever typed it last typed elsewhere: this memory lacks his keys.
		if (here && here.typedBy !== before) this.lose(here);
		// After the claim's commit: nobody else's keys become durable any more.
		const live = this.#tests.get(row.id) ?? (await this.read(row));
		if (live !== here && before !== null) {
			const payload = { takenBy: typist.connectionId };
			cluster.publish(`${TYPIST_CHANNEL}${row.id}`, { type: 'taken_over', payload });
		}
		this.#takeUp(live, typist);
		return live;
	}

	#takeUp(live: LiveTest, { userId, connectionId }: Typist): void {
		const { id } = live.row;
		live.moveTo(userId);
		this.#lost.get(connectionId)?.delete(id);
		if (this.#byTypist.get(connectionId) !== live) this.#putDown(connectionId);
		live.typedBy = connectionId;
		live.typist = connectionId;
		this.#tests.set(id, live);
		this.#byTypist.set(connectionId, live);
	}

	#putDown(connectionId: string): void {
		const live = this.#byTypist.get(connectionId);
		this.#byTypist.delete(connectionId);
		if (live?.typist !== connectionId) return;
		live.typist = undefined;
		this.#forgetIfIdle(live);
	}

	/** What nobody types, and the disk has whole, need not stay in memory. */
	#forgetIfIdle(live: LiveTest): void {
		// A checkpoint under way counts as not durable: read again now, the test would lack it.
		if (live.typist === undefined && live.durableSeq === live.nextSeq) this.forget(live);
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
		const saved = tests.flatMap((live) => {
			const { typedBy, nextSeq: upTo, durableSeq: seq } = live;
			// A message may repeat what is durable already: an empty chunk would take the next one's number.
			return typedBy !== null && upTo > seq ? [{ live, typist: typedBy, seq, upTo }] : [];
		});
		if (saved.length === 0) return;
		let refused: Map<string, Refusal>;
		try {
			refused = await this.#parts.store.addCheckpoints(
				saved.map(({ live, typist, seq, upTo }) => ({
					testId: live.row.id,
					typist,
					seq,
					log: Buffer.from(encodeLog(live.events.slice(seq, upTo)))
				}))
			);
		} catch (error) {
			// The client still has every key; the next checkpoint tries again.
			this.#parts.log.error({ err: error, tests: saved.length }, 'a checkpoint failed');
			for (const { live } of saved) if (this.#tests.get(live.row.id) === live) this.changed(live);
			return;
		}
		for (const { live, typist, upTo } of saved) {
			const refusal = refused.get(live.row.id);
			if (refusal === undefined) {
				live.durableSeq = upTo;
				if (!this.#dirty.has(live)) this.#forgetIfIdle(live);
			} else if (refusal === 'over') {
				this.forget(live);
			} else if (live.typedBy === typist) {
				this.lose(live);
			} else {
				// Taken up by another connection here, while its checkpoint was on the way.
				this.changed(live);
			}
		}
	}
}
