import type { AssignmentFact, CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Place, Project } from '../../../project';
import { literal } from '../detector';
import { isCovered } from './sql-tables';
import { keyTypeOf, newTable, SOFT_DELETE, type TableIndex, type TableModel } from './table-model';

const fieldsOf = ({ assignments }: FileFacts, { startLine, endLine }: SymbolFact) =>
	assignments.filter(({ line }) => line >= startLine && line <= endLine);

/** GORM: structs that embed its model, or whose fields carry its tags. */
export function gormTables(project: Project): TableModel[] {
	return project.sources
		.filter(({ language }) => language === 'go')
		.flatMap((file) =>
			file.symbols
				.filter(({ kind }) => kind === 'struct')
				.flatMap((symbol) => {
					const table = gormTable(file, symbol);
					return table ? [table] : [];
				})
		);
}

function gormTable(file: FileFacts, symbol: SymbolFact): TableModel | undefined {
	const fields = fieldsOf(file, symbol).filter(({ type }) => type !== undefined);
	const isEmbedding = symbol.bases?.some((base) => /^gorm\.Model\b/.test(base)) ?? false;
	if (!isEmbedding && !fields.some(({ value }) => /\bgorm:"/.test(value))) return undefined;
	const place = { path: file.path, startLine: symbol.startLine };
	const table = newTable(symbol.name, 'GORM models', place);
	if (isEmbedding) {
		const at = { path: file.path, startLine: symbol.startLine, endLine: symbol.startLine + 1 };
		table.key = { columns: ['ID'], type: 'number', place: at };
		table.softDelete = { column: 'DeletedAt', place: at };
	}
	for (const field of fields) gormField(table, field, file.path);
	return table;
}

function gormField(
	table: TableModel,
	{ name, value, type = '', line }: AssignmentFact,
	path: string
) {
	const place = { path, startLine: line };
	const tag = /\bgorm:"([^"]*)"/.exec(value)?.[1] ?? '';
	if (/primary_?key/i.test(tag) || (name === 'ID' && !table.key)) {
		const columns =
			table.key && table.key.place.startLine !== table.place.startLine ? table.key.columns : [];
		const isUuid = /uuid/i.test(`${type} ${tag}`);
		table.key = { columns: [...columns, name], type: isUuid ? 'uuid' : keyTypeOf(type), place };
	}
	if (/gorm\.DeletedAt|soft_delete\.DeletedAt/.test(type))
		table.softDelete = { column: name, place };
	// Named, it is one of several columns together, and says nothing of this one alone.
	if (/unique\(|uniqueIndex:\w|unique_index:\w/i.test(tag)) return;
	const isUnique = /unique/i.test(tag);
	if (isUnique || /(^|;)index/i.test(tag)) {
		table.indexes.push({ columns: [name], isUnique, isPartial: /where:/.test(tag), place });
	}
}

/** Entity Framework makes an index for each foreign key by itself. */
export function entityFrameworkTables(project: Project): TableModel[] {
	const files = project.sources.filter(({ language }) => language === 'csharp');
	const sets = files.flatMap((file) =>
		file.assignments.flatMap(({ type, line }) => {
			const entity = /^DbSet<([\w.]+)\??>\??$/.exec(type ?? '')?.[1];
			return entity ? [{ entity, place: { path: file.path, startLine: line } }] : [];
		})
	);
	const composite = compositeKeys(files);
	const indexes = configuredIndexes(files);
	return sets.map(({ entity, place }) => {
		const file = files.find(({ symbols }) =>
			symbols.some(({ name, kind }) => name === entity && kind === 'class')
		);
		const symbol = file?.symbols.find(({ name }) => name === entity);
		const table = newTable(entity, 'Entity Framework', place);
		table.indexes.push(...(indexes.get(entity) ?? []));
		const declared = composite.get(entity);
		if (declared) table.key = declared;
		if (!file || !symbol) return table;
		for (const { name, type, line } of fieldsOf(file, symbol)) {
			const at = { path: file.path, startLine: line };
			const isKey = name === 'Id' || (name === `${entity}Id` && table.key === undefined);
			if (!declared && isKey && type) {
				table.key = { columns: [name], type: keyTypeOf(type), place: at };
			}
			if (SOFT_DELETE.test(name) && type) table.softDelete = { column: name, place: at };
		}
		return table;
	});
}

/** `HasIndex(t => t.A)` or `HasIndex(t => new { t.A, t.B })`, of the entity that it configures. */
function configuredIndexes(files: readonly FileFacts[]): Map<string, TableIndex[]> {
	const indexes = new Map<string, TableIndex[]>();
	for (const file of files) {
		for (const call of file.calls) {
			if (!/(^|\.)HasIndex$/.test(call.callee)) continue;
			const entity = entityAround(file, call);
			const columns = Array.from(
				(call.args[0] ?? '').matchAll(/\b\w+\.(\w+)/g),
				([, column]) => column!
			);
			if (!entity || columns.length === 0) continue;
			const said = file.calls.filter(
				({ callee, startLine }) =>
					callee.startsWith(`${call.callee}().`) && startLine === call.startLine
			);
			const index = {
				columns,
				isUnique: said.some(
					({ callee, args }) => callee.endsWith('.IsUnique') && args[0] !== 'false'
				),
				isPartial: said.some(({ callee }) => callee.endsWith('.HasFilter')),
				place: { path: file.path, startLine: call.startLine }
			};
			indexes.set(entity, [...(indexes.get(entity) ?? []), index]);
		}
	}
	return indexes;
}

/** By the call around it, or by the class that does nothing else. */
function entityAround({ calls, symbols }: FileFacts, { startLine, endLine }: CallFact) {
	const around = calls.findLast(
		(one) =>
			/(^|\.)Entity$/.test(one.callee) &&
			one.typeArguments !== undefined &&
			one.startLine <= startLine &&
			one.endLine >= endLine
	);
	const named = /^<([\w.]+)>$/.exec(around?.typeArguments ?? '')?.[1];
	if (named) return named;
	const bases = symbols
		.filter((symbol) => symbol.startLine <= startLine && symbol.endLine >= endLine)
		.flatMap((symbol) => symbol.bases ?? []);
	return bases
		.map((base) => /^IEntityTypeConfiguration<([\w.]+)>$/.exec(base)?.[1])
		.find((entity) => entity !== undefined);
}

/** `HasKey(t => new { t.A, t.B })` belongs to the `Entity<T>` around it. */
function compositeKeys(files: readonly FileFacts[]) {
	const keys = new Map<string, { columns: string[]; type: 'unknown'; place: Place }>();
	for (const file of files) {
		for (const call of file.calls) {
			if (!/(^|\.)HasKey$/.test(call.callee)) continue;
			const columns = Array.from(
				(call.args[0] ?? '').matchAll(/\b\w+\.(\w+)/g),
				([, column]) => column!
			);
			const around = file.calls.findLast(
				({ callee, startLine, endLine, typeArguments }) =>
					/(^|\.)Entity$/.test(callee) &&
					typeArguments !== undefined &&
					startLine <= call.startLine &&
					endLine >= call.endLine
			);
			const entity = /^<([\w.]+)>$/.exec(around?.typeArguments ?? '')?.[1];
			const place = { path: file.path, startLine: call.startLine };
			if (entity && columns.length > 1) keys.set(entity, { columns, type: 'unknown', place });
		}
	}
	return keys;
}

const BUILDERS = /^(pg|sqlite|mysql)Table$/;

/** Drizzle: columns are the properties of a table's object. */
export function drizzleTables(project: Project): TableModel[] {
	return project.importing(/^drizzle-orm\//).flatMap((file) =>
		file.calls
			.filter(({ callee }) => BUILDERS.test(callee))
			.map((call) => {
				const place = { path: file.path, startLine: call.startLine };
				const table = newTable(literal(call.args[0]) ?? 'table', 'Drizzle tables', place);
				const inside = ({ startLine }: { startLine: number }) =>
					startLine >= call.startLine && startLine <= call.endLine;
				for (const { name, value, line } of file.assignments) {
					if (!inside({ startLine: line })) continue;
					const at = { path: file.path, startLine: line };
					if (/\.primaryKey\(/.test(value)) {
						table.key = { columns: [name], type: keyTypeOf(value.split('.')[0]!), place: at };
					}
					const to = /\.references\(\s*\(\)(?::\s*\w+)?\s*=>\s*(\w+)/.exec(value)?.[1];
					if (to) {
						const onDelete = /onDelete:\s*['"]([\w ]+)/.exec(value)?.[1]?.toUpperCase();
						const reference = { columns: [name], to, isIndexed: undefined, place: at };
						table.references.push(onDelete ? { ...reference, onDelete } : reference);
					}
					if (/\.unique\(/.test(value)) {
						table.indexes.push({ columns: [name], isUnique: true, isPartial: false, place: at });
					}
					if (SOFT_DELETE.test(name)) table.softDelete = { column: name, place: at };
				}
				for (const one of file.calls.filter(inside)) {
					const kind = /^(index|uniqueIndex|unique|primaryKey)(\(\)\.on)?$/.exec(one.callee);
					if (!kind || (kind[1] !== 'primaryKey' && !kind[2])) continue;
					const columns = Array.from(
						one.args.join(' ').matchAll(/\b\w+\.(\w+)/g),
						(match) => match[1]!
					);
					const at = { path: file.path, startLine: one.startLine };
					if (kind[1] === 'primaryKey') table.key = { columns, type: 'unknown', place: at };
					else {
						const isUnique = kind[1] !== 'index';
						table.indexes.push({ columns, isUnique, isPartial: false, place: at });
					}
				}
				const isByItself = call.callee === 'mysqlTable';
				for (const reference of table.references) {
					reference.isIndexed = isByItself ? undefined : isCovered(table, reference.columns);
				}
				return table;
			})
	);
}
