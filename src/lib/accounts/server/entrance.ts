import { and, eq, gt } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { accountAlready, become, callerOf } from './callers';
import { hashOfCode, makeRecoveryCodes } from './codes';
import { hashPassword, isPassword, keepPassword, passwordHashOf } from './passwords';
import { accountByEmail, type Admins, type Person } from './people';
import { oneTimeToken, recoveryCode, session as sessionTable, user } from './schema';
import { endOtherSessions, replaceSession, type SessionRow } from './sessions';

interface Parts {
	database: Database;
	admins: Admins;
	ownedTables: readonly OwnedTable[];
	now: Clock;
}

/** An e-mail address, trimmed and in lower case, and a password. */
export interface Proof {
	email: string;
	password: string;
}

/**
 * From guest to account and back: each use case is one transaction, and what takes time, the hash,
 * is done before it begins.
 */
export class Entrance {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/**
	 * The guest becomes an account in place, with everything he owns.
	 * @throws UserError INVALID_STATE with `details.state` `account` or `email_taken`; FORBIDDEN for an
	 * address that would make him an administrator, since nobody proves to have it
	 */
	async signUp(
		identity: Identity,
		{ email, password, name }: Proof & { name?: string }
	): Promise<{ session: SessionRow; recoveryCodes: string[] }> {
		const hash = await hashPassword(password);
		const recoveryCodes = makeRecoveryCodes();
		const session = await this.#write((tx, now) => {
			const { person, session } = callerOf(tx, identity);
			if (!person.isAnonymous) throw accountAlready(person);
			if (accountByEmail(tx, email)) {
				throw new UserError(
					'INVALID_STATE',
					'There is an account with this e-mail address. Sign in with it.',
					{ state: 'email_taken' }
				);
			}
			if (this.#parts.admins.names(email) && !person.isAdmin) {
				throw new UserError(
					'FORBIDDEN',
					'This address is an administrator’s. Open the link that the server printed at its start in this browser first, then make the account.'
				);
			}
			tx.update(user)
				.set({
					...{ email, isAnonymous: false, wasAwayDays: null, updatedAt: now },
					...(name !== undefined && { name })
				})
				.where(eq(user.id, person.id))
				.run();
			keepPassword(tx, person.id, hash, now);
			keepRecoveryCodes(tx, person.id, recoveryCodes, now);
			return replaceSession(tx, session, person.id, now);
		});
		return { session, recoveryCodes };
	}

	/**
	 * What a guest did moves into the account.
	 * @throws UserError UNAUTHORIZED, or INVALID_STATE for whoever is signed in to another account
	 */
	async signIn(identity: Identity, { email, password }: Proof): Promise<SessionRow> {
		const { database, ownedTables } = this.#parts;
		const known = accountByEmail(database.read, email);
		const hash = known && passwordHashOf(database.read, known.id);
		if (!(await isPassword(hash, password))) throw wrongPassword();
		return this.#write((tx, now) => {
			const account = accountByEmail(tx, email);
			// It was changed while we compared.
			if (!account || passwordHashOf(tx, account.id) !== hash) throw wrongPassword();
			const target = { userId: account.id, isProved: true };
			return become(tx, callerOf(tx, identity), target, ownedTables, now);
		});
	}

	/** Ends the session that asks. */
	async signOut(identity: Identity): Promise<void> {
		await this.#write((tx) => {
			const { session } = callerOf(tx, identity);
			tx.delete(sessionTable).where(eq(sessionTable.id, session.id)).run();
		});
	}

	/**
	 * Sets a new password by a recovery code, or by the one that the operator made; all other
	 * sessions of the account end, and the code is used up.
	 *
	 * @throws UserError UNAUTHORIZED, or INVALID_STATE as `signIn`
	 */
	async recover(
		identity: Identity,
		{ email, password, code }: Proof & { code: string }
	): Promise<SessionRow> {
		const hash = await hashPassword(password);
		return this.#write((tx, now) => {
			const account = accountByEmail(tx, email);
			if (!account || !useCode(tx, account, hashOfCode(code), now)) {
				throw new UserError('UNAUTHORIZED', 'The e-mail address or the code is wrong.');
			}
			const caller = callerOf(tx, identity);
			const target = { userId: account.id, isProved: true };
			const session = become(tx, caller, target, this.#parts.ownedTables, now);
			changePassword(tx, session, hash, now);
			return session;
		});
	}

	/** All other sessions end. @throws UserError UNAUTHORIZED for a wrong password */
	async changePassword(
		identity: Identity,
		{ current, password }: { current: string; password: string }
	): Promise<void> {
		const proved = await this.#prove(identity, current);
		const hash = await hashPassword(password);
		await this.#write((tx, now) => {
			const { session } = callerOf(tx, identity);
			proved.mustStand(tx);
			changePassword(tx, session, hash, now);
		});
	}

	/** Ten new ones; the old ones are no longer good. @throws UserError UNAUTHORIZED */
	async renewRecoveryCodes(identity: Identity, password: string): Promise<string[]> {
		const proved = await this.#prove(identity, password);
		const codes = makeRecoveryCodes();
		await this.#write((tx, now) => {
			const { person } = callerOf(tx, identity);
			proved.mustStand(tx);
			keepRecoveryCodes(tx, person.id, codes, now);
		});
		return codes;
	}

	/** @throws UserError UNAUTHORIZED for a wrong password, INVALID_STATE for a guest, who has none */
	async #prove(identity: Identity, given: string): Promise<{ mustStand(tx: Transaction): void }> {
		const { read } = this.#parts.database;
		const { person } = callerOf(read, identity);
		const hash = passwordHashOf(read, person.id);
		if (hash === undefined) {
			throw new UserError('INVALID_STATE', 'A guest has no password. Sign up first.', {
				state: 'guest'
			});
		}
		const wrong = new UserError('UNAUTHORIZED', 'The password is wrong.');
		if (!(await isPassword(hash, given))) throw wrong;
		return {
			mustStand(tx) {
				if (passwordHashOf(tx, person.id) !== hash) throw wrong;
			}
		};
	}

	#write<T>(job: (tx: Transaction, now: Date) => T): Promise<T> {
		return this.#parts.database.write((tx) => job(tx, new Date(this.#parts.now())));
	}
}

const wrongPassword = () =>
	new UserError('UNAUTHORIZED', 'The e-mail address or the password is wrong.');

function keepRecoveryCodes(
	tx: Transaction,
	userId: string,
	codes: readonly string[],
	now: Date
): void {
	tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId)).run();
	tx.insert(recoveryCode)
		.values(codes.map((code) => ({ hash: hashOfCode(code), userId, createdAt: now })))
		.run();
}

/** @returns whether it was good; it is used up then */
function useCode(tx: Transaction, { id }: Person, hash: string, now: Date): boolean {
	const ofOnes = and(eq(recoveryCode.hash, hash), eq(recoveryCode.userId, id));
	if (tx.delete(recoveryCode).where(ofOnes).run().changes > 0) return true;
	const ofOperators = and(
		eq(oneTimeToken.hash, hash),
		eq(oneTimeToken.purpose, 'recovery'),
		eq(oneTimeToken.userId, id),
		gt(oneTimeToken.expiresAt, now)
	);
	return tx.delete(oneTimeToken).where(ofOperators).run().changes > 0;
}

/** Whoever knew the old one, or made a link by it, is out. */
function changePassword(
	tx: Transaction,
	{ id, userId }: SessionRow,
	hash: string,
	now: Date
): void {
	keepPassword(tx, userId, hash, now);
	endOtherSessions(tx, userId, id);
	tx.delete(oneTimeToken).where(eq(oneTimeToken.userId, userId)).run();
}
