import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Reader, Transaction } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { personById, type Person } from './people';
import { replaceSession, sessionById, type SessionRow } from './sessions';

/** Somebody in front of a browser. */
export interface Caller {
	person: Person;
	session: SessionRow;
}

/**
 * What is about one's own credentials is done by the session cookie: a key, which one gives to
 * programs, must not become a way into the account.
 *
 * @throws UserError FORBIDDEN for the bearer of a key or token, UNAUTHORIZED for a session that ended
 */
export function callerOf(from: Pick<Reader, 'select'>, identity: Identity): Caller {
	const session = sessionById(from, identity.credential ?? '');
	if (!session) {
		throw new UserError('FORBIDDEN', 'This takes a browser’s session, not a key. Sign in there.');
	}
	const person = personById(from, session.userId);
	if (!person) throw new UserError('UNAUTHORIZED', 'This session or key has ended.');
	return { person, session };
}

/** What is refused to whoever has an account already. */
export const accountAlready = ({ email }: Person) =>
	new UserError('INVALID_STATE', `You are signed in as ${email}. Sign out first.`, {
		state: 'account'
	});

/**
 * Makes the caller's browser `targetId`'s: a guest's everything moves along, in the transaction that
 * replaces the session.
 *
 * @throws UserError INVALID_STATE for an account that would become another
 */
export function become(
	tx: Transaction,
	{ person, session }: Caller,
	targetId: string,
	ownedTables: readonly OwnedTable[],
	now: Date
): SessionRow {
	if (person.id !== targetId && !person.isAnonymous) throw accountAlready(person);
	const successor = replaceSession(tx, session, targetId, now);
	if (person.id !== targetId) {
		for (const table of ownedTables) table.move(tx, person.id, targetId);
	}
	return successor;
}
