import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { endedCredential, session } from './schema';

export type SessionRow = typeof session.$inferSelect;

export const DAY_MS = 24 * 60 * 60 * 1000;

/** A cookie nobody brought back for so long is no longer good. */
export const SESSION_MS = 180 * DAY_MS;

const LONGEST_USER_AGENT = 300;

export function sessionById(from: Pick<Reader, 'select'>, id: string): SessionRow | undefined {
	return from.select().from(session).where(eq(session.id, id)).get();
}

export function sessionByToken(
	from: Pick<Reader, 'select'>,
	token: string
): SessionRow | undefined {
	return from.select().from(session).where(eq(session.token, token)).get();
}

/** A new session, as better-auth would write it; its cookie is made by `session-cookies.ts`. */
export function addSession(
	tx: Transaction,
	userId: string,
	userAgent: string | null,
	now: Date
): SessionRow {
	const row: SessionRow = {
		id: randomUUID(),
		token: randomBytes(32).toString('base64url'),
		userId,
		expiresAt: new Date(now.getTime() + SESSION_MS),
		ipAddress: null,
		userAgent: userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
		createdAt: now,
		updatedAt: now
	};
	tx.insert(session).values(row).run();
	return row;
}

/**
 * Puts a new session in the place of one, for the same or another user: whoever is on the line by
 * the old one goes on by the new (rule A5).
 */
export function replaceSession(
	tx: Transaction,
	old: SessionRow,
	userId: string,
	now: Date
): SessionRow {
	const row = addSession(tx, userId, old.userAgent, now);
	// Before the trigger says that the old one ended, so that the line hears of the new one first.
	tx.insert(endedCredential).values({ credential: old.id, successor: row.id, endedAt: now }).run();
	tx.delete(session).where(eq(session.id, old.id)).run();
	return row;
}

/** Ends all sessions of a user but one. */
export function endOtherSessions(tx: Transaction, userId: string, keptId: string): void {
	tx.delete(session)
		.where(and(eq(session.userId, userId), ne(session.id, keptId)))
		.run();
}
