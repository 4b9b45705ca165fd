import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../server/database';
import { typingCheckpoint, typingTest } from './schema';

export interface Checkpoint {
	testId: string;
	/** The connection that typed it: another's is refused. */
	typist: string;
	/** The sequence number of its first event. */
	seq: number;
	log: Buffer;
}

/** Why a checkpoint was not kept: another connection types the test now, or the test is over. */
export type Refusal = 'taken_over' | 'over';

/** One connection of one person. */
export interface Typist {
	userId: string;
	connectionId: string;
}

/** The rows of tests under way: who types them, and what of it is durable (rule T3). */
export class RunningStore {
	readonly #database: Database;
	#claiming: ReturnType<typeof prepareClaim> | undefined;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * From the commit on, no other typist's checkpoints of this test are kept, on whatever instance.
	 * @returns who typed it until now; undefined for a test that is over, or not this person's
	 */
	async claim(
		{ userId, connectionId }: Typist,
		testId: string
	): Promise<{ before: string | null } | undefined> {
		return this.#database.write((tx) => {
			const { typistOf, setTypist } = (this.#claiming ??= prepareClaim(tx));
			const before = typistOf.get({ testId, userId });
			if (before) setTypist.run({ testId, connectionId });
			return before;
		});
	}

	/** @returns undefined where there is no such test */
	async typistOf(testId: string): Promise<string | null | undefined> {
		return this.#database.read
			.select({ typist: typingTest.typist })
			.from(typingTest)
			.where(eq(typingTest.id, testId))
			.get()?.typist;
	}

	/** The durable part of a running test's log, in order. */
	async checkpoints(testId: string): Promise<Buffer[]> {
		return this.#database.read
			.select({ log: typingCheckpoint.log })
			.from(typingCheckpoint)
			.where(eq(typingCheckpoint.testId, testId))
			.orderBy(typingCheckpoint.seq)
			.all()
			.map(({ log }) => log);
	}

	/**
	 * Keeps what many typists typed since the last time, in one commit.
	 * @returns which tests' were refused; the others' are kept all the same
	 */
	async addCheckpoints(checkpoints: readonly Checkpoint[]): Promise<Map<string, Refusal>> {
		return this.#database.write((tx) => {
			const refused = refusals(tx, checkpoints);
			const kept = checkpoints.filter(({ testId }) => !refused.has(testId));
			if (kept.length > 0) addSome(tx, kept);
			return refused;
		});
	}
}

/** Once, since building a query takes ten times as long as running it, and many may start at once. */
function prepareClaim(tx: Transaction) {
	const id = eq(typingTest.id, sql.placeholder('testId'));
	return {
		typistOf: tx
			.select({ before: typingTest.typist })
			.from(typingTest)
			.where(
				and(
					id,
					eq(typingTest.userId, sql.placeholder('userId')),
					ne(typingTest.status, 'completed')
				)
			)
			.prepare(),
		setTypist: tx
			.update(typingTest)
			.set({ typist: sql`${sql.placeholder('connectionId')}` })
			.where(id)
			.prepare()
	};
}

function refusals(tx: Transaction, checkpoints: readonly Checkpoint[]): Map<string, Refusal> {
	const rows = tx
		.select({ id: typingTest.id, typist: typingTest.typist, status: typingTest.status })
		.from(typingTest)
		.where(inArray(typingTest.id, idsOf(checkpoints)))
		.all();
	const tests = new Map(rows.map((row) => [row.id, row]));
	const refused = new Map<string, Refusal>();
	for (const { testId, typist } of checkpoints) {
		const test = tests.get(testId);
		// What is over has its log in its result.
		if (!test || test.status === 'completed') refused.set(testId, 'over');
		else if (test.typist !== typist) refused.set(testId, 'taken_over');
	}
	return refused;
}

function addSome(tx: Transaction, checkpoints: readonly Checkpoint[]): void {
	tx.update(typingTest)
		.set({ status: 'running' })
		.where(and(inArray(typingTest.id, idsOf(checkpoints)), eq(typingTest.status, 'reserved')))
		.run();
	tx.insert(typingCheckpoint)
		.values(checkpoints.map(({ testId, seq, log }) => ({ testId, seq, log })))
		// A commit that failed may have reached the disk: the same chunk again, perhaps longer.
		.onConflictDoUpdate({
			target: [typingCheckpoint.testId, typingCheckpoint.seq],
			set: { log: sql`excluded.log` }
		})
		.run();
}

const idsOf = (checkpoints: readonly Checkpoint[]) => checkpoints.map(({ testId }) => testId);
