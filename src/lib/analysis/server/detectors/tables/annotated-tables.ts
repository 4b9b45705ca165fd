import type { AnnotationFact, FileFacts, SymbolFact } from '../../../facts';
import type { Place, Project } from '../../../project';
import { listOf } from '../arguments';
import { literal } from '../detector';
import { isCovered } from './sql-tables';
import { keyTypeOf, newTable, SOFT_DELETE, type KeyType, type TableModel } from './table-model';

interface Annotated {
	file: FileFacts;
	symbol: SymbolFact;
	/** Of the class itself. */
	own: AnnotationFact[];
	/** Of its fields and methods. */
	inner: AnnotationFact[];
}

/** Classes with their annotations, where one of them is an entity. */
function entities(project: Project, imports: RegExp): Annotated[] {
	return project.importing(imports).flatMap((file) =>
		file.symbols
			.filter(({ kind }) => kind === 'class')
			.flatMap((symbol) => {
				const own = file.annotations.filter(
					({ on, line }) => on === symbol.name && line <= symbol.startLine + 12
				);
				if (!own.some(({ name }) => name === 'Entity')) return [];
				const inner = file.annotations.filter(
					(one) => !own.includes(one) && one.line >= symbol.startLine && one.line <= symbol.endLine
				);
				return [{ file, symbol, own, inner }];
			})
	);
}

const placeAt = ({ file }: Annotated, { line }: AnnotationFact): Place => ({
	path: file.path,
	startLine: line
});

const typeOfField = ({ file, symbol }: Annotated, field: string | undefined) =>
	file.assignments.find(
		({ name, type, line }) =>
			type !== undefined && name === field && line >= symbol.startLine && line <= symbol.endLine
	)?.type ?? '';

/** @param isIndexedByItself whether the database makes an index for each foreign key */
export function typeormTables(project: Project, isIndexedByItself: boolean): TableModel[] {
	return entities(project, /^typeorm$/).map((entity) => {
		const { file, symbol, own, inner } = entity;
		const named = own.find(({ name }) => name === 'Entity')?.args[0];
		const table = newTable(literal(named) ?? symbol.name, 'TypeORM entities', {
			path: file.path,
			startLine: symbol.startLine
		});
		const columns: string[] = [];
		let type: KeyType = 'unknown';
		let keyPlace: Place | undefined;
		for (const one of [...own, ...inner]) {
			const place = placeAt(entity, one);
			const field = one.on ?? '';
			const options = one.args.join(' ');
			if (/^Primary(Generated)?Column$/.test(one.name)) {
				columns.push(field);
				keyPlace ??= place;
				const isUuid = /uuid/.test(options);
				type = isUuid ? 'uuid' : keyTypeOf(typeOfField(entity, field));
			} else if (one.name === 'DeleteDateColumn') {
				table.softDelete = { column: field, place };
			} else if (one.name === 'Index' || one.name === 'Unique') {
				const isUnique = one.name === 'Unique' || /unique:\s*true/.test(options);
				const list = one.args.find((argument) => argument.startsWith('['));
				const indexed = inner.includes(one) ? [field] : listOf(list ?? '');
				table.indexes.push({
					columns: indexed,
					isUnique,
					isPartial: /where:/.test(options),
					place
				});
			} else if (one.name === 'Column' && /unique:\s*true/.test(options)) {
				table.indexes.push({ columns: [field], isUnique: true, isPartial: false, place });
			} else if (one.name === 'ManyToOne') {
				const to = /=>\s*(\w+)/.exec(one.args[0] ?? '')?.[1] ?? literal(one.args[0]) ?? '';
				const onDelete = /onDelete:\s*['"]([\w ]+)['"]/.exec(options)?.[1];
				const reference = { columns: [field], to, isIndexed: undefined, place };
				table.references.push(onDelete ? { ...reference, onDelete } : reference);
			}
			if (one.name === 'Column' && SOFT_DELETE.test(field)) {
				table.softDelete = { column: field, place };
			}
		}
		if (keyPlace) table.key = { columns, type, place: keyPlace };
		for (const reference of table.references) {
			reference.isIndexed = isIndexedByItself
				? undefined
				: isCovered(table, reference.columns) || isCovered(table, [`${reference.columns[0]}Id`]);
		}
		return table;
	});
}

/** Indexes of foreign keys are the database's affair: nothing is said of them. */
export function jpaTables(project: Project): TableModel[] {
	return entities(project, /^(javax|jakarta)\.persistence(\.|$)/).map((entity) => {
		const { file, symbol, own, inner } = entity;
		const table = newTable(symbol.name, 'JPA entities', {
			path: file.path,
			startLine: symbol.startLine
		});
		for (const one of inner) {
			const place = placeAt(entity, one);
			const field = one.on ?? '';
			const options = one.args.join(' ');
			if (one.name === 'Id' || one.name === 'EmbeddedId') {
				const columns = [...(table.key?.columns ?? []), field];
				const generated = inner.find(({ name, on }) => name === 'GeneratedValue' && on === field);
				const isUuid = /UUID/i.test(`${generated?.args.join(' ')} ${typeOfField(entity, field)}`);
				const type = isUuid ? 'uuid' : keyTypeOf(typeOfField(entity, field));
				table.key = { columns, type, place: table.key?.place ?? place };
			} else if (one.name === 'ManyToOne') {
				const to = typeOfField(entity, field);
				table.references.push({ columns: [field], to, isIndexed: undefined, place });
			} else if (one.name === 'Column' && /\bunique\s*=\s*true/.test(options)) {
				table.indexes.push({ columns: [field], isUnique: true, isPartial: false, place });
			}
		}
		for (const one of own) {
			const place = placeAt(entity, one);
			if (/^(SQLDelete|SoftDelete)$/.test(one.name)) {
				table.softDelete = { column: one.name, place };
			}
			for (const [, list] of one.args.join(' ').matchAll(/columnList\s*=\s*"([^"]+)"/g)) {
				const columns = list!.split(/\s*,\s*/);
				table.indexes.push({ columns, isUnique: false, isPartial: false, place });
			}
		}
		return table;
	});
}
