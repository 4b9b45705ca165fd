import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { archiveOf } from './archive';
import { callerOf } from './callers';
import { ExportLimit } from './export-limit';
import { bearerCredential, bearerOf, personById } from './people';
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
	/** Called before everything of a person is deleted; what it answers, afterwards. */
	onLeaving?: OnLeaving | undefined;
	now: Clock;
}

/** Tells those who have to do with a person, once everything of his is gone. */
export type OnLeaving = (userId: string) => () => void;

/** All that is kept of a person: to be shown, taken away, deleted (rule R3). */
export class Belongings {
	readonly #parts: Parts;
	readonly #exports = new ExportLimit();

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

	/**
	 * A zip archive, made while it is read.
	 * @throws UserError RATE_LIMIT_EXCEEDED while another is made for this person, or after ten in an hour
	 */
	export({ userId }: Identity): ReadableStream<Uint8Array> {
		const { database, ownedTables, now } = this.#parts;
		const onEnd = this.#exports.begin(userId);
		const madeAt = new Date(now()).toISOString();
		return archiveOf({ read: database.read, userId, tables: ownedTables, madeAt, onEnd });
	}

	/**
	 * Deletes everything in one transaction; whoever is on the line as this person is told so.
	 * @throws UserError as `callerOf`, but for the bearer of a token, who has no session
	 */
	async remove(identity: Identity): Promise<void> {
		const { database, ownedTables, now } = this.#parts;
		const { userId, credential = '' } = identity;
		const tell = this.#parts.onLeaving?.(userId);
		await database.write((tx) => {
			if (bearerOf(credential) !== userId) callerOf(tx, identity);
			const person = personById(tx, userId);
			if (!person) return;
			for (const table of ownedTables) table.remove(tx, userId);
			tx.insert(endedCredential)
				.values({ credential: bearerCredential(person), endedAt: new Date(now()) })
				.run();
		});
		tell?.();
	}
}
