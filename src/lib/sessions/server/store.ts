import { and, asc, desc, eq, inArray, lt, or } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { sessionMember, sharedSession } from './schema';

export type SessionRow = typeof sharedSession.$inferSelect;
export type MemberRow = typeof sessionMember.$inferSelect;

type From = Pick<Reader, 'select'>;

/** The rows of sessions and of those who have a part in them. */

export function sessionById(from: From, id: string): SessionRow | undefined {
	return from.select().from(sharedSession).where(eq(sharedSession.id, id)).get();
}

export function versionsOf(from: From, ids: readonly string[]): ReadonlyMap<string, number> {
	const rows = from
		.select({ id: sharedSession.id, version: sharedSession.version })
		.from(sharedSession)
		.where(inArray(sharedSession.id, [...ids]))
		.all();
	return new Map(rows.map(({ id, version }) => [id, version]));
}

/** What a listing goes on after. */
export interface SessionPosition {
	createdAt: Date;
	id: string;
}

/** Newest first. */
export function sessionsOf(
	from: From,
	userId: string,
	{ kind, after, limit }: { kind: string; after?: SessionPosition; limit: number }
): SessionRow[] {
	return from
		.select()
		.from(sharedSession)
		.where(
			and(
				eq(sharedSession.userId, userId),
				eq(sharedSession.kind, kind),
				after &&
					or(
						lt(sharedSession.createdAt, after.createdAt),
						and(eq(sharedSession.createdAt, after.createdAt), lt(sharedSession.id, after.id))
					)
			)
		)
		.orderBy(desc(sharedSession.createdAt), desc(sharedSession.id))
		.limit(limit)
		.all();
}

export function addSession(tx: Transaction, row: SessionRow): void {
	tx.insert(sharedSession).values(row).run();
}

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
	const { changes } = tx
		.update(sharedSession)
		.set({ state, version: version + 1, updatedAt })
		.where(and(eq(sharedSession.id, id), eq(sharedSession.version, version)))
		.run();
	return changes === 1;
}

/** Members and links go with it. @returns whether it was there */
export function removeSession(tx: Transaction, id: string): boolean {
	return tx.delete(sharedSession).where(eq(sharedSession.id, id)).run().changes === 1;
}

/** In the order they came. */
export function membersOf(from: From, sessionId: string): MemberRow[] {
	return from
		.select()
		.from(sessionMember)
		.where(eq(sessionMember.sessionId, sessionId))
		.orderBy(asc(sessionMember.joinedAt), asc(sessionMember.personId))
		.all();
}

export function memberOf(from: From, sessionId: string, userId: string): MemberRow | undefined {
	return from
		.select()
		.from(sessionMember)
		.where(and(eq(sessionMember.sessionId, sessionId), eq(sessionMember.userId, userId)))
		.get();
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

/** Untouched since then; a day's worth at a time keeps the writer free. */
export function idleSessions(from: From, before: Date, limit: number): SessionRow[] {
	return from
		.select()
		.from(sharedSession)
		.where(lt(sharedSession.updatedAt, before))
		.limit(limit)
		.all();
}
