import { eq } from 'drizzle-orm';
import { ownedByColumn, type OwnedTable } from '../server/owned';
import { sessionRoles, type SessionRole } from './roles';
import { sessionMember, sharedSession, shareLink } from './server/schema';
import { memberOf, removeMember } from './server/store';

const greatestFirst = (role: SessionRole) => sessionRoles.indexOf(role);

export const ownedBySessions: OwnedTable[] = [
	{
		...ownedByColumn(sessionMember, 'userId', {
			about: 'The sessions that you take part in or watch, and what you are called there.'
		}),
		move(tx, from, to) {
			const ofBoth = tx
				.select()
				.from(sessionMember)
				.where(eq(sessionMember.userId, from))
				.all()
				.map((mine) => ({ mine, other: memberOf(tx, mine.sessionId, to) }));
			for (const { mine, other } of ofBoth) {
				// Whoever has a part as both keeps the greater one.
				if (other) {
					const isGreater = greatestFirst(mine.role) < greatestFirst(other.role);
					removeMember(tx, mine.sessionId, isGreater ? to : from);
				}
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
