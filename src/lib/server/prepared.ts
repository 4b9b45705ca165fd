import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Transaction } from './database';

interface Statement {
	run(values: Record<string, unknown>): unknown;
}

/**
 * Statements that are asked again and again, prepared once a connection: building the text of a
 * query and compiling it are most of the cost of a small one.
 * @param prepare makes them for a connection
 */
export function preparedOnce<From extends object, T>(
	prepare: (from: From) => T
): (from: From) => T {
	const known = new WeakMap<From, T>();
	return (from) => {
		const earlier = known.get(from);
		if (earlier) return earlier;
		const made = prepare(from);
		known.set(from, made);
		return made;
	};
}

/**
 * Changes rows of a table, by a statement prepared once for each set of columns that is changed.
 * @param where says by placeholders which rows
 */
export function preparedUpdate<Table extends SQLiteTable, Key extends Record<string, unknown>>(
	table: Table,
	where: SQL | undefined
): (tx: Transaction, key: Key, set: Partial<Table['$inferSelect']>) => void {
	const columns = getTableColumns(table);
	const statementsOf = preparedOnce<Transaction, Map<string, Statement>>(() => new Map());
	return (tx, key, set) => {
		const names = Object.keys(set);
		const statements = statementsOf(tx);
		const asked = names.join();
		const statement = statements.get(asked) ?? prepare(tx, names);
		statements.set(asked, statement);
		const values = Object.entries(set).map(([name, value]) => [
			name,
			value === null ? null : columns[name]?.mapToDriverValue(value)
		]);
		statement.run({ ...key, ...Object.fromEntries(values) });
	};

	function prepare(tx: Transaction, names: readonly string[]): Statement {
		const set = Object.fromEntries(names.map((name) => [name, sql`${sql.placeholder(name)}`]));
		return tx.update<SQLiteTable>(table).set(set).where(where).prepare();
	}
}
