import { and, eq, inArray } from 'drizzle-orm';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { keptRequest } from './server/schema';

export const ownedByRealtime: OwnedTable[] = [
	{
		...ownedByColumn(keptRequest, 'userId', {
			about: 'What was answered lately to messages that changed something; kept for a day.',
			secret: ['hash']
		}),
		move(tx, from, to) {
			const taken = tx
				.select({ requestId: keptRequest.requestId })
				.from(keptRequest)
				.where(eq(keptRequest.userId, to));
			// Nobody sends it again: its connection asks as the account from now on.
			tx.delete(keptRequest)
				.where(and(eq(keptRequest.userId, from), inArray(keptRequest.requestId, taken)))
				.run();
			tx.update(keptRequest).set({ userId: to }).where(eq(keptRequest.userId, from)).run();
		}
	}
];
