import type { CallFact, FileFacts } from '../../../facts';
import type { Place, Project } from '../../../project';
import { listOf } from '../arguments';
import { literal } from '../detector';
import { isCovered } from './sql-tables';
import { keyTypeOf, newTable, SOFT_DELETE, type TableModel } from './table-model';

/** Rails: what `db/schema.rb` says counts alone, since migrations only tell how it came about. */
export function railsTables(project: Project): TableModel[] {
	const schema = project.files.find(({ path }) => /(^|\/)db\/schema\.rb$/.test(path));
	const files = schema
		? [schema]
		: project.sources.filter(({ path }) => /(^|\/)db\/migrate\/[^/]+\.rb$/.test(path));
	const tables = new Map<string, TableModel>();
	for (const file of files) {
		let current: TableModel | undefined;
		for (const call of file.calls) {
			const place = { path: file.path, startLine: call.startLine };
			const [first] = call.args;
			const name = symbolOf(first);
			if (call.callee === 'create_table' && name) {
				current = railsTable(name, call, place);
				tables.set(name, current);
			} else if (call.callee === 'add_index' && name) {
				const table = tables.get(name);
				if (table) table.indexes.push(railsIndex(call, 1, place));
			} else if (call.callee === 'add_foreign_key' && name) {
				addForeignKey(tables.get(name), call, place);
			} else if (/^t\.\w+$/.test(call.callee) && current) railsColumn(current, call, place);
		}
	}
	for (const table of tables.values()) {
		for (const reference of table.references) {
			reference.isIndexed ??= isCovered(table, reference.columns);
		}
	}
	return [...tables.values()];
}

function railsTable(name: string, call: CallFact, place: Place): TableModel {
	const table = newTable(name, 'Rails schema', place);
	const id = optionOf(call, 'id');
	if (id === 'false') return table;
	const composite = optionOf(call, 'primary_key');
	const columns = composite ? listOf(composite) : ['id'];
	return {
		...table,
		key: { columns, type: id ? keyTypeOf(id) : 'number', place }
	};
}

function railsColumn(table: TableModel, call: CallFact, place: Place): void {
	const kind = call.callee.slice(2);
	const name = symbolOf(call.args[0]);
	if (kind === 'index') {
		table.indexes.push(railsIndex(call, 0, place));
		return;
	}
	if (!name) return;
	if (kind === 'references' || kind === 'belongs_to') {
		const isPolymorphic = optionOf(call, 'polymorphic') === 'true';
		if (isPolymorphic) return;
		const isIndexed = optionOf(call, 'index') !== 'false';
		table.references.push({ columns: [`${name}_id`], to: `${name}s`, isIndexed, place });
		return;
	}
	if (SOFT_DELETE.test(name)) table.softDelete = { column: name, place };
}

function railsIndex(call: CallFact, at: number, place: Place) {
	const columns = listOf(call.args[at] ?? '');
	const isUnique = optionOf(call, 'unique') === 'true';
	return { columns, isUnique, isPartial: optionOf(call, 'where') !== undefined, place };
}

function addForeignKey(table: TableModel | undefined, call: CallFact, place: Place): void {
	const to = symbolOf(call.args[1]);
	if (!table || !to) return;
	const column = symbolOf(optionOf(call, 'column')) ?? `${singular(to)}_id`;
	if (table.references.some(({ columns }) => columns[0] === column)) return;
	const onDelete = symbolOf(optionOf(call, 'on_delete'))?.toUpperCase();
	const reference = { columns: [column], to, isIndexed: undefined, place };
	table.references.push(onDelete ? { ...reference, onDelete } : reference);
}

/** As Rails has it: `ip_addresses` belong to an `ip_address`, `boxes` to a `box`. */
const singular = (table: string) =>
	table
		.replace(/ies$/, 'y')
		.replace(/(ss|sh|ch|x)es$/, '$1')
		.replace(/([^s])s$/, '$1');

/** `:users`, `"users"`. */
const symbolOf = (argument: string | undefined) =>
	/^:(\w+)$/.exec(argument ?? '')?.[1] ?? literal(argument);

const optionOf = ({ args }: CallFact, name: string) =>
	args
		.map((argument) => new RegExp(`^(?::${name}\\s*=>|${name}:)\\s*(.+)$`).exec(argument)?.[1])
		.find((value) => value !== undefined);

const LARAVEL_KEYS: Record<string, 'number' | 'uuid'> = {
	increments: 'number',
	bigIncrements: 'number',
	mediumIncrements: 'number',
	id: 'number'
};

/** Laravel: `Schema::create`, and what later migrations add by `Schema::table`. */
export function laravelTables(project: Project): TableModel[] {
	const tables = new Map<string, TableModel>();
	const files = project.sources
		.filter(({ path, language }) => language === 'php' && /(^|\/)migrations\//.test(path))
		.sort((one, other) => (one.path < other.path ? -1 : 1));
	for (const file of files) {
		let current: TableModel | undefined;
		for (const call of file.calls) {
			// What takes it back again is no part of the schema.
			if (/(^|\.)down$/.test(call.within ?? '')) continue;
			const place = { path: file.path, startLine: call.startLine };
			if (/(^|\.)Schema\.(create|table)$/.test(call.callee)) {
				const name = literal(call.args[0]);
				if (!name) continue;
				current = tables.get(name) ?? newTable(name, 'Laravel migrations', place);
				tables.set(name, current);
			} else if (current) laravelColumn(current, call, file, place);
		}
	}
	return [...tables.values()];
}

function laravelColumn(table: TableModel, call: CallFact, file: FileFacts, place: Place): void {
	const found = /^(?:table|\$table|t)\.(.+)$/.exec(call.callee);
	if (!found) return;
	const chain = found[1]!;
	const name = literal(call.args[0]);
	if (LARAVEL_KEYS[chain]) {
		table.key = { columns: [name ?? 'id'], type: LARAVEL_KEYS[chain], place };
	} else if (/^(uuid|ulid)\(\)\.primary$/.test(chain)) {
		const made = file.calls.find(
			({ callee, startLine }) => startLine === place.startLine && /\.(uuid|ulid)$/.test(callee)
		);
		table.key = { columns: [literal(made?.args[0]) ?? 'id'], type: 'uuid', place };
	} else if (chain === 'primary') {
		table.key = { columns: listOf(call.args[0] ?? ''), type: 'unknown', place };
	} else if (chain === 'softDeletes' || chain === 'softDeletesTz') {
		table.softDelete = { column: name ?? 'deleted_at', place };
	} else if (chain === 'unique' || chain === 'index') {
		const columns = listOf(call.args[0] ?? '');
		table.indexes.push({ columns, isUnique: chain === 'unique', isPartial: false, place });
	} else if (/^\w+\(\)\.(.*\.)?(unique|index)$/.test(chain)) {
		const first = file.calls.find(
			({ callee, startLine }) => startLine === place.startLine && /^\$?\w+\.\w+$/.test(callee)
		);
		const columns = listOf(first?.args[0] ?? '');
		const isUnique = chain.endsWith('unique');
		table.indexes.push({ columns, isUnique, isPartial: false, place });
	} else if (chain === 'foreign' || chain === 'foreignId' || chain === 'foreignUuid') {
		table.references.push(laravelReference(call, file, place));
	}
}

/** The rest of the chain stands in calls of the same line. */
function laravelReference(call: CallFact, { calls }: FileFacts, place: Place) {
	const chained = calls.filter(
		({ startLine, callee }) =>
			startLine === place.startLine && callee.startsWith(`${call.callee}()`)
	);
	const argument = (method: RegExp) =>
		literal(chained.find(({ callee }) => method.test(callee))?.args[0]);
	const columns = listOf(call.args[0] ?? '');
	const to = argument(/\.(on|constrained)$/) ?? `${(columns[0] ?? '').replace(/_id$/, '')}s`;
	const cascades = chained.some(({ callee }) => /\.cascadeOnDelete$/.test(callee));
	const onDelete = cascades ? 'CASCADE' : argument(/\.onDelete$/)?.toUpperCase();
	const reference = { columns, to, isIndexed: undefined, place };
	return onDelete ? { ...reference, onDelete } : reference;
}
