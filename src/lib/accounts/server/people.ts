import { and, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm';
import { permissionsUpTo, type Permission } from '../../realtime/permissions';
import type { Reader, Transaction } from '../../server/database';
import { password, user } from './schema';

/** A row of `user`, and whether an e-mail address and a password belong to it. */
export type Person = typeof user.$inferSelect & { isAccount: boolean };

const personColumns = {
	...getTableColumns(user),
	isAccount: sql<boolean>`${password.userId} is not null`.mapWith(Boolean)
};

function people(from: Pick<Reader, 'select'>) {
	return from
		.select(personColumns)
		.from(user)
		.leftJoin(password, eq(password.userId, user.id))
		.$dynamic();
}

export function personById(from: Pick<Reader, 'select'>, id: string): Person | undefined {
	return people(from).where(eq(user.id, id)).get();
}

/** @param email normalised, see `problemWithEmail` in `identifiers.ts` */
export function accountByEmail(from: Pick<Reader, 'select'>, email: string): Person | undefined {
	return people(from)
		.where(and(eq(user.email, email), isNotNull(password.userId)))
		.get();
}

/** Makes somebody who comes without a sign-up: the bearer of a foreign token or a test key. */
export function addPerson(tx: Transaction, id: string, name: string, now: Date): void {
	tx.insert(user)
		.values({ id, name, email: `${id}@bearer.invalid`, createdAt: now, updatedAt: now })
		.onConflictDoNothing()
		.run();
}

/**
 * Stands for all tokens of somebody who has neither session nor key of ours: what ends them before
 * their time is that the person is deleted.
 */
export const bearerCredential = (userId: string) => `bearer:${userId}`;

/** @returns the user, undefined for a credential of another kind */
export function bearerOf(credential: string): string | undefined {
	return /^bearer:(.+)$/.exec(credential)?.[1];
}

/** Rule A7. */
export class Admins {
	readonly #emails: ReadonlySet<string>;

	/** @param emails in lower case */
	constructor(emails: readonly string[]) {
		this.#emails = new Set(emails);
	}

	/** Whether the configuration names any. */
	get areConfigured(): boolean {
		return this.#emails.size > 0;
	}

	includes({ isAdmin, isAccount, email }: Person): boolean {
		return isAdmin || (isAccount && this.#emails.has(email.toLowerCase()));
	}

	/** @param most what a key was made for; nobody's key is stronger than himself */
	permissionsOf(person: Person, most: Permission = 'admin'): Permission[] {
		const own = permissionsUpTo(this.includes(person) ? 'admin' : 'write');
		return own.filter((permission) => permissionsUpTo(most).includes(permission));
	}
}
