import { and, desc, eq, gt } from 'drizzle-orm';
import { UserError } from '../../errors';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import { describeBrowser } from './browser';
import { session } from './schema';

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

	/** Signs it out. @throws UserError NOT_FOUND also for somebody else's */
	async remove({ userId }: Identity, deviceId: string): Promise<void> {
		const { changes } = await this.#database.write((tx) =>
			tx
				.delete(session)
				.where(and(eq(session.id, deviceId), eq(session.userId, userId)))
				.run()
		);
		if (changes === 0) throw new UserError('NOT_FOUND', 'There is no such device.');
	}
}
