import { and, count, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Reader, Transaction } from '../../server/database';
import { behind, newestFirst, type ListPosition } from '../../server/newest-first';
import type { MemberRow } from './store';
import { sessionMember, sharedSession, shareLink } from './schema';

export type LinkRow = typeof shareLink.$inferSelect;

type From = Pick<Reader, 'select'>;

/** The rows of share links, and of those who came by them. */

export function linkById(from: From, id: string): LinkRow | undefined {
	return from.select().from(shareLink).where(eq(shareLink.id, id)).get();
}

export function linkByHash(from: From, hash: string): LinkRow | undefined {
	return from.select().from(shareLink).where(eq(shareLink.hash, hash)).get();
}

/** Newest first. */
export function linksOf(
	from: From,
	userId: string,
	{ after, limit }: { after?: ListPosition | undefined; limit: number }
): (LinkRow & { kind: string })[] {
	return from
		.select({ link: shareLink, kind: sharedSession.kind })
		.from(shareLink)
		.innerJoin(sharedSession, eq(sharedSession.id, shareLink.sessionId))
		.where(and(eq(shareLink.userId, userId), behind(after, shareLink.createdAt, shareLink.id)))
		.orderBy(...newestFirst(shareLink.createdAt, shareLink.id))
		.limit(limit)
		.all()
		.map(({ link, kind }) => ({ ...link, kind }));
}

/** Those that lead to sessions of one kind; one indexed read, of nothing for most people. */
export function livingLinks(from: From, userId: string, kind: string, now: Date): LinkRow[] {
	return from
		.select({ link: shareLink })
		.from(shareLink)
		.innerJoin(sharedSession, eq(sharedSession.id, shareLink.sessionId))
		.where(and(eq(shareLink.userId, userId), eq(sharedSession.kind, kind), isLiving(now)))
		.orderBy(desc(shareLink.createdAt))
		.all()
		.map(({ link }) => link);
}

export function countLiving(from: From, userId: string, now: Date): number {
	const counted = from
		.select({ links: count() })
		.from(shareLink)
		.where(and(eq(shareLink.userId, userId), isLiving(now)))
		.get();
	return counted?.links ?? 0;
}

export function addLink(tx: Transaction, row: LinkRow): void {
	tx.insert(shareLink).values(row).run();
}

export function changeLink(
	tx: Transaction,
	id: string,
	change: Partial<Pick<LinkRow, 'sessionId' | 'hash'>>
): void {
	tx.update(shareLink).set(change).where(eq(shareLink.id, id)).run();
}

/** Whoever came by it goes with it. */
export function removeLink(tx: Transaction, id: string): void {
	tx.delete(shareLink).where(eq(shareLink.id, id)).run();
}

export function hasLinks(from: From, sessionId: string): boolean {
	const led = from
		.select({ id: shareLink.id })
		.from(shareLink)
		.where(eq(shareLink.sessionId, sessionId))
		.limit(1)
		.get();
	return led !== undefined;
}

/** Whoever came by a link, in all the sessions that it led to. */
export function membersBy(from: From, linkId: string): MemberRow[] {
	return from.select().from(sessionMember).where(eq(sessionMember.linkId, linkId)).all();
}

const isLiving = (now: Date) => or(isNull(shareLink.expiresAt), gt(shareLink.expiresAt, now));
