import { eq, getTableName, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Reader, Transaction } from './database';

/**
 * What a room declares of each of its tables, in its `owned.ts`: how the rows of one person move to
 * another account, leave with an export, and go when everything is deleted. A test over the schema
 * fails for a table that no room declared.
 */
export interface OwnedTable {
	table: SQLiteTable;
	name: string;
	/** Gives the rows of `from` to `to`, in the transaction that does all the rest. */
	move(tx: Transaction, from: string, to: string): void;
	/** The rows as they leave with their owner; empty where they say nothing about him. */
	export(read: Reader, userId: string): Record<string, unknown>[];
	remove(tx: Transaction, userId: string): void;
}

/**
 * A table with its owner in a column.
 *
 * @param secret columns that leave with nobody
 */
export function ownedByColumn<T extends SQLiteTable>(
	table: T,
	ownerColumn: string & keyof T['_']['columns'],
	secret: readonly (string & keyof T['_']['columns'])[] = []
): OwnedTable {
	const owner = (table as unknown as Record<string, Column>)[ownerColumn]!;
	return {
		table,
		name: getTableName(table),
		move(tx, from, to) {
			tx.update(table)
				.set({ [ownerColumn]: to } as never)
				.where(eq(owner, from))
				.run();
		},
		export(read, userId) {
			const rows: Record<string, unknown>[] = read
				.select()
				.from(table as SQLiteTable)
				.where(eq(owner, userId))
				.all();
			return rows.map((row) =>
				Object.fromEntries(Object.entries(row).filter(([name]) => !secret.includes(name)))
			);
		},
		remove(tx, userId) {
			tx.delete(table).where(eq(owner, userId)).run();
		}
	};
}

/** A table whose rows belong to another's: they move and go with it, by their foreign key. */
export function ownedThrough(table: SQLiteTable): OwnedTable {
	return {
		table,
		name: getTableName(table),
		move: () => undefined,
		export: () => [],
		remove: () => undefined
	};
}
