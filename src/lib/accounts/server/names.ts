import { inArray } from 'drizzle-orm';
import type { Reader } from '../../server/database';
import { user } from './schema';

/** What people are called, by their ids; who is gone is missing. */
export function namesOf(read: Reader, userIds: readonly string[]): ReadonlyMap<string, string> {
	if (userIds.length === 0) return new Map();
	const rows = read
		.select({ id: user.id, name: user.name })
		.from(user)
		.where(inArray(user.id, [...userIds]))
		.all();
	return new Map(rows.map(({ id, name }) => [id, name]));
}
