import { count, eq, getTableName, inArray, sql, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Reader, Transaction } from './database';
import { houseFact, job } from './schema';

/**
 * What a room declares of each of its tables, in its `owned.ts`: how the rows of one person move to
 * another account, leave with an export, and go when everything is deleted. A test over the schema
 * fails for a table that no room declared.
 */
export interface OwnedTable {
	table: SQLiteTable;
	name: string;
	/** What a person calls its rows, in the plural, where they are things he knows that he has. */
	label?: string;
	/** A sentence for the export: what its rows are. */
	about?: string;
	/** Gives the rows of `from` to `to`, in the transaction that does all the rest. */
	move(tx: Transaction, from: string, to: string): void;
	/** The rows as they leave with their owner, some at a time; none where they say nothing about him. */
	export(read: Reader, userId: string): Iterable<Record<string, unknown>>;
	/** How many rows are his. */
	count(read: Reader, userId: string): number;
	remove(tx: Transaction, userId: string): void;
}

type ColumnOf<T extends SQLiteTable> = string & keyof T['_']['columns'];

interface OwnedOptions<T extends SQLiteTable> {
	label?: string;
	about?: string;
	/** Columns that leave with nobody. */
	secret?: readonly ColumnOf<T>[];
	/** What is readable in the place of what is stored. */
	readable?: (row: T['$inferSelect']) => Record<string, unknown>;
}

/** Rows that are in memory at once during an export; the longest have some tens of kilobytes. */
const ROWS_AT_ONCE = 20;

/** A table with its owner in a column. */
export function ownedByColumn<T extends SQLiteTable>(
	table: T,
	ownerColumn: ColumnOf<T>,
	{ label, about, secret = [], readable = (row) => row }: OwnedOptions<T> = {}
): OwnedTable {
	const owner = (table as unknown as Record<string, Column>)[ownerColumn]!;
	return {
		table,
		name: getTableName(table),
		...(label !== undefined && { label }),
		...(about !== undefined && { about }),
		move(tx, from, to) {
			tx.update(table)
				.set({ [ownerColumn]: to } as never)
				.where(eq(owner, from))
				.run();
		},
		*export(read, userId) {
			for (const row of rowsOf(read, table, owner, userId)) {
				const shown = Object.entries(readable(row)).filter(([name]) => !secret.includes(name));
				yield Object.fromEntries(shown);
			}
		},
		count: (read, userId) =>
			read
				.select({ rows: count() })
				.from(table as SQLiteTable)
				.where(eq(owner, userId))
				.get()!.rows,
		remove(tx, userId) {
			tx.delete(table).where(eq(owner, userId)).run();
		}
	};
}

/** Between two of them anything may happen: an open query would hold the reader in the past. */
function* rowsOf<T extends SQLiteTable>(
	read: Reader,
	table: T,
	owner: Column,
	userId: string
): Generator<T['$inferSelect']> {
	const rowid = sql<number>`${table}.rowid`;
	const ids = read
		.select({ rowid })
		.from(table as SQLiteTable)
		.where(eq(owner, userId))
		.orderBy(rowid)
		.all();
	for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
		const some = ids.slice(from, from + ROWS_AT_ONCE).map(({ rowid }) => rowid);
		yield* read
			.select()
			.from(table as SQLiteTable)
			.where(inArray(rowid, some))
			.orderBy(rowid)
			.all();
	}
}

/** A table whose rows belong to another's, by their foreign key, or to nobody: they go with it. */
export function ownedThrough(table: SQLiteTable): OwnedTable {
	return {
		table,
		name: getTableName(table),
		move: () => undefined,
		export: () => [],
		count: () => 0,
		remove: () => undefined
	};
}

/** What belongs to the house, and says nothing of anybody. */
export const ownedByNobody: OwnedTable[] = [ownedThrough(houseFact), ownedThrough(job)];
