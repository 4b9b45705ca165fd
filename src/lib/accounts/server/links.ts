import { and, eq, gt } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database, Reader, Transaction } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { hashOfToken, makeToken } from '../../server/tokens';
import { become, callerOf } from './callers';
import { personById, type Admins } from './people';
import { oneTimeToken, user } from './schema';
import { DAY_MS, replaceSession, type SessionRow } from './sessions';

const DEVICE_LINK_MS = 10 * 60 * 1000;

/** Whose link it is, for whoever is about to use it. */
export interface LinkOwner {
	name: string;
	isGuest: boolean;
	/** Of accounts only. */
	email?: string;
	/** ISO 8601. */
	expiresAt: string;
}

interface Parts {
	database: Database;
	admins: Admins;
	ownedTables: readonly OwnedTable[];
	/** Where pages are reached. */
	origin: string;
	now: Clock;
}

type TokenRow = typeof oneTimeToken.$inferSelect;

/**
 * Links that work once. The secret stands behind the `#`, which browsers send to nobody, and only
 * its hash is kept.
 */
export class Links {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Joins whichever device opens it to this user; one made earlier is no longer good. */
	async makeDeviceLink(identity: Identity): Promise<{ url: string; expiresAt: string }> {
		const token = makeToken();
		const expiresAt = await this.#write((tx, now) => {
			const { person } = callerOf(tx, identity);
			tx.delete(oneTimeToken)
				.where(and(eq(oneTimeToken.userId, person.id), eq(oneTimeToken.purpose, 'device')))
				.run();
			return keepToken(tx, token, { purpose: 'device', userId: person.id }, DEVICE_LINK_MS, now);
		});
		return { url: this.#url('device', token), expiresAt: expiresAt.toISOString() };
	}

	/** Whose link it is, without using it. @throws UserError NOT_FOUND */
	async look(token: string): Promise<LinkOwner> {
		const { database, now } = this.#parts;
		const row = findToken(database.read, 'device', token, new Date(now()));
		const owner = row?.userId ? personById(database.read, row.userId) : undefined;
		if (!row || !owner) throw linkGone();
		return {
			name: owner.name,
			isGuest: owner.isAnonymous === true,
			...(owner.isAccount && { email: owner.email }),
			expiresAt: row.expiresAt.toISOString()
		};
	}

	/**
	 * This browser becomes the link's user; what a guest did moves along.
	 * @throws UserError NOT_FOUND, INVALID_STATE with `details.state` `account` or `joined`
	 */
	redeemDeviceLink(identity: Identity, token: string): Promise<SessionRow> {
		return this.#write((tx, now) => {
			const caller = callerOf(tx, identity);
			const row = findToken(tx, 'device', token, now);
			if (!row?.userId) throw linkGone();
			if (row.userId === caller.person.id) {
				throw new UserError(
					'INVALID_STATE',
					'This browser is this person’s already. Open the link on the other device.',
					{ state: 'joined' }
				);
			}
			tx.delete(oneTimeToken).where(eq(oneTimeToken.hash, row.hash)).run();
			// Somebody else may have made the link: what the browser's person administers is not his.
			const target = { userId: row.userId, isProved: false };
			return become(tx, caller, target, this.#parts.ownedTables, now);
		});
	}

	/**
	 * A link that makes an administrator of whoever opens it first, good for a day; one made earlier
	 * is no longer good.
	 * @returns undefined where there is an administrator
	 */
	async makeAdminLink(): Promise<string | undefined> {
		const { admins } = this.#parts;
		const token = makeToken();
		const isMade = await this.#write((tx, now) => {
			if (admins.areThere(tx)) return false;
			tx.delete(oneTimeToken).where(eq(oneTimeToken.purpose, 'admin')).run();
			keepToken(tx, token, { purpose: 'admin', userId: null }, DAY_MS, now);
			return true;
		});
		return isMade ? this.#url('admin', token) : undefined;
	}

	/** @throws UserError NOT_FOUND, INVALID_STATE with `details.state` `administered` */
	redeemAdminLink(identity: Identity, token: string): Promise<SessionRow> {
		return this.#write((tx, now) => {
			const { person, session } = callerOf(tx, identity);
			const row = findToken(tx, 'admin', token, now);
			if (!row) throw linkGone();
			if (this.#parts.admins.areThere(tx)) {
				throw new UserError(
					'INVALID_STATE',
					'This server has an administrator already. The link is no longer good.',
					{ state: 'administered' }
				);
			}
			tx.delete(oneTimeToken).where(eq(oneTimeToken.hash, row.hash)).run();
			tx.update(user).set({ isAdmin: true, updatedAt: now }).where(eq(user.id, person.id)).run();
			// What the old session allowed is known on the line; the new one says anew what it does.
			return replaceSession(tx, session, person.id, now);
		});
	}

	#url(purpose: TokenRow['purpose'], token: string): string {
		return `${this.#parts.origin}/link#${purpose}.${token}`;
	}

	#write<T>(job: (tx: Transaction, now: Date) => T): Promise<T> {
		return this.#parts.database.write((tx) => job(tx, new Date(this.#parts.now())));
	}
}

const linkGone = () =>
	new UserError('NOT_FOUND', 'This link was used, or its time is up. Ask for a new one.');

function keepToken(
	tx: Transaction,
	token: string,
	whose: Pick<TokenRow, 'purpose' | 'userId'>,
	lifeMs: number,
	now: Date
): Date {
	const expiresAt = new Date(now.getTime() + lifeMs);
	tx.insert(oneTimeToken)
		.values({ hash: hashOfToken(token), ...whose, expiresAt, createdAt: now })
		.run();
	return expiresAt;
}

function findToken(
	from: Pick<Reader, 'select'>,
	purpose: TokenRow['purpose'],
	token: string,
	now: Date
): TokenRow | undefined {
	return from
		.select()
		.from(oneTimeToken)
		.where(
			and(
				eq(oneTimeToken.hash, hashOfToken(token)),
				eq(oneTimeToken.purpose, purpose),
				gt(oneTimeToken.expiresAt, now)
			)
		)
		.get();
}
