import SQLite from 'better-sqlite3';
import { expect, inject, test } from 'vitest';
import { ownedTables } from './app.server';

/** Drizzle's own record of the migrations that ran. */
const OF_NOBODY = ['__drizzle_migrations'];

test('[R3] every table of the schema is declared by its room, once', () => {
	const sqlite = new SQLite(inject('templateDatabase'), { readonly: true });
	const tables = sqlite
		.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
		.pluck()
		.all() as string[];
	sqlite.close();
	const declared = ownedTables.map(({ name }) => name);
	expect(declared.toSorted()).toEqual(
		tables.filter((name) => !OF_NOBODY.includes(name)).toSorted()
	);
});
