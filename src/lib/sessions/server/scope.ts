import { randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { SessionRole } from '../roles';
import type { SessionKind } from './kinds';
import * as store from './store';

/** A session's state is another one by now. */
export interface StateNews {
	sessionId: string;
	kind: string;
	version: number;
	state: object;
}

/** What happened to a session, for whoever hears it, here and on other instances. */
export type SessionNews =
	| StateNews
	| { sessionId: string; state: null }
	/** Somebody came or went, or is something else from now on: look again who may hear it. */
	| { sessionId: string; members: true; reason?: string };

/** A session as the room that keeps it sees it. */
export interface Session<S extends object = object> {
	id: string;
	ownerId: string;
	kind: string;
	version: number;
	state: S;
	createdAt: Date;
}

/** Somebody who is to have a part in a session. */
export interface Joining {
	userId: string;
	role: SessionRole;
	/** The participant that he becomes; a new one, or what he was, where it is left out. */
	personId?: string | undefined;
	/** The link that he came by. */
	linkId?: string;
}

/** The job that looks at a clock which runs out (rule S5). */
export const EXPIRY = 'session_expiry';

interface Parts {
	tx: Transaction;
	kinds: ReadonlyMap<string, SessionKind>;
	jobs: Jobs;
	now: number;
}

/**
 * Sessions inside one transaction (rule S4): what is changed here is changed with whatever else that
 * transaction writes, or not at all. What is to be told is gathered in `news`, for after the commit.
 */
export class SessionScope {
	readonly news: SessionNews[] = [];
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/**
	 * Makes a session, its owner a member.
	 * @param made `id` where it is the id of something that is there already
	 * @throws UserError INVALID_STATE with `details.state` `sessions_full`
	 */
	create<S extends object>(made: {
		id?: string;
		ownerId: string;
		kind: string;
		state: S;
		/** What others call the owner; made where it is left out. */
		personId?: string;
	}): Session<S> {
		const { tx, now } = this.#parts;
		const { id = randomUUID(), ownerId: userId, kind, state } = made;
		const most = this.#parts.kinds.get(kind)?.most;
		if (most !== undefined && store.countSessions(tx, userId, kind) >= most) throw tooMany(most);
		const at = new Date(now);
		const row = { id, userId, kind, version: 1, createdAt: at, updatedAt: at };
		store.addSession(tx, { ...row, state: JSON.stringify(state) });
		this.join(id, userId, 'owner', { personId: made.personId });
		this.#plan(id, undefined, this.#dueAt(kind, state));
		this.news.push({ sessionId: id, kind, version: 1, state });
		return { id, ownerId: userId, kind, version: 1, state, createdAt: at };
	}

	/** @throws UserError SESSION_NOT_FOUND */
	read<S extends object>(id: string, kind?: string): Session<S> {
		const row = store.sessionById(this.#parts.tx, id);
		if (!row || (kind !== undefined && row.kind !== kind)) throw sessionNotFound();
		return toSession<S>(row);
	}

	find<S extends object>(id: string): Session<S> | undefined {
		const row = store.sessionById(this.#parts.tx, id);
		return row && toSession<S>(row);
	}

	/**
	 * Changes its state.
	 *
	 * @param work the next state, or the same where nothing changes
	 * @param expectedVersion where whoever asks named one
	 * @throws UserError SESSION_NOT_FOUND; CONFLICT with `details.version` where it is at another
	 * version than expected; whatever `work` throws
	 */
	change<S extends object>(
		id: string,
		work: (state: S, session: Session<S>) => S,
		expectedVersion?: number
	): Session<S> {
		const { tx, now } = this.#parts;
		const row = store.sessionById(tx, id);
		if (!row) throw sessionNotFound();
		const before = toSession<S>(row);
		if (expectedVersion !== undefined && expectedVersion !== row.version) {
			throw new UserError(
				'CONFLICT',
				`The session has changed: it is at version ${row.version}. Look at it, then decide again.`,
				{ version: row.version }
			);
		}
		const dueBefore = this.#dueAt(row.kind, before.state);
		const state = work(before.state, before);
		if (state === before.state) return before;
		// The transaction holds the writer's lock: nobody was faster.
		if (!store.replaceState(tx, row, JSON.stringify(state), new Date(now))) throw sessionNotFound();
		this.#plan(id, dueBefore, this.#dueAt(row.kind, state));
		const version = row.version + 1;
		this.news.push({ sessionId: id, kind: row.kind, version, state });
		return { ...before, version, state };
	}

	/** With its members, links and jobs. @throws UserError SESSION_NOT_FOUND */
	remove(id: string): void {
		const { tx, jobs, kinds } = this.#parts;
		const row = store.sessionById(tx, id);
		if (!row || !store.removeSession(tx, id)) throw sessionNotFound();
		kinds.get(row.kind)?.removed?.(tx, { id, ownerId: row.userId });
		jobs.cancel(tx, EXPIRY, id);
		this.news.push({ sessionId: id, state: null });
	}

	member(id: string, userId: string): store.MemberRow | undefined {
		return store.memberOf(this.#parts.tx, id, userId);
	}

	/** As `joinAll`, for one. */
	join(
		id: string,
		userId: string,
		role: SessionRole,
		how: Pick<Joining, 'personId' | 'linkId'> = {}
	): store.MemberRow {
		const [member] = this.joinAll(id, [{ ...how, userId, role }]);
		return member!;
	}

	/**
	 * Gives people a part; who has a greater one keeps it. However many they are, the session is read
	 * and told once.
	 * @returns what each of them is now
	 * @throws UserError INVALID_STATE with `details.state` `taken` where somebody else is that
	 * participant
	 */
	joinAll(id: string, joining: readonly Joining[]): store.MemberRow[] {
		const { tx, now } = this.#parts;
		const known = new Map(store.membersOf(tx, id).map((row) => [row.userId, row]));
		const takenBy = new Map([...known.values()].map((row) => [row.personId, row.userId]));
		let isChanged = false;
		const members = joining.map(({ userId, role, personId: wanted, linkId = null }, index) => {
			const before = known.get(userId);
			if (before && !isGreater(role, before.role)) return before;
			const personId = wanted ?? before?.personId ?? randomBytes(9).toString('base64url');
			if ((takenBy.get(personId) ?? userId) !== userId) throw placeTaken();
			// Those who come together keep their order.
			const joinedAt = before?.joinedAt ?? new Date(now + index);
			const member = { sessionId: id, userId, personId, role, linkId, joinedAt };
			if (before) store.replaceMember(tx, member);
			else store.addMember(tx, member);
			if (before) takenBy.delete(before.personId);
			takenBy.set(personId, userId);
			known.set(userId, member);
			isChanged = true;
			return member;
		});
		if (isChanged) this.membersChanged(id);
		return members;
	}

	/** @param reason what whoever listens is told; @returns whether he had a part */
	leave(id: string, userId: string, reason: string): boolean {
		if (!store.removeMember(this.#parts.tx, id, userId)) return false;
		this.membersChanged(id, reason);
		return true;
	}

	/**
	 * Who has a part in it changed, behind its back too, as with a link that took them along.
	 * @param reason what whoever has none any more is told
	 */
	membersChanged(id: string, reason?: string): void {
		this.#followMembers(id);
		// Whoever hears it looks at all members: once is enough, however many came.
		const isTold = this.news.some(
			(news) => 'members' in news && news.sessionId === id && news.reason === reason
		);
		if (!isTold) this.news.push({ sessionId: id, members: true, ...(reason && { reason }) });
	}

	/** Whose state names those who have a part in it keeps up with them. */
	#followMembers(id: string): void {
		const { tx, kinds, now } = this.#parts;
		const kind = kinds.get(store.sessionById(tx, id)?.kind ?? '');
		if (!kind?.membersChanged) return;
		const members = store.membersOf(tx, id);
		this.change(id, (state) => kind.membersChanged?.(state, members, now, tx) ?? state);
	}

	/** The job that looked at its clock is done: what is still to come has another one. */
	replan(id: string): void {
		const session = this.find(id);
		if (session) this.#plan(id, undefined, this.#dueAt(session.kind, session.state));
	}

	#dueAt(kind: string, state: object): number | undefined {
		return this.#parts.kinds.get(kind)?.dueAt?.(state);
	}

	/** Has a clock that runs out looked at in time; most changes leave that time as it is. */
	#plan(id: string, before: number | undefined, due: number | undefined): void {
		if (due === before) return;
		const { tx, jobs } = this.#parts;
		if (due === undefined) jobs.cancel(tx, EXPIRY, id);
		else jobs.schedule(tx, EXPIRY, id, due);
	}
}

const placeTaken = () =>
	new UserError(
		'INVALID_STATE',
		'Somebody else has this place already. Ask for a link of your own.',
		{ state: 'taken' }
	);

const rank: Record<SessionRole, number> = { owner: 2, participate: 1, watch: 0 };

const isGreater = (role: SessionRole, than: SessionRole) => rank[role] > rank[than];

export function toSession<S extends object>(row: store.SessionRow): Session<S> {
	const { id, userId: ownerId, kind, version, createdAt } = row;
	return { id, ownerId, kind, version, createdAt, state: JSON.parse(row.state) as S };
}

const tooMany = (most: number) =>
	new UserError(
		'INVALID_STATE',
		`You have ${most.toLocaleString('en')} of these already, the most there may be. Delete one that you no longer need, then make this one.`,
		{ state: 'sessions_full' }
	);

export const sessionNotFound = () =>
	new UserError(
		'SESSION_NOT_FOUND',
		'There is no such session, or you have no part in it. Ask whoever shared it for a new link.'
	);
