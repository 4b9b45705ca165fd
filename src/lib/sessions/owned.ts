import { eq } from 'drizzle-orm';
import type { Transaction } from '../server/database';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { sessionRoles, type SessionRole } from './roles';
import { sessionMember, sharedSession, shareLink } from './server/schema';
import { addMember, memberOf, removeMember } from './server/store';

const greatestFirst = (role: SessionRole) => sessionRoles.indexOf(role);

/**
 * Who has a part in a session twice, and turns out to be one, keeps the greater one.
 * @param who `personId` where the session's room knows better what others call him
 */
export function mergeMembers(
	tx: Transaction,
	sessionId: string,
	who: { from: string; to: string; personId?: string }
): void {
	const parts = [who.to, who.from].flatMap((userId) => memberOf(tx, sessionId, userId) ?? []);
	const [greatest] = parts.toSorted((a, b) => greatestFirst(a.role) - greatestFirst(b.role));
	if (!greatest) return;
	for (const { userId } of parts) removeMember(tx, sessionId, userId);
	addMember(tx, { ...greatest, userId: who.to, personId: who.personId ?? greatest.personId });
}

export const ownedBySessions: OwnedTable[] = [
	{
		...ownedByColumn(sessionMember, 'userId', {
			about: 'The sessions that you take part in or watch, and what you are called there.'
		}),
		move(tx, from, to) {
			const mine = tx.select().from(sessionMember).where(eq(sessionMember.userId, from)).all();
			for (const { sessionId } of mine) {
				if (memberOf(tx, sessionId, to)) mergeMembers(tx, sessionId, { from, to });
			}
			tx.update(sessionMember).set({ userId: to }).where(eq(sessionMember.userId, from)).run();
		}
	},
	ownedByColumn(shareLink, 'userId', {
		label: 'Share links',
		about: 'Links that let others watch or take part; the links themselves are kept by nobody.',
		secret: ['hash']
	}),
	ownedByColumn(sharedSession, 'userId', {
		label: 'Shared sessions',
		about: 'Sessions that others could see: races, clocks, and tests that were watched.',
		readable: (row) => ({ ...row, state: JSON.parse(row.state) as unknown })
	})
];
