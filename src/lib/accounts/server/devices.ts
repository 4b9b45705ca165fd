import { and, desc, eq, gt } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import { describeBrowser } from './browser';
import { callerOf } from './callers';
import { session } from './schema';
import { sessionById } from './sessions';

export interface Device {
	deviceId: string;
	/** Whether it is the one that asks. */
	current: boolean;
	/** What the browser says of itself, in words. */
	description: string;
	/** ISO 8601. */
	createdAt: string;
	/** ISO 8601, exact to a day. */
	lastSeenAt: string;
}

/** Where somebody is signed in: his sessions. */
export class Devices {
	readonly #database: Database;
	readonly #now: Clock;

	constructor(database: Database, now: Clock) {
		this.#database = database;
		this.#now = now;
	}

	/** Those seen last come first. */
	async list({ userId, credential }: Identity): Promise<Device[]> {
		return this.#database.read
			.select()
			.from(session)
			.where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(this.#now()))))
			.orderBy(desc(session.updatedAt))
			.all()
			.map(({ id, userAgent, createdAt, updatedAt }) => ({
				deviceId: id,
				current: id === credential,
				description: describeBrowser(userAgent ?? ''),
				createdAt: createdAt.toISOString(),
				lastSeenAt: updatedAt.toISOString()
			}));
	}

	/**
	 * Signs it out.
	 * @throws UserError NOT_FOUND also for somebody else's, FORBIDDEN for the bearer of a key or token
	 */
	async remove(identity: Identity, deviceId: string): Promise<void> {
		await this.#database.write((tx) => {
			if (sessionById(tx, deviceId)?.userId !== identity.userId) {
				throw new UserError('NOT_FOUND', 'There is no such device.');
			}
			// A guest has no other way in than his sessions: a program must not take it from him.
			callerOf(tx, identity);
			tx.delete(session).where(eq(session.id, deviceId)).run();
		});
	}
}
