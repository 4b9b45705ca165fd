import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { SessionEngine } from './engine';
import type { SessionScope } from './scope';
import * as links from './share-store';
import type { LinkRow } from './share-store';
import { membersOf } from './store';

interface Parts {
	database: Database;
	engine: SessionEngine;
	now: Clock;
}

/** Links that follow their maker from one session of his to the next (rule A6). */
export class Following {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** A person's living links to sessions of one kind, newest first. */
	living(userId: string, kind: string): LinkRow[] {
		const { database, now } = this.#parts;
		return links.livingLinks(database.read, userId, kind, new Date(now()));
	}

	/**
	 * Where the link leads by now that somebody came to a session by; that same session where it does
	 * not follow anybody.
	 * @throws UserError SESSION_NOT_FOUND
	 */
	leadsTo(userId: string, sessionId: string): string {
		const { database, engine } = this.#parts;
		const { member } = engine.see(userId, sessionId);
		const link = member.linkId === null ? undefined : links.linkById(database.read, member.linkId);
		return link?.follows ? link.sessionId : sessionId;
	}

	/**
	 * Leads the links of a person that follow him to another session of his, and all who came by them,
	 * in the transaction that begins it.
	 * @param open makes that session, given what its owner is called in the ones before; called where
	 * there is any link to be led on
	 * @returns the ids of the sessions that they led to before
	 */
	moveOn(
		sessions: SessionScope,
		tx: Transaction,
		to: { id: string; kind: string; userId: string },
		open: (personId: string) => void
	): string[] {
		const now = new Date(this.#parts.now());
		const following = links
			.livingLinks(tx, to.userId, to.kind, now)
			.filter(({ follows, sessionId }) => follows && sessionId !== to.id);
		const before = [...new Set(following.map(({ sessionId }) => sessionId))];
		const owner = before[0] === undefined ? undefined : sessions.member(before[0], to.userId);
		if (!owner) return [];
		open(owner.personId);
		const ids = new Set(following.map(({ id }) => id));
		const came = before
			.flatMap((sessionId) => membersOf(tx, sessionId))
			.flatMap(({ linkId, userId, role, personId }) =>
				linkId !== null && ids.has(linkId) ? [{ linkId, userId, role, personId }] : []
			);
		sessions.joinAll(to.id, came);
		for (const id of ids) links.changeLink(tx, id, { sessionId: to.id });
		return before;
	}

	/** Whether any link leads to a session, which ends with it. */
	isLedTo(tx: Transaction, sessionId: string): boolean {
		return links.hasLinks(tx, sessionId);
	}
}
