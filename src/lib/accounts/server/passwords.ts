import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { password } from './schema';

/** scrypt with a salt, off the event loop; never inside a job of the writer, which it would hold up. */
export { hashPassword };

/** Of the same form as every other, and of no password. */
const NOBODYS_HASH = `${'0'.repeat(32)}:${'0'.repeat(128)}`;

/**
 * Costs the same whether there is a hash or not, so that nobody learns by the clock which addresses
 * have accounts.
 */
export async function isPassword(hash: string | undefined, given: string): Promise<boolean> {
	const isRight = await verifyPassword({ hash: hash ?? NOBODYS_HASH, password: given });
	return isRight && hash !== undefined;
}

export function passwordHashOf(from: Pick<Reader, 'select'>, userId: string): string | undefined {
	return from
		.select({ hash: password.hash })
		.from(password)
		.where(eq(password.userId, userId))
		.get()?.hash;
}

export function keepPassword(tx: Transaction, userId: string, hash: string, now: Date): void {
	tx.insert(password)
		.values({ userId, hash, changedAt: now })
		.onConflictDoUpdate({ target: password.userId, set: { hash, changedAt: now } })
		.run();
}
