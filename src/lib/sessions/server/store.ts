import { and, asc, count, eq, lt, notInArray, sql } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import { preparedOnce } from '../../server/prepared';
import { sessionMember, sharedSession } from './schema';

export type SessionRow = typeof sharedSession.$inferSelect;
export type MemberRow = typeof sessionMember.$inferSelect;

type From = Pick<Reader, 'select'>;

/** The rows of sessions and of those who have a part in them. */

/** What every change reads several times. */
const readsOf = preparedOnce((from: From) => {
	const { id } = sharedSession;
	const { sessionId, userId, joinedAt, personId } = sessionMember;
	const ofSession = eq(sessionId, sql.placeholder('sessionId'));
	return {
		session: from
			.select()
			.from(sharedSession)
			.where(eq(id, sql.placeholder('id')))
			.prepare(),
		member: from
			.select()
			.from(sessionMember)
			.where(and(ofSession, eq(userId, sql.placeholder('userId'))))
			.prepare(),
		members: from
			.select()
			.from(sessionMember)
			.where(ofSession)
			.orderBy(asc(joinedAt), asc(personId))
			.prepare()
	};
});

export function sessionById(from: From, id: string): SessionRow | undefined {
	return readsOf(from).session.get({ id });
}

/** Newest first. */
export function sessionsOf(
	from: From,
	userId: string,
	{ kind, after, limit }: { kind: string; after?: ListPosition | undefined; limit: number }
): SessionRow[] {
	return from
		.select()
		.from(sharedSession)
		.where(
			and(
				eq(sharedSession.userId, userId),
				eq(sharedSession.kind, kind),
				behind(after, sharedSession.createdAt, sharedSession.id)
			)
		)
		.orderBy(...newestFirst(sharedSession.createdAt, sharedSession.id))
		.limit(limit)
		.all();
}

export function addSession(tx: Transaction, row: SessionRow): void {
	tx.insert(sharedSession).values(row).run();
}

/** How many of a kind are somebody's. */
export function countSessions(from: From, userId: string, kind: string): number {
	return from
		.select({ sessions: count() })
		.from(sharedSession)
		.where(and(eq(sharedSession.userId, userId), eq(sharedSession.kind, kind)))
		.get()!.sessions;
}

const replacingOf = preparedOnce((tx: Transaction) => {
	const { id, version } = sharedSession;
	return tx
		.update(sharedSession)
		.set({
			state: sql`${sql.placeholder('state')}`,
			version: sql`${version} + 1`,
			updatedAt: sql`${sql.placeholder('updatedAt')}`
		})
		.where(and(eq(id, sql.placeholder('id')), eq(version, sql.placeholder('version'))))
		.prepare();
});

/**
 * Rule S4.
 * @returns false where the version is another one by now
 */
export function replaceState(
	tx: Transaction,
	{ id, version }: SessionRow,
	state: string,
	updatedAt: Date
): boolean {
	const { changes } = replacingOf(tx).run({ id, version, state, updatedAt: updatedAt.getTime() });
	return changes === 1;
}

/** Members and links go with it. @returns whether it was there */
export function removeSession(tx: Transaction, id: string): boolean {
	return tx.delete(sharedSession).where(eq(sharedSession.id, id)).run().changes === 1;
}

/** In the order they came. */
export function membersOf(from: From, sessionId: string): MemberRow[] {
	return readsOf(from).members.all({ sessionId });
}

export function memberOf(from: From, sessionId: string, userId: string): MemberRow | undefined {
	return readsOf(from).member.get({ sessionId, userId });
}

/** All that somebody has a part in. */
export function partsOf(from: From, userId: string): MemberRow[] {
	return from.select().from(sessionMember).where(eq(sessionMember.userId, userId)).all();
}

export function addMember(tx: Transaction, row: MemberRow): void {
	tx.insert(sessionMember).values(row).run();
}

/** Gives a member another role, link or id. */
export function replaceMember(tx: Transaction, row: MemberRow): void {
	const { sessionId, userId, ...set } = row;
	tx.update(sessionMember)
		.set(set)
		.where(and(eq(sessionMember.sessionId, sessionId), eq(sessionMember.userId, userId)))
		.run();
}

export function removeMember(tx: Transaction, sessionId: string, userId: string): boolean {
	const { changes } = tx
		.delete(sessionMember)
		.where(and(eq(sessionMember.sessionId, sessionId), eq(sessionMember.userId, userId)))
		.run();
	return changes === 1;
}

/** Untouched since then, but for those of the kinds that are kept; in no order. */
export function idleSessions(
	from: From,
	{ before, kept, limit }: { before: Date; kept: readonly string[]; limit: number }
): SessionRow[] {
	return from
		.select()
		.from(sharedSession)
		.where(and(lt(sharedSession.updatedAt, before), notInArray(sharedSession.kind, [...kept])))
		.limit(limit)
		.all();
}
