import { and, eq, getTableColumns, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { permissionsUpTo, type Permission } from '../../realtime/permissions';
import type { Reader, Transaction } from '../../server/database';
import { ConfigurationError } from '../../server/env';
import { preparedOnce } from '../../server/prepared';
import { problemWithEmail } from './identifiers';
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

/** Asked by every request. */
const byId = preparedOnce((from: Pick<Reader, 'select'>) =>
	people(from)
		.where(eq(user.id, sql.placeholder('id')))
		.prepare()
);

export function personById(from: Pick<Reader, 'select'>, id: string): Person | undefined {
	return byId(from).get({ id });
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
 * their time is that the person is deleted. Whoever comes back after that is the same user made
 * anew: the time tells the two apart, since what ended with the first must not end the second.
 */
export const bearerCredential = ({ id, createdAt }: Pick<Person, 'id' | 'createdAt'>) =>
	`bearer:${id}:${createdAt.getTime()}`;

/** @returns the user, undefined for a credential of another kind */
export function bearerOf(credential: string): string | undefined {
	return /^bearer:(.+):\d+$/.exec(credential)?.[1];
}

/** Rule A7. */
export class Admins {
	readonly #emails: ReadonlySet<string>;

	/**
	 * @param emails in lower case
	 * @throws ConfigurationError for what nobody can have as an address
	 */
	constructor(emails: readonly string[]) {
		for (const email of emails) {
			const problem = problemWithEmail(email);
			if (problem === undefined) continue;
			throw new ConfigurationError(
				`Greenroom cannot start: ADMIN_EMAILS: ${JSON.stringify(email)} is no e-mail address. ` +
					`${problem} See .env.example for every variable.`
			);
		}
		this.#emails = new Set(emails);
	}

	/** Whether the configuration makes an administrator of whoever has this address. */
	names(email: string): boolean {
		return this.#emails.has(email.toLowerCase());
	}

	/** Whether anybody administers this server yet: by the mark, or by an account that is named. */
	areThere(from: Pick<Reader, 'select'>): boolean {
		const isNamed = and(isNotNull(password.userId), inArray(user.email, [...this.#emails]));
		const one = people(from)
			.where(or(eq(user.isAdmin, true), isNamed))
			.limit(1)
			.get();
		return one !== undefined;
	}

	includes({ isAdmin, isAccount, email }: Person): boolean {
		return isAdmin || (isAccount && this.names(email));
	}

	/** @param most what a key was made for; nobody's key is stronger than himself */
	permissionsOf(person: Person, most: Permission = 'admin'): Permission[] {
		const own = permissionsUpTo(this.includes(person) ? 'admin' : 'write');
		return own.filter((permission) => permissionsUpTo(most).includes(permission));
	}
}
