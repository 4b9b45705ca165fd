import type { Project } from '../../../project';
import { jpaTables, typeormTables } from './annotated-tables';
import { knexTables } from './knex-tables';
import { laravelTables, railsTables } from './migration-tables';
import { drizzleTables, entityFrameworkTables, gormTables } from './other-tables';
import { djangoTables, sqlAlchemyTables } from './python-tables';
import { sqlTables } from './sql-tables';
import type { TableModel } from './table-model';

export type { TableModel } from './table-model';

const known = new WeakMap<Project, TableModel[]>();

/**
 * All tables that the project tells of. Where migrations say what the tables are, mapped classes of
 * the same name would say it twice, and are left out.
 */
export function tablesOf(project: Project): TableModel[] {
	const before = known.get(project);
	if (before) return before;
	const isIndexedByItself = mayBeMySql(project);
	const byName = new Map<string, TableModel>();
	for (const table of [
		// What came before the migrations of today stays behind as SQL.
		...knexTables(project),
		...sqlTables(project),
		...railsTables(project),
		...laravelTables(project),
		...djangoTables(project),
		...sqlAlchemyTables(project, isIndexedByItself),
		...typeormTables(project, isIndexedByItself),
		...jpaTables(project),
		...gormTables(project),
		...entityFrameworkTables(project),
		...drizzleTables(project)
	]) {
		const name = singular(table.name);
		if (!byName.has(name)) byName.set(name, table);
	}
	const tables = [...byName].flatMap(([name, table]) => (isCopyOf(name, byName) ? [] : [table]));
	known.set(project, tables);
	return tables;
}

/** A table is made anew under another name, filled, and renamed. */
const isCopyOf = (name: string, tables: ReadonlyMap<string, TableModel>) => {
	const stem = name.replace(/^(new|old|tmp|temp)|(dgtmp|tmp|temp|new|old|backup)$/, '');
	return stem !== name && tables.has(stem.replace(/s$/, ''));
};

/** `public.articles`, `Article`, `article` are one. */
const singular = (name: string) =>
	name
		.slice(name.lastIndexOf('.') + 1)
		.replaceAll('_', '')
		.toLowerCase()
		.replace(/ies$/, 'y')
		.replace(/(entity|model)$/, '')
		.replace(/s$/, '');

/** MySQL indexes foreign keys by itself: where it may be the database, nothing is missing. */
const mayBeMySql = (project: Project) =>
	project.dependency(/mysql|mariadb/i) !== undefined ||
	project.dependency(/postgres|psycopg|asyncpg|^pg$|sqlite|npgsql/i) === undefined;
