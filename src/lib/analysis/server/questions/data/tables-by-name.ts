import type { Place, Project } from '../../../project';
import { type TableModel, tablesOf } from '../../detectors/tables';

/** Made by a migration on the way to something else. */
const ON_THE_WAY = /(^|_)(tmp|temp|old|new|backup|bak)(_|$)/i;

/** Kept by tools for migrations, for themselves. */
const OF_TOOLS =
	/^(ar_internal_metadata|schema_migrations|_?_?ef_?migrations_?history|alembic_version|flyway_schema_history|django_migrations|knex_migrations\w*)$/i;

const known = new WeakMap<Project, TableModel[]>();

/** The tables that are there to stay, without the schema before their names. */
export function lastingTables(project: Project): TableModel[] {
	const before = known.get(project);
	if (before) return before;
	const tables = tablesOf(project)
		.map((table) => ({ ...table, name: table.name.replace(/^(public|dbo)\./, '') }))
		.filter(({ name }) => !ON_THE_WAY.test(name) && !OF_TOOLS.test(name));
	known.set(project, tables);
	return tables;
}

/** What a table, a class, a repository or a variable is about: `this.userRepository` is about `user`. */
export const aboutOf = (name: string): string =>
	name
		.replace(/\(\)|\.(objects|query|Where)\b/g, '')
		.split(/[.:>]+/)
		.at(-1)!
		.replace(/[_$]/g, '')
		.toLowerCase()
		.replace(/(repository|repo|service|model|entity|dao|mapper|store|table)s?$/, '')
		.replace(/ies$/, 'y')
		.replace(/([^s])s$/, '$1');

/** The table that a name in the code stands for. */
export function tableNamed(project: Project, name: string): TableModel | undefined {
	const about = aboutOf(name);
	return about === ''
		? undefined
		: lastingTables(project).find((table) => aboutOf(table.name) === about);
}

export interface Child {
	table: TableModel;
	columns: string[];
	onDelete?: string;
	isIndexed: boolean | undefined;
	place: Place;
}

/** Foreign keys that point at a table. */
export const childrenOf = (project: Project, parent: TableModel): Child[] =>
	lastingTables(project).flatMap((table) =>
		table.references
			.filter(({ to }) => aboutOf(to) === aboutOf(parent.name))
			.map(({ columns, onDelete, isIndexed, place }) => ({
				table,
				columns,
				isIndexed,
				place,
				...(onDelete !== undefined && { onDelete })
			}))
	);
