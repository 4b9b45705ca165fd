import type { CallFact } from '../../../facts';
import type { Project } from '../../../project';
import { listOf } from '../arguments';
import { literal } from '../detector';
import { keyTypeOf, newTable, SOFT_DELETE, type TableModel } from './table-model';

/** Knex: what is called on the builder of `createTable` and `alterTable`. */
export function knexTables(project: Project): TableModel[] {
	const tables = new Map<string, TableModel>();
	const files = project.files
		.filter(({ isTest, language }) => !isTest && /^(java|type)script$/.test(language))
		.toSorted((one, other) => (one.path < other.path ? -1 : 1));
	for (const { path, calls } of files) {
		for (const made of calls) {
			const verb = /\.schema\.(createTable|createTableIfNotExists|alterTable|table)$/.exec(
				made.callee
			)?.[1];
			const name = verb && literal(made.args[0]);
			const builder = /^(?:async\s+)?(?:function\s*)?\(?\s*(\w+)/.exec(made.args[1] ?? '')?.[1];
			if (!name || !builder) continue;
			const place = { path, startLine: made.startLine };
			const table = tables.get(name) ?? newTable(name, 'Knex migrations', place);
			tables.set(name, table);
			const within = calls.filter(
				({ callee, startLine, endLine }) =>
					callee.startsWith(`${builder}.`) && startLine >= made.startLine && endLine <= made.endLine
			);
			for (const call of within) addTo(table, path, call, within);
		}
	}
	return [...tables.values()];
}

function addTo(
	table: TableModel,
	path: string,
	{ callee, args, startLine }: CallFact,
	calls: readonly CallFact[]
): void {
	const kind = /^\w+\.(\w+)$/.exec(callee)?.[1];
	const columns = listOf(args[0] ?? '');
	const [column] = columns;
	if (!kind || !column) return;
	const place = { path, startLine };
	// What follows in the chain belongs to the column that its line begins with.
	const chained = (name: string) =>
		calls.find(
			(one) =>
				one.startLine === startLine &&
				one.callee.startsWith(`${callee}().`) &&
				one.callee.endsWith(`.${name}`)
		);
	if (kind === 'index' || kind === 'unique') {
		table.indexes.push({ columns, isUnique: kind === 'unique', isPartial: false, place });
	} else if (kind === 'primary') {
		table.key = { columns, type: 'unknown', place };
	} else if (/^(increments|bigIncrements)$/.test(kind) || chained('primary')) {
		table.key = { columns, type: keyTypeOf(kind), place };
	}
	if (chained('unique')) {
		table.indexes.push({ columns, isUnique: true, isPartial: false, place });
	}
	const to = literal(chained('inTable')?.args[0]);
	if (to) {
		const onDelete = literal(chained('onDelete')?.args[0])?.toUpperCase();
		const reference = { columns, to, isIndexed: undefined, place };
		table.references.push(onDelete ? { ...reference, onDelete } : reference);
	}
	if (SOFT_DELETE.test(column)) table.softDelete = { column, place };
}
