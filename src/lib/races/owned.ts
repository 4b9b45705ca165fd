import { and, eq, inArray } from 'drizzle-orm';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { raceEntry } from './server/schema';

export const ownedByRaces: OwnedTable[] = [
	{
		...ownedByColumn(raceEntry, 'userId', {
			label: 'Races',
			about: 'The races that you took part in, and the typing test of each.'
		}),
		move(tx, from, to) {
			const there = tx
				.select({ raceId: raceEntry.raceId })
				.from(raceEntry)
				.where(eq(raceEntry.userId, to));
			// Who raced against himself keeps what the account typed.
			tx.delete(raceEntry)
				.where(and(eq(raceEntry.userId, from), inArray(raceEntry.raceId, there)))
				.run();
			tx.update(raceEntry).set({ userId: to }).where(eq(raceEntry.userId, from)).run();
		}
	}
];
