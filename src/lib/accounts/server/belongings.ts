import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { archiveOf } from './archive';
import { bearerCredential } from './people';
import { endedCredential } from './schema';

/** One kind of thing that a person has here, and how many. */
export interface Holding {
	name: string;
	label: string;
	count: number;
}

interface Parts {
	database: Database;
	ownedTables: readonly OwnedTable[];
	now: Clock;
}

/** All that is kept of a person: to be shown, taken away, deleted (rule R3). */
export class Belongings {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The kinds of which there is something. */
	async list({ userId }: Identity): Promise<Holding[]> {
		const { database, ownedTables } = this.#parts;
		return ownedTables.flatMap(({ name, label, count }) => {
			if (label === undefined) return [];
			const held = count(database.read, userId);
			return held > 0 ? [{ name, label, count: held }] : [];
		});
	}

	/** A zip archive, made while it is read. */
	export({ userId }: Identity): ReadableStream<Uint8Array> {
		const { database, ownedTables, now } = this.#parts;
		return archiveOf(database.read, userId, ownedTables, new Date(now()).toISOString());
	}

	/** Deletes everything in one transaction; whoever is on the line as this person is told so. */
	async remove({ userId }: Identity): Promise<void> {
		const { database, ownedTables, now } = this.#parts;
		await database.write((tx) => {
			for (const table of ownedTables) table.remove(tx, userId);
			tx.insert(endedCredential)
				.values({ credential: bearerCredential(userId), endedAt: new Date(now()) })
				.run();
		});
	}
}
