import { and, eq, isNull } from 'drizzle-orm';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Log } from '../../server/log';
import type { Person } from './people';
import { user } from './schema';
import { DAY_MS } from './sessions';

/** A guest who does not come for so long is removed with everything. */
export const GUEST_IDLE_DAYS = 180;

/** From here on a guest who comes back is told so, until he dismisses it. */
export const ANNOUNCED_AFTER_DAYS = 150;

/** When people were last here, exact to a day: a visit must not cost a write a request. */
export class Visits {
	readonly #database: Database;
	readonly #log: Log;
	readonly #now: Clock;

	constructor(database: Database, log: Log, now: Clock) {
		this.#database = database;
		this.#log = log;
		this.#now = now;
	}

	/** Never rejects: a disk that takes nothing turns nobody away. */
	async note({ id, lastSeenAt, updatedAt, isAnonymous }: Person): Promise<void> {
		const now = this.#now();
		if (lastSeenAt && now - lastSeenAt.getTime() < DAY_MS) return;
		const awayDays = Math.floor((now - (lastSeenAt ?? updatedAt).getTime()) / DAY_MS);
		const isAnnounced = isAnonymous === true && awayDays >= ANNOUNCED_AFTER_DAYS;
		const isAsRead = lastSeenAt ? eq(user.lastSeenAt, lastSeenAt) : isNull(user.lastSeenAt);
		try {
			await this.#database.write((tx) =>
				tx
					.update(user)
					.set({ lastSeenAt: new Date(now), ...(isAnnounced && { wasAwayDays: awayDays }) })
					.where(and(eq(user.id, id), isAsRead))
					.run()
			);
		} catch (error) {
			this.#log.warn({ err: error, userId: id }, 'a visit could not be noted');
		}
	}
}
