import { and, asc, eq } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { raceEntry } from './schema';

export type EntryRow = typeof raceEntry.$inferSelect;

type From = Pick<Reader, 'select'>;

/** The rows of those who race. */

export function entriesOf(from: From, raceId: string): EntryRow[] {
	return from
		.select()
		.from(raceEntry)
		.where(eq(raceEntry.raceId, raceId))
		.orderBy(asc(raceEntry.joinedAt), asc(raceEntry.personId))
		.all();
}

export function entryOf(from: From, raceId: string, userId: string): EntryRow | undefined {
	return from
		.select()
		.from(raceEntry)
		.where(and(eq(raceEntry.raceId, raceId), eq(raceEntry.userId, userId)))
		.get();
}

export function entryOfTest(from: From, testId: string): EntryRow | undefined {
	return from.select().from(raceEntry).where(eq(raceEntry.testId, testId)).get();
}

/** Adds somebody, or says what he is called now. */
export function putEntry(tx: Transaction, row: EntryRow): void {
	const { raceId, userId, ...set } = row;
	tx.insert(raceEntry)
		.values({ raceId, userId, ...set })
		.onConflictDoUpdate({ target: [raceEntry.raceId, raceEntry.userId], set })
		.run();
}

export function giveTest(
	tx: Transaction,
	{ raceId, userId }: Pick<EntryRow, 'raceId' | 'userId'>,
	testId: string
): void {
	tx.update(raceEntry)
		.set({ testId })
		.where(and(eq(raceEntry.raceId, raceId), eq(raceEntry.userId, userId)))
		.run();
}
