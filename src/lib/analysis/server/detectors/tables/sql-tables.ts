import type { FileFacts, TableFact } from '../../../facts';
import type { Project } from '../../../project';
import { byNumbers } from '../path-order';
import { keyTypeOf, newTable, SOFT_DELETE, type TableIndex, type TableModel } from './table-model';

const NOT_THE_SCHEMA =
	/(^|\/)(down|rollback|undo)\/|(^|[/._-])(down|undo|rollback)\.sql$|(^|\/)U\d[^/]*\.sql$/i;

const keyOfTable = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** Tables of files of SQL; what several migrations say of one table is put together. */
export function sqlTables(project: Project): TableModel[] {
	const tables = new Map<string, TableModel>();
	const names = new Map<TableIndex, string>();
	const files = project.sources
		.filter(({ sql, path }) => sql && !NOT_THE_SCHEMA.test(path))
		.sort(byNumbers);
	const isIndexedByItself = files.some((file) => isMySql(project, file));
	for (const file of files) {
		for (const dropped of droppedIn(file)) tables.delete(dropped);
		for (const dropped of indexesDroppedIn(file)) {
			for (const table of tables.values()) {
				table.indexes = table.indexes.filter((index) => names.get(index) !== dropped);
			}
		}
		const isDropped = droppedLater(project, file);
		for (const from of renamedAway(file)) tables.delete(from);
		for (const fact of file.sql!.tables) {
			const key = keyOfTable(fact.name);
			if (isDropped(key, fact.startLine)) continue;
			const known = tables.get(key);
			const table =
				known ?? newTable(fact.name, 'SQL', { path: file.path, startLine: fact.startLine });
			tables.set(key, table);
			addTo(table, file, fact);
		}
		for (const index of file.sql!.indexes) {
			const { columns, isUnique, isPartial, line } = index;
			const place = { path: file.path, startLine: line };
			const kept: TableIndex = { columns, isUnique, isPartial, place };
			tables.get(keyOfTable(index.table))?.indexes.push(kept);
			if (index.name) names.set(kept, keyOfTable(index.name));
		}
		alter(tables, file);
		for (const [to, line] of renamedTo(file)) if (isDropped(to, line)) tables.delete(to);
	}
	for (const table of tables.values()) {
		// A schema that is written for several databases says the same of each.
		table.indexes = distinctBy(table.indexes, ({ columns }) => columns.join());
		table.references = distinctBy(table.references, ({ columns }) => columns.join());
		for (const reference of table.references) {
			reference.isIndexed = isIndexedByItself ? undefined : isCovered(table, reference.columns);
		}
	}
	return [...tables.values()];
}

const distinctBy = <T>(values: readonly T[], key: (value: T) => string): T[] =>
	[...new Map(values.toReversed().map((value) => [key(value), value])).values()].toReversed();

/** Dropped to be gone, and not to be made anew, as dumps do. */
function droppedIn({ sql }: FileFacts): string[] {
	const made = new Set(
		sql!.tables.filter(({ columns }) => columns.length > 0).map(({ name }) => keyOfTable(name))
	);
	return sql!.statements
		.filter(({ kind }) => kind === 'DROP TABLE')
		.flatMap(({ tables }) => tables.map(keyOfTable))
		.filter((table) => !made.has(table));
}

const DOWN = /^\s*--.*\b(down|rollback|undo)\b/i;

/** Whether a file drops a table below a line: a copy for the way. What takes it all back does not count. */
function droppedLater(project: Project, { path, sql }: FileFacts) {
	const down = project.lines(path).findIndex((line) => DOWN.test(line)) + 1 || Infinity;
	const drops = sql!.statements.filter(({ kind, line }) => kind === 'DROP TABLE' && line < down);
	return (table: string, from: number) =>
		drops.some(({ line, tables }) => line > from && tables.map(keyOfTable).includes(table));
}

const renamesIn = ({ sql }: FileFacts) =>
	sql!.statements
		.filter(({ kind }) => kind === 'RENAME TABLE')
		.map(({ line, tables }) => {
			const [from = '', to = ''] = tables.map(keyOfTable);
			return { from, to, line };
		});

/** Renamed to make room for one that is made anew under the same name. */
const renamedAway = (file: FileFacts): string[] =>
	renamesIn(file)
		.filter(({ from, line }) =>
			file.sql!.tables.some(({ name, startLine }) => startLine > line && keyOfTable(name) === from)
		)
		.map(({ from }) => from);

const renamedTo = (file: FileFacts): [string, number][] =>
	renamesIn(file).map(({ to, line }) => [to, line]);

/** What a file renames, and the columns that it drops. */
function alter(tables: Map<string, TableModel>, file: FileFacts): void {
	const away = renamedAway(file);
	for (const { kind, tables: named } of file.sql!.statements) {
		const [key = '', column = '', to = ''] = named.map(keyOfTable);
		const table = tables.get(key);
		if (!table || (kind === 'RENAME TABLE' && away.includes(key))) continue;
		if (kind === 'RENAME TABLE') {
			tables.delete(key);
			tables.set(column, { ...table, name: column });
		} else if (kind === 'RENAME COLUMN') {
			const renamed = (columns: readonly string[]) =>
				columns.map((one) => (one.toLowerCase() === column ? to : one));
			if (table.key) table.key = { ...table.key, columns: renamed(table.key.columns) };
			table.indexes = table.indexes.map((one) => ({ ...one, columns: renamed(one.columns) }));
			table.references = table.references.map((one) => ({
				...one,
				columns: renamed(one.columns)
			}));
		} else if (kind === 'DROP COLUMN') {
			const has = ({ columns }: { columns: readonly string[] }) =>
				columns.some((one) => one.toLowerCase() === column);
			table.indexes = table.indexes.filter((one) => !has(one));
			table.references = table.references.filter((one) => !has(one));
		}
	}
}

/** Of the files before: what one drops and makes anew stays. */
const indexesDroppedIn = ({ sql }: FileFacts): string[] =>
	sql!.statements
		.filter(({ kind }) => kind === 'DROP INDEX')
		.flatMap(({ tables }) => tables.map(keyOfTable));

function addTo(table: TableModel, { path }: FileFacts, fact: TableFact): void {
	const at = (line: number) => ({ path, startLine: line });
	const lineOf = (column: string) =>
		fact.columns.find(({ name }) => name === column)?.line ?? fact.startLine;
	if (fact.primaryKey.length > 0) {
		const [first = ''] = fact.primaryKey;
		const column = fact.columns.find(({ name }) => name === first);
		table.key = {
			columns: fact.primaryKey,
			type: keyTypeOf(column?.type ?? ''),
			place: at(lineOf(first))
		};
	}
	for (const { columns, table: to, onDelete, line } of fact.foreignKeys) {
		const reference = { columns, to, isIndexed: undefined, place: at(line) };
		table.references.push(onDelete ? { ...reference, onDelete } : reference);
	}
	for (const columns of fact.unique) {
		const place = at(lineOf(columns[0] ?? ''));
		table.indexes.push({ columns, isUnique: true, isPartial: false, place });
	}
	for (const { name, isUnique, line } of fact.columns) {
		if (isUnique) {
			const index = { columns: [name], isUnique, isPartial: false, place: at(line) };
			table.indexes.push(index);
		}
		if (SOFT_DELETE.test(name)) table.softDelete = { column: name, place: at(line) };
	}
}

/** An index helps with its first columns, whatever stands behind them. */
export function isCovered({ key, indexes }: TableModel, columns: readonly string[]): boolean {
	// Of a key of several columns the first alone leaves few rows to be read.
	const begins = ([first]: readonly string[]) => first !== undefined && columns.includes(first);
	return (
		(key !== undefined && begins(key.columns)) ||
		indexes.some((index) => !index.isPartial && begins(index.columns))
	);
}

/** MySQL makes an index for each foreign key by itself. */
const isMySql = (project: Project, { path }: FileFacts) =>
	/mysql|mariadb/i.test(path) ||
	project.lines(path).some((line) => /\bENGINE\s*=|\bAUTO_INCREMENT\b|^\s*`\w+`/i.test(line));
