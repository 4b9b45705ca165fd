import { and, desc, eq, lt, or, type Column, type SQL } from 'drizzle-orm';
import { UserError } from '../errors';

/** Lists newest first, by the page (rule R2): each goes on after the last row of the one before. */

/** Where a row stands in such a list; of those of one moment the id decides. */
export interface ListPosition {
	at: Date;
	id: string;
}

/** @returns what holds for the rows behind `after`; undefined, which is all, where there is none */
export const behind = (after: ListPosition | undefined, at: Column, id: Column): SQL | undefined =>
	after && or(lt(at, after.at), and(eq(at, after.at), lt(id, after.id)));

/** For `orderBy`. */
export const newestFirst = (at: Column, id: Column): SQL[] => [desc(at), desc(id)];

/**
 * @param rows one more than `limit`, where there are so many
 * @returns the rows of the page, and the cursor of the next one where there is one
 */
export function pageOf<Row>(
	rows: readonly Row[],
	limit: number,
	positionOf: (row: Row) => ListPosition
): { rows: Row[]; next: { nextCursor?: string } } {
	const last = rows[limit - 1];
	const hasMore = rows.length > limit && last !== undefined;
	return {
		rows: rows.slice(0, limit),
		next: hasMore ? { nextCursor: writeCursor(positionOf(last)) } : {}
	};
}

function writeCursor({ at, id }: ListPosition): string {
	return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** @returns undefined for no cursor: the beginning @throws UserError INVALID_MESSAGE_FORMAT */
export function readCursor(cursor: string | undefined): ListPosition | undefined {
	if (cursor === undefined) return undefined;
	const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
	if (!match) throw unknownCursor();
	return { at: new Date(Number(match[1])), id: match[2]! };
}

export const unknownCursor = () =>
	new UserError('INVALID_MESSAGE_FORMAT', 'This cursor is none of ours. Begin again without one.', {
		path: 'cursor'
	});
