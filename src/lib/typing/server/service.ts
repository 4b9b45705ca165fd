import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Log } from '../../server/log';
import type { PayloadOf } from '../../realtime/catalogue';
import type { Keep } from '../../realtime/server/handlers';
import type { KeyEvent } from '../events';
import { decodeLog } from '../log';
import type { TypingMessages } from '../messages';
import type { ReservedTest, ResultDetail, ResultSummary } from '../results';
import type { TestMode, TestSettings } from '../settings';
import { Completion, type Completed } from './completion';
import { LiveTests } from './live-tests';
import type { LiveTest, Update } from './live-test';
import { readCursor, sessionNotFound, toDetail, toReserved, toSummary, writeCursor } from './rows';
import type { TestRow, TypingStore } from './store';
import { filed, makeText } from './texts';

const RESERVED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** One connection of one person. */
export interface Typist {
	userId: string;
	connectionId: string;
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
	readonly #live: LiveTests;
	readonly #completion: Completion;
	readonly #now: Clock;
	readonly #log: Log;

	constructor(store: TypingStore, log: Log, now: Clock) {
		this.#now = now;
		this.#log = log;
		this.#store = store;
		this.#live = new LiveTests(store, log);
		this.#completion = new Completion(store, this.#live, now);
	}

	/** Makes `count` tests of one kind (rule T1). @throws UserError for a text that cannot be typed */
	async reserveTests(
		userId: string,
		settings: TestSettings,
		count: number
	): Promise<ReservedTest[]> {
		const now = this.#now();
		const rows: TestRow[] = Array.from({ length: count }, () => ({
			id: randomUUID(),
			userId,
			settings: JSON.stringify(filed(settings)),
			text: makeText(settings),
			limitMs: settings.mode === 'time' ? settings.seconds * 1000 : null,
			status: 'reserved',
			createdAt: new Date(now),
			expiresAt: new Date(now + RESERVED_FOR_MS)
		}));
		await this.#store.addTests(rows);
		return rows.map(toReserved);
	}

	/** @throws UserError SESSION_NOT_FOUND, also for somebody else's */
	async session(
		userId: string,
		id: string
	): Promise<ReservedTest & { status: TestRow['status']; nextSeq: number; resultId?: string }> {
		const live = this.#live.get(id);
		const row = live?.row.userId === userId ? live.row : await this.#store.test(id);
		if (row?.userId !== userId) throw sessionNotFound();
		if (row.status === 'completed') {
			const result = await this.#store.resultOfTest(id);
			return { ...toReserved(row), status: 'completed', nextSeq: 0, resultId: result?.id };
		}
		const nextSeq = live?.nextSeq ?? (await this.#live.durableSeq(id));
		return { ...toReserved(row), status: nextSeq > 0 ? 'running' : 'reserved', nextSeq };
	}

	/** Rule T2: this connection types from now on. @returns the next sequence number */
	async start({ userId, connectionId }: Typist, id: string): Promise<number> {
		const live = await this.#liveTest(userId, id);
		this.#live.takeUp(live, connectionId);
		return live.nextSeq;
	}

	/**
	 * Rule T3. Answers at once when the test is in memory, as it is but for the first time.
	 * @param now monotonic milliseconds
	 */
	update(typist: Typist, input: Input, now: number): Typed | Promise<Typed> {
		const live = this.#live.get(input.sessionId);
		if (live?.row.userId === typist.userId) return this.#update(live, typist, input, now);
		return this.#liveTest(typist.userId, input.sessionId).then((loaded) =>
			this.#update(loaded, typist, input, now)
		);
	}

	/** Rule T4; asked again, the same answer. */
	async end(
		userId: string,
		{ sessionId: id, seq, t }: PayloadOf<TypingMessages, 'end_session'>,
		keep: Keep
	): Promise<Completed> {
		const earlier = await this.#completion.earlier(userId, id);
		if (earlier) return earlier;
		const live = await this.#liveTest(userId, id);
		try {
			live.end(seq, t);
		} catch (error) {
			this.#live.letGo(live);
			throw error;
		}
		return this.#completion.complete(live, keep);
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
			after: cursor === undefined ? undefined : readCursor(cursor)
		});
		const items = rows.slice(0, limit);
		const last = items.at(-1);
		return {
			items: items.map(toSummary),
			...(rows.length > limit && last && { nextCursor: writeCursor(last) })
		};
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

	#update(live: LiveTest, { connectionId }: Typist, input: Input, now: number): Typed {
		if (live.typist === undefined) this.#live.takeUp(live, connectionId);
		live.refuseOthers(connectionId);
		const update =
			'events' in input
				? live.type(input.seq, input.events, now)
				: live.typeWhole(input.input, now);
		this.#live.changed(live);
		return live.finished ? { update, completed: this.#completion.complete(live) } : { update };
	}

	async #liveTest(userId: string, id: string): Promise<LiveTest> {
		const live = this.#live.get(id);
		if (live?.row.userId === userId) return live;
		const row = await this.#store.test(id);
		if (row?.userId !== userId) throw sessionNotFound();
		const moved = this.#live.get(id);
		if (moved) {
			moved.moveTo(userId);
			return moved;
		}
		if (row.status === 'completed') {
			throw new UserError('INVALID_STATE', 'This test is over. Start a new one.', {
				state: 'completed'
			});
		}
		if (row.expiresAt.getTime() < this.#now()) throw sessionNotFound();
		return this.#live.load(row);
	}
}
