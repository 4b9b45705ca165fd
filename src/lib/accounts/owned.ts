import { eq } from 'drizzle-orm';
import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import type { Transaction } from '../server/database';
import { mergePreferences } from './server/preferences-row';
import {
	apiKey,
	endedCredential,
	oneTimeToken,
	password,
	recoveryCode,
	session,
	user
} from './server/schema';

/**
 * Says who somebody is: it ends with the guest, and does not open the account he becomes part of.
 * Whoever had the browser before may have kept a key of the guest's.
 */
function endingWithItsOwner(declared: OwnedTable): OwnedTable {
	return { ...declared, move: (tx, from) => declared.remove(tx, from) };
}

export const ownedByAccounts: OwnedTable[] = [
	endingWithItsOwner(
		ownedByColumn(apiKey, 'userId', {
			label: 'API keys',
			about:
				'The keys you made: what they may do and when they were used. Never the keys themselves.',
			secret: ['hash']
		})
	),
	endingWithItsOwner(
		ownedByColumn(session, 'userId', {
			label: 'Signed-in devices',
			about: 'The browsers that are signed in as you.',
			secret: ['token']
		})
	),
	endingWithItsOwner(
		ownedByColumn(password, 'userId', {
			about: 'When your password was last changed. Never the password itself.',
			secret: ['hash']
		})
	),
	endingWithItsOwner(
		ownedByColumn(recoveryCode, 'userId', {
			about: 'When your unused recovery codes were made. Never the codes themselves.',
			secret: ['hash']
		})
	),
	endingWithItsOwner(
		ownedByColumn(oneTimeToken, 'userId', {
			about: 'Links made for you that nobody has used yet. Never the links themselves.',
			secret: ['hash']
		})
	),
	// Names sessions and keys that are gone, and nobody.
	ownedThrough(endedCredential),
	{
		...ownedByColumn(user, 'id', {
			about: 'Who you are here: name, e-mail address, preferences.',
			readable: (row) => ({ ...row, preferences: JSON.parse(row.preferences) as unknown })
		}),
		// Last of all, once nothing refers to the guest any more.
		move(tx, from, to) {
			leavePreferences(tx, from, to);
			tx.delete(user).where(eq(user.id, from)).run();
		}
	}
];

/** What the guest chose, where the account has not chosen itself. */
function leavePreferences(tx: Transaction, guestId: string, accountId: string): void {
	const row = (id: string) => tx.select().from(user).where(eq(user.id, id)).get();
	const [guest, account] = [row(guestId), row(accountId)];
	if (!guest || !account) return;
	tx.update(user)
		.set({ preferences: mergePreferences(guest.preferences, account.preferences) })
		.where(eq(user.id, accountId))
		.run();
}
