import { eq } from 'drizzle-orm';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { apiKey, session, user } from './server/schema';

export const ownedByAccounts: OwnedTable[] = [
	ownedByColumn(apiKey, 'userId', ['hash']),
	{
		...ownedByColumn(session, 'userId', ['token']),
		// A guest's cookie ends with the guest: whoever signs in gets a new one.
		move(tx, from) {
			tx.delete(session).where(eq(session.userId, from)).run();
		}
	},
	{
		...ownedByColumn(user, 'id'),
		// Last of all, once nothing refers to the guest any more.
		move(tx, from) {
			tx.delete(user).where(eq(user.id, from)).run();
		}
	}
];
