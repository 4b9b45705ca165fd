import type { CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Found, Project } from '../../../project';
import { listOf } from '../arguments';
import { descendants } from '../descendants';
import { literal } from '../detector';
import { keyTypeOf, newTable, SOFT_DELETE, type TableModel } from './table-model';

const importsOf = (file: FileFacts, wanted: RegExp) =>
	file.imports.some(({ specifier }) => wanted.test(specifier));

/** Calls in the body of a class, outside of its methods. */
const callsIn = ({ file, fact }: Found<SymbolFact>) =>
	file.calls.filter(
		({ startLine, within }) => !within && startLine >= fact.startLine && startLine <= fact.endLine
	);

/** What a call's value is assigned to: longer values are not kept as assignments. */
const nameAt = (project: Project, path: string, { startLine }: CallFact) =>
	/^\s*(\w+)\s*[:=]/.exec(project.lines(path)[startLine - 1] ?? '')?.[1];

const option = ({ args }: CallFact, name: string) =>
	args
		.map((argument) => new RegExp(`^${name}\\s*=\\s*(.+)$`).exec(argument)?.[1])
		.find((value) => value !== undefined);

const FIELD = /^(?:(?:\w+\.)*models|fields|gis_models)\.(\w+)$/;

/** Django gives each table a number as its key, and each foreign key an index. */
export function djangoTables(project: Project): TableModel[] {
	return descendants(
		project,
		['python'],
		(base, { file }) =>
			/(^|\.)models\.Model$|(^|\.)Abstract(Base)?User$/.test(base) && importsOf(file, /^django\./)
	)
		.filter(({ file, fact }) => !isAbstract(file, fact))
		.map((found) => djangoTable(project, found));
}

const isAbstract = ({ assignments }: FileFacts, { startLine, endLine }: SymbolFact) =>
	assignments.some(
		({ name, value, line }) =>
			name === 'abstract' && value === 'True' && line >= startLine && line <= endLine
	);

function djangoTable(project: Project, found: Found<SymbolFact>): TableModel {
	const { file, fact } = found;
	const place = { path: file.path, startLine: fact.startLine };
	const table = newTable(fact.name, 'Django models', place);
	table.key = { columns: ['id'], type: 'number', place };
	for (const call of callsIn(found)) {
		addMetaIndex(table, file, call);
		const kind = FIELD.exec(call.callee)?.[1];
		const name = kind && nameAt(project, file.path, call);
		if (!kind || !name) continue;
		const at = { path: file.path, startLine: call.startLine };
		if (option(call, 'primary_key') === 'True') {
			table.key = { columns: [name], type: keyTypeOf(kind), place: at };
		}
		if (/^(ForeignKey|OneToOneField)$/.test(kind)) {
			const to = (literal(call.args[0]) ?? call.args[0] ?? '').replace(/^to\s*=\s*/, '');
			const onDelete = option(call, 'on_delete')?.replace(/^.*\./, '').replaceAll('_', ' ');
			const isIndexed = option(call, 'db_index') !== 'False';
			const reference = { columns: [`${name}_id`], to, isIndexed, place: at };
			table.references.push(onDelete ? { ...reference, onDelete } : reference);
		} else if (option(call, 'unique') === 'True' || option(call, 'db_index') === 'True') {
			const isUnique = option(call, 'unique') === 'True';
			table.indexes.push({ columns: [name], isUnique, isPartial: false, place: at });
		}
		if (SOFT_DELETE.test(name)) table.softDelete = { column: name, place: at };
	}
	return table;
}

/** `Meta.indexes` and `Meta.constraints`: a condition makes an index of some of the rows. */
function addMetaIndex(table: TableModel, { path }: FileFacts, call: CallFact): void {
	if (!/^(models\.)?(Index|UniqueConstraint)$/.test(call.callee)) return;
	const fields = option(call, 'fields');
	if (!fields) return;
	const columns = listOf(fields.replace(/(["'])-/g, '$1'));
	table.indexes.push({
		columns,
		isUnique: call.callee.endsWith('UniqueConstraint'),
		isPartial: option(call, 'condition') !== undefined,
		place: { path, startLine: call.startLine, endLine: call.endLine }
	});
}

/** @param isIndexedByItself whether the database makes an index for each foreign key */
export function sqlAlchemyTables(project: Project, isIndexedByItself: boolean): TableModel[] {
	return descendants(
		project,
		['python'],
		(base, { file }) =>
			/^(db\.Model|(Declarative)?Base|SQLModel)$/.test(base) &&
			importsOf(file, /sqlalchemy|sqlmodel|(^|\.)(db|database|base|extensions|models?)(\.|$)/)
	)
		.map((found) => sqlAlchemyTable(project, found, isIndexedByItself))
		.filter((table) => table.key !== undefined);
}

function sqlAlchemyTable(
	project: Project,
	found: Found<SymbolFact>,
	isIndexedByItself: boolean
): TableModel {
	const { file, fact } = found;
	const place = { path: file.path, startLine: fact.startLine };
	const table = newTable(fact.name, 'SQLAlchemy models', place);
	for (const call of callsIn(found)) {
		if (!/(^|\.)(Column|mapped_column|Field)$/.test(call.callee)) continue;
		const name = nameAt(project, file.path, call);
		if (!name) continue;
		const at = { path: file.path, startLine: call.startLine };
		const isKey = option(call, 'primary_key') === 'True';
		const isUnique = option(call, 'unique') === 'True';
		const hasIndex = option(call, 'index') === 'True';
		const written = `${project.lines(file.path)[call.startLine - 1] ?? ''} ${call.args.join(' ')}`;
		if (isKey) {
			const type = keyTypeOf(typeIn(written));
			const columns = [...(table.key?.columns ?? []), name];
			table.key = { columns, type, place: table.key?.place ?? at };
		}
		const to =
			call.args
				.map((argument) => /ForeignKey\(\s*["']?([\w.]+)/.exec(argument)?.[1])
				.find((target) => target !== undefined) ?? literal(option(call, 'foreign_key'));
		if (to) {
			const isIndexed = hasIndex || isUnique || isKey || (isIndexedByItself ? undefined : false);
			const all = call.args.join(' ');
			const onDelete = /ondelete\s*=\s*["']([\w ]+)["']/.exec(all)?.[1]?.toUpperCase();
			const reference = { columns: [name], to, isIndexed, place: at };
			table.references.push(onDelete ? { ...reference, onDelete } : reference);
		} else if (isUnique || hasIndex) {
			table.indexes.push({ columns: [name], isUnique, isPartial: false, place: at });
		}
		if (SOFT_DELETE.test(name)) table.softDelete = { column: name, place: at };
	}
	return table;
}

const typeIn = (written: string) =>
	/uuid|integer|int\b|string|unicode|text/i.exec(written)?.[0] ?? '';
