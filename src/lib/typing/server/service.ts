import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Transaction } from '../../server/database';
import type { Log } from '../../server/log';
import { pageOf, readCursor } from '../../server/newest-first';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Keep } from '../../realtime/server/handlers';
import type { KeyEvent } from '../events';
import { decodeLog } from '../log';
import type { TypingMessages } from '../messages';
import type { ReservedTest, ResultDetail, ResultSummary } from '../results';
import type { CodeOffer } from '../code';
import type { FiledSettings, OpenSettings, TestMode, TestSettings } from '../settings';
import { pickCode, type CodeSource } from './code-tests';
import { Completion, type Completed } from './completion';
import { LiveTests } from './live-tests';
import { TakenOver, type LiveTest, type Update } from './live-test';
import { Observers, type TypingObserver } from './observers';
import { sessionNotFound, toDetail, toReserved, toSummary } from './rows';
import { newTest, type TestEntry } from './new-test';
import type { Typist } from './running-store';
import type { TestRow, TypingStore } from './store';
import { filed, makeText } from './texts';

interface Parts {
	store: TypingStore;
	/** People's own code. */
	code: CodeSource;
	cluster: Pick<Cluster, 'publish' | 'onNews'>;
	log: Log;
	now: Clock;
}

/** What `input_update` brings: keys, or a simple client's whole text. */
type Input = PayloadOf<TypingMessages, 'input_update'>;

export interface Typed {
	update: Update;
	/** There when these keys ended the test: settles once the result is kept. */
	completed?: Promise<Completed>;
}

/** The use cases of typing (section T). */
export class TypingService {
	readonly #store: TypingStore;
	readonly #code: CodeSource;
	readonly #live: LiveTests;
	readonly #completion: Completion;
	readonly #observers: Observers;
	readonly #now: Clock;
	readonly #log: Log;

	constructor({ store, code, cluster, log, now }: Parts) {
		this.#code = code;
		this.#now = now;
		this.#log = log;
		this.#store = store;
		this.#observers = new Observers(log);
		this.#live = new LiveTests({ store: store.running, cluster, log });
		this.#completion = new Completion({ store, live: this.#live, observers: this.#observers, now });
	}

	/** From now on it follows every test typed on this instance. */
	observe(observer: TypingObserver): void {
		this.#observers.add(observer);
	}

	/** A text as a test of these settings has it. @throws UserError for one that cannot be typed */
	textFor(settings: OpenSettings): string {
		return makeText(settings);
	}

	/**
	 * Makes a test with a common start (rule S7), in the transaction of whoever needs it: keys before
	 * it are refused, and time counts from it (rule T5).
	 * @returns its id
	 */
	entryFor(tx: Transaction, entry: TestEntry & { startsAt: Date }): string {
		const row = newTest(entry, this.#now());
		this.#store.addTest(tx, row);
		return row.id;
	}

	/** Somebody's repositories with code to type, the newest first. */
	codeOffers(userId: string): Promise<CodeOffer[]> {
		return this.#code.offers(userId);
	}

	/**
	 * Makes `count` tests of one kind (rule T1).
	 * @throws UserError for a text that cannot be typed; INVALID_STATE where there is no code
	 */
	async reserveTests(
		userId: string,
		settings: TestSettings,
		count: number
	): Promise<ReservedTest[]> {
		const limitMs = settings.mode === 'time' ? settings.seconds * 1000 : null;
		const texts = await this.#texts(userId, settings, count);
		const rows = texts.map((made) => newTest({ userId, ...made, limitMs }, this.#now()));
		await this.#store.addTests(rows);
		return rows.map(toReserved);
	}

	/** @throws UserError SESSION_NOT_FOUND, also for somebody else's */
	async session(
		userId: string,
		id: string
	): Promise<ReservedTest & { status: TestRow['status']; nextSeq: number; resultId?: string }> {
		const row = await this.#own(userId, id);
		if (row.status === 'completed') {
			const result = await this.#store.resultOfTest(id);
			return { ...toReserved(row), status: 'completed', nextSeq: 0, resultId: result?.id };
		}
		const nextSeq = this.#here(row)?.nextSeq ?? (await this.#live.durableSeq(id));
		return { ...toReserved(row), status: nextSeq > 0 ? 'running' : 'reserved', nextSeq };
	}

	/**
	 * The keys of a test under way, as far as this instance has them: all of one typed here, else the
	 * durable ones. Of one that is over none; its result has them.
	 * @throws UserError SESSION_NOT_FOUND, also for somebody else's
	 */
	async keysSoFar(userId: string, id: string): Promise<readonly KeyEvent[]> {
		const row = await this.#own(userId, id);
		if (row.status === 'completed') return [];
		return (this.#here(row) ?? (await this.#live.read(row))).events;
	}

	/** Rule T2: this connection types from now on. @returns the next sequence number */
	async start(typist: Typist, id: string): Promise<number> {
		return (await this.#takeUp(typist, await this.#open(typist.userId, id))).nextSeq;
	}

	/**
	 * Rule T3. Answers at once when this connection types it, as it does but for the first time.
	 * @param now monotonic milliseconds
	 */
	update(typist: Typist, input: Input, now: number): Typed | Promise<Typed> {
		const live = this.#live.get(input.sessionId);
		if (live?.typist === typist.connectionId && live.row.userId === typist.userId) {
			return this.#update(live, input, now);
		}
		return this.#firstUpdate(typist, input, now);
	}

	/** Rule T4; asked again, the same answer. */
	async end(
		userId: string,
		request: PayloadOf<TypingMessages, 'end_session'>,
		keep: Keep
	): Promise<Completed> {
		try {
			return await this.#end(userId, request, keep);
		} catch (error) {
			if (!(error instanceof TakenOver)) throw error;
			// Taken up on another instance at this very moment: its keys count.
			return this.#end(userId, request, keep);
		}
	}

	/** A connection is gone: its tests may be taken up by another. */
	release(connectionId: string): void {
		this.#live.release(connectionId);
	}

	/** Newest first. @throws UserError INVALID_MESSAGE_FORMAT for a cursor that is none */
	async listResults(
		userId: string,
		options: { cursor?: string; limit: number; mode?: TestMode }
	): Promise<{ items: ResultSummary[]; nextCursor?: string }> {
		const { cursor, limit, mode } = options;
		const rows = await this.#store.results(userId, {
			mode,
			limit: limit + 1,
			after: readCursor(cursor)
		});
		const page = pageOf(rows, limit, ({ finishedAt: at, id }) => ({ at, id }));
		return { items: page.rows.map(toSummary), ...page.next };
	}

	/** @throws UserError NOT_FOUND, also for somebody else's */
	async result(userId: string, id: string): Promise<ResultDetail> {
		const row = await this.#store.result(userId, id);
		if (!row) throw new UserError('NOT_FOUND', 'There is no such result.');
		return toDetail(row);
	}

	/** The keys of a result, as they were typed. */
	async resultLog(userId: string, id: string): Promise<KeyEvent[]> {
		const log = await this.#store.resultLog(userId, id);
		if (!log) throw new UserError('NOT_FOUND', 'There is no such result.');
		return decodeLog(log);
	}

	async personalBests(userId: string): Promise<ResultSummary[]> {
		return (await this.#store.bests(userId)).map(toSummary);
	}

	/** Removes expired tests; a failure waits for the next sweep. @returns how many there were */
	async sweep(): Promise<number> {
		try {
			return await this.#store.removeExpired(new Date(this.#now()));
		} catch (error) {
			this.#log.warn({ err: error }, 'expired tests could not be removed');
			return 0;
		}
	}

	/** Keeps what is only in memory, before the database closes. */
	async close(): Promise<void> {
		await this.#live.close();
	}

	async #texts(
		userId: string,
		settings: TestSettings,
		count: number
	): Promise<{ settings: FiledSettings; text: string }[]> {
		if (settings.mode === 'code') {
			return pickCode({ source: this.#code, store: this.#store }, userId, settings, count);
		}
		return Array.from({ length: count }, () => ({
			settings: filed(settings),
			text: makeText(settings)
		}));
	}

	#update(live: LiveTest, input: Input, now: number): Typed {
		live.refuseBeforeStart(this.#now());
		const update =
			'events' in input
				? live.type(input.seq, input.events, now)
				: live.typeWhole(input.input, now);
		this.#live.changed(live);
		this.#observers.progress(live.row, update);
		return live.finished ? { update, completed: this.#completion.complete(live) } : { update };
	}

	/** The first key starts a test where nobody said so, and takes nobody's away. */
	async #firstUpdate(typist: Typist, input: Input, now: number): Promise<Typed> {
		const { userId, connectionId } = typist;
		const row = await this.#open(userId, input.sessionId);
		if (this.#live.wasTakenFrom(connectionId, row.id)) throw new TakenOver();
		const here = this.#live.get(row.id);
		if (here?.typist !== undefined) here.refuseOthers(connectionId);
		const live = await this.#takeUp(typist, row);
		live.refuseOthers(connectionId);
		return this.#update(live, input, now);
	}

	async #takeUp(typist: Typist, row: TestRow): Promise<LiveTest> {
		const live = await this.#live.claim(typist, row);
		if (!live) {
			await this.#open(typist.userId, row.id);
			throw sessionNotFound();
		}
		this.#observers.started(live.row);
		return live;
	}

	async #end(
		userId: string,
		{ sessionId: id, seq, t }: PayloadOf<TypingMessages, 'end_session'>,
		keep: Keep
	): Promise<Completed> {
		const row = await this.#own(userId, id);
		const earlier =
			row.status === 'completed' ? await this.#completion.earlier(userId, id) : undefined;
		if (earlier) return earlier;
		this.#refuseOver(row);
		let live = this.#here(row);
		if (!live) {
			// Else whoever typed it here would be told to repeat keys that this memory has, for ever.
			await this.#live.lookAgain(id);
			live = await this.#live.read(row);
		}
		live.moveTo(userId);
		live.refuseBeforeStart(this.#now());
		live.end(seq, t);
		return this.#completion.complete(live, keep);
	}

	/** The test as it is in memory, where its last typist typed here. */
	#here(row: TestRow): LiveTest | undefined {
		const live = this.#live.get(row.id);
		return live?.typedBy === row.typist ? live : undefined;
	}

	/** @throws UserError SESSION_NOT_FOUND, also for somebody else's */
	async #own(userId: string, id: string): Promise<TestRow> {
		const row = await this.#store.test(id);
		if (row?.userId !== userId) throw sessionNotFound();
		return row;
	}

	/** A test that can be typed. */
	async #open(userId: string, id: string): Promise<TestRow> {
		const row = await this.#own(userId, id);
		this.#refuseOver(row);
		return row;
	}

	#refuseOver({ status, expiresAt }: TestRow): void {
		if (status === 'completed') {
			throw new UserError('INVALID_STATE', 'This test is over. Start a new one.', {
				state: 'completed'
			});
		}
		if (expiresAt.getTime() < this.#now()) throw sessionNotFound();
	}
}
