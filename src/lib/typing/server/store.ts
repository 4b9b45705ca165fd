import { and, desc, eq, getTableColumns, lt, lte, max, ne, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import type { FiledCode, FiledSource } from '../settings';
import { TakenOver } from './live-test';
import { sessionNotFound, toSettings } from './rows';
import { RunningStore } from './running-store';
import { typingCheckpoint, typingResult, typingTest } from './schema';

export type TestRow = typeof typingTest.$inferSelect;
export type ResultRow = typeof typingResult.$inferSelect;
export type NewResult = Omit<ResultRow, 'userId' | 'isRecord' | 'previousBest'>;

/** A result without its log, which only a replay needs, beside its test's settings and text. */
export type DetailedResult = Omit<ResultRow, 'log'> & Pick<TestRow, 'settings' | 'text'>;

/** What a list shows of it. */
export type ListedResult = Omit<DetailedResult, 'details' | 'text'>;

const { log: _replayOnly, ...detailColumns } = getTableColumns(typingResult);
const { details: _shownAlone, ...summaryColumns } = detailColumns;

/** The rows of the typing room. */
export class TypingStore {
	/** Of tests under way. */
	readonly running: RunningStore;
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
		this.running = new RunningStore(database);
	}

	async addTests(rows: TestRow[]): Promise<void> {
		await this.#database.write((tx) => tx.insert(typingTest).values(rows).run());
	}

	/** In a transaction that makes more than the test. */
	addTest(tx: Transaction, row: TestRow): void {
		tx.insert(typingTest).values(row).run();
	}

	async test(id: string): Promise<TestRow | undefined> {
		return this.#database.read.select().from(typingTest).where(eq(typingTest.id, id)).get();
	}

	/** Which code this person's newest tests of it had, whether typed or not; the newest first. */
	async latestCode(userId: string, most: number): Promise<FiledSource[]> {
		return this.#database.read
			.select({ settings: typingTest.settings })
			.from(typingTest)
			.where(
				and(
					eq(typingTest.userId, userId),
					eq(sql`json_extract(${typingTest.settings}, '$.mode')`, 'code')
				)
			)
			.orderBy(desc(typingTest.createdAt))
			.limit(most)
			.all()
			.map((row) => (toSettings(row) as FiledCode).source);
	}

	/** Removes what was never finished and is no longer good, with its checkpoints. */
	async removeExpired(now: Date): Promise<number> {
		const { changes } = await this.#database.write((tx) =>
			tx
				.delete(typingTest)
				.where(and(ne(typingTest.status, 'completed'), lt(typingTest.expiresAt, now)))
				.run()
		);
		return changes;
	}

	/**
	 * Keeps a result, whatever was there of it before: a test has one result, the first. It belongs
	 * to whom the test belongs now, who may have become another since it began.
	 *
	 * @param typedBy whose log it was made from
	 * @param keptText what of the text is worth keeping
	 * @param andThen does in the same transaction what depends on the result
	 * @returns the result that stands
	 * @throws UserError SESSION_NOT_FOUND where the test was deleted meanwhile
	 * @throws TakenOver where somebody else types it
	 */
	async complete(
		result: NewResult,
		typedBy: string | null,
		keptText: string,
		andThen: (tx: Transaction, result: ResultRow) => void
	): Promise<ResultRow> {
		return this.#database.write((tx) => {
			const earlier = resultOfTest(tx, result.testId);
			if (earlier) return earlier;
			const test = ownerAndTypist(tx, result.testId);
			if (!test) throw sessionNotFound();
			if (test.typist !== typedBy) throw new TakenOver();
			const { userId } = test;
			const previousBest = bestOfClass(tx, userId, result.recordClass);
			const row: ResultRow = {
				...result,
				userId,
				previousBest,
				isRecord: result.recordClass !== null && result.wpm > (previousBest ?? 0)
			};
			tx.insert(typingResult).values(row).run();
			tx.update(typingTest)
				.set({ status: 'completed', text: keptText })
				.where(eq(typingTest.id, result.testId))
				.run();
			tx.delete(typingCheckpoint).where(eq(typingCheckpoint.testId, result.testId)).run();
			andThen(tx, row);
			return row;
		});
	}

	async resultOfTest(testId: string): Promise<ResultRow | undefined> {
		return resultOfTest(this.#database.read, testId);
	}

	async result(userId: string, id: string): Promise<DetailedResult | undefined> {
		return this.#database.read
			.select({ ...detailColumns, settings: typingTest.settings, text: typingTest.text })
			.from(typingResult)
			.innerJoin(typingTest, eq(typingTest.id, typingResult.testId))
			.where(and(eq(typingResult.id, id), eq(typingResult.userId, userId)))
			.get();
	}

	async resultLog(userId: string, id: string): Promise<Buffer | undefined> {
		return this.#database.read
			.select({ log: typingResult.log })
			.from(typingResult)
			.where(and(eq(typingResult.id, id), eq(typingResult.userId, userId)))
			.get()?.log;
	}

	/** The logs of this person's latest results, newest first, none above `longest` bytes. */
	async latestLogs(userId: string, most: number, longest: number): Promise<Buffer[]> {
		return this.#database.read
			.select({ log: typingResult.log })
			.from(typingResult)
			.where(and(eq(typingResult.userId, userId), lte(sql`length(${typingResult.log})`, longest)))
			.orderBy(desc(typingResult.finishedAt))
			.limit(most)
			.all()
			.map(({ log }) => log);
	}

	/** Newest first, beginning after `after`. */
	async results(
		userId: string,
		options: { mode?: string; after?: ListPosition; limit: number }
	): Promise<ListedResult[]> {
		const { mode, after, limit } = options;
		return this.#listed()
			.where(
				and(
					eq(typingResult.userId, userId),
					mode === undefined ? undefined : eq(typingResult.mode, mode),
					behind(after, typingResult.finishedAt, typingResult.id)
				)
			)
			.orderBy(...newestFirst(typingResult.finishedAt, typingResult.id))
			.limit(limit)
			.all();
	}

	/** The fastest of every class, fastest first; the earlier one where two are equal. */
	async bests(userId: string): Promise<ListedResult[]> {
		const rows = this.#listed()
			.where(and(eq(typingResult.userId, userId), eq(typingResult.isRecord, true)))
			.orderBy(desc(typingResult.wpm))
			.all();
		const seen = new Set<string | null>();
		return rows.filter(({ recordClass }) => !seen.has(recordClass) && seen.add(recordClass));
	}

	#listed() {
		return this.#database.read
			.select({ ...summaryColumns, settings: typingTest.settings })
			.from(typingResult)
			.innerJoin(typingTest, eq(typingTest.id, typingResult.testId))
			.$dynamic();
	}
}

function resultOfTest(from: Pick<Transaction, 'select'>, testId: string): ResultRow | undefined {
	return from.select().from(typingResult).where(eq(typingResult.testId, testId)).get();
}

function ownerAndTypist(tx: Transaction, testId: string) {
	return tx
		.select({ userId: typingTest.userId, typist: typingTest.typist })
		.from(typingTest)
		.where(eq(typingTest.id, testId))
		.get();
}

function bestOfClass(tx: Transaction, userId: string, recordClass: string | null): number | null {
	if (recordClass === null) return null;
	const best = tx
		.select({ wpm: max(typingResult.wpm) })
		.from(typingResult)
		.where(and(eq(typingResult.userId, userId), eq(typingResult.recordClass, recordClass)))
		.get();
	return best?.wpm ?? null;
}
