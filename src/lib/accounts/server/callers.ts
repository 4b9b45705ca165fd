import { eq } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Reader, Transaction } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { bearerOf, personById, type Person } from './people';
import { apiKey, user } from './schema';
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
 * @throws UserError FORBIDDEN for the bearer of a key or token; UNAUTHORIZED with `details.state`
 * `session_ended` for a session that ended or was replaced since it was recognised
 */
export function callerOf(
	from: Pick<Reader, 'select'>,
	{ credential = '' }: Pick<Identity, 'credential'>
): Caller {
	const session = sessionById(from, credential);
	const person = session && personById(from, session.userId);
	if (person) return { person, session };
	if (isTokenOrKey(from, credential)) {
		throw new UserError('FORBIDDEN', 'This takes a browser’s session, not a key. Sign in there.');
	}
	throw new UserError(
		'UNAUTHORIZED',
		'This browser is somebody else’s by now. Load the page again.',
		{ state: 'session_ended' }
	);
}

function isTokenOrKey(from: Pick<Reader, 'select'>, credential: string): boolean {
	if (credential === '' || bearerOf(credential) !== undefined) return true;
	const key = from.select({ id: apiKey.id }).from(apiKey).where(eq(apiKey.id, credential)).get();
	return key !== undefined;
}

/** What is refused to whoever has an account already. */
export const accountAlready = ({ email }: Person) =>
	new UserError('INVALID_STATE', `You are signed in as ${email}. Sign out first.`, {
		state: 'account'
	});

/** Whom a browser becomes. */
export interface Target {
	userId: string;
	/** Whether the person in front of it proved to be him: that he administers goes along then only. */
	isProved: boolean;
}

/**
 * Makes the caller's browser the target's: what a guest did moves along, in the transaction that
 * replaces the session; what says who the guest was, keys too, ends.
 *
 * @throws UserError INVALID_STATE for an account that would become another
 */
export function become(
	tx: Transaction,
	{ person, session }: Caller,
	{ userId, isProved }: Target,
	ownedTables: readonly OwnedTable[],
	now: Date
): SessionRow {
	if (person.id !== userId && !person.isAnonymous) throw accountAlready(person);
	const successor = replaceSession(tx, session, userId, now);
	if (person.id !== userId) {
		for (const table of ownedTables) table.move(tx, person.id, userId);
		if (isProved && person.isAdmin) {
			tx.update(user).set({ isAdmin: true }).where(eq(user.id, userId)).run();
		}
	}
	return successor;
}
