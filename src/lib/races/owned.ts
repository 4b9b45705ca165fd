import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../server/database';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { mergeMembers } from '../sessions/owned';
import { sessionById } from '../sessions/server/store';
import type { RacerStatus, RaceState } from './race';
import { raceEntry } from './server/schema';
import { entryOf, type EntryRow } from './server/store';

export const ownedByRaces: OwnedTable[] = [
	{
		...ownedByColumn(raceEntry, 'userId', {
			label: 'Races',
			about: 'The races that you took part in, and the typing test of each.'
		}),
		move(tx, from, to) {
			const mine = tx.select().from(raceEntry).where(eq(raceEntry.userId, from)).all();
			for (const entry of mine) {
				const other = entryOf(tx, entry.raceId, to);
				if (other) mergeEntries(tx, entry, other);
			}
			tx.update(raceEntry).set({ userId: to }).where(eq(raceEntry.userId, from)).run();
		}
	}
];

/** Who raced against himself is who got farther, the account where that is both or none. */
function mergeEntries(tx: Transaction, guest: EntryRow, account: EntryRow): void {
	const [kept, gone] =
		howFar(tx, guest) > howFar(tx, account) ? [guest, account] : [account, guest];
	const { raceId, personId } = kept;
	tx.delete(raceEntry)
		.where(and(eq(raceEntry.raceId, raceId), eq(raceEntry.userId, gone.userId)))
		.run();
	mergeMembers(tx, raceId, { from: guest.userId, to: account.userId, personId });
}

const rank: Record<RacerStatus, number> = { waiting: 0, left: 1, late: 1, racing: 2, finished: 3 };

function howFar(tx: Transaction, { raceId, personId }: EntryRow): number {
	const race = JSON.parse(sessionById(tx, raceId)!.state) as RaceState;
	const status = race.participants.find(({ id }) => id === personId)?.status;
	return status === undefined ? 0 : rank[status];
}
