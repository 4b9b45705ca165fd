import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, type Detector } from './detector';
import { tablesOf, type TableModel } from './tables';

const name = 'schema';

/** Keys, composite keys, indexes, foreign keys and soft deletes, from SQL, migrations and models. */
export const schema: Detector = {
	name,
	topics: ['schema'],
	detect(project) {
		const tables = tablesOf(project);
		return [
			...named(project, tables),
			...keys(project, tables),
			...compositeKeys(project, tables),
			...indexes(project, tables),
			...foreignKeys(project, tables),
			...missingIndexes(project, tables),
			...softDeletes(project, tables)
		];
	}
};

const common = { detector: name, topic: 'schema' } as const;

/** Fewer are told by their keys. */
const LEAST_TABLES = 3;
const MOST_NAMED = 8;

/** What the program is about: the things that it keeps. */
function named(project: Project, tables: readonly TableModel[]): Finding[] {
	if (tables.length < LEAST_TABLES) return [];
	// What others point at most is what everything is about.
	const pointedAt = (name: string) =>
		tables.filter(({ references }) => references.some(({ to }) => isSameTable(to, name))).length;
	const counts = new Map(tables.map(({ name: table }) => [table, pointedAt(table)]));
	const ordered = tables.toSorted((one, other) => counts.get(other.name)! - counts.get(one.name)!);
	return [
		finding(project, {
			...common,
			subject: 'tables',
			kind: 'fact',
			title: `The data is kept in tables or models as ${listed(
				ordered.map((table) => table.name),
				MOST_NAMED
			)}.`,
			detail:
				'The names say what the program is about; those that others point at most come first. Worth a look are which of them always change together, and which grow without end.',
			confidence: 0.93,
			at: ordered.map(({ place }) => place),
			facts: { tables: ordered.map((table) => table.name).slice(0, 40), count: tables.length }
		})
	];
}

const isSameTable = (one: string, other: string) => plain(one) === plain(other);

const plain = (name: string) =>
	name
		.slice(name.lastIndexOf('.') + 1)
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase()
		.replace(/(ies|s)$/, '');

function keys(project: Project, tables: readonly TableModel[]): Finding[] {
	const single = tables.filter(({ key }) => key?.columns.length === 1 && key.type !== 'unknown');
	if (single.length === 0) return [];
	const of = (type: string) => single.filter(({ key }) => key!.type === type);
	const [numbers, uuids, texts] = [of('number'), of('uuid'), of('text')];
	const groups = [
		{ members: numbers, word: 'numbers' },
		{ members: uuids, word: 'UUIDs' },
		{ members: texts, word: 'texts' }
	].filter(({ members }) => members.length > 0);
	const main = groups.reduce((one, other) =>
		other.members.length > one.members.length ? other : one
	);
	const others = groups.filter((group) => group !== main);
	const rest = others.map(
		({ members, word }) =>
			`${word}, as in ${listed(members.slice(0, 2).map((table) => table.name))}`
	);
	const detail =
		main.word === 'UUIDs'
			? 'UUIDs can be made before the row is stored and tell nothing about how many there are; they take more room, and random ones scatter the inserts over the index.'
			: main.word === 'numbers'
				? 'Numbers are small and keep inserts in order; shown outside they can be guessed and tell how many rows there are, and only the database can give them out.'
				: 'Keys that carry meaning save a join, and have to be changed everywhere when the meaning changes; texts are larger in every index that points at them.';
	return [
		finding(project, {
			...common,
			subject: 'keys',
			kind: 'decision',
			title: `Primary keys of one column are ${main.word}${rest.length > 0 ? ` in most tables; others are ${rest.join('; ')}` : ''}.`,
			detail,
			confidence: 0.92,
			at: [...others.flatMap(({ members }) => members).slice(0, 2), ...main.members].map(
				({ key }) => key!.place
			),
			facts: {
				tables: single.length,
				numbers: numbers.length,
				uuids: uuids.length,
				texts: texts.length,
				from: distinct(single.map(({ from }) => from))
			}
		})
	];
}

function compositeKeys(project: Project, tables: readonly TableModel[]): Finding[] {
	const composite = tables.filter(({ key }) => (key?.columns.length ?? 0) > 1);
	const [first] = composite;
	if (!first?.key) return [];
	const more = composite.length > 1 ? '; other tables have such keys, too' : '';
	return [
		finding(project, {
			...common,
			subject: 'composite-keys',
			kind: 'decision',
			title: `The key of ${first.name} is made of ${listed(first.key.columns)}${more}.`,
			detail:
				'The key itself forbids the same pair twice, without an index of its own; looking up by a later column alone is not helped by it, and what refers to such a row has to carry all of it.',
			confidence: 0.93,
			at: composite.map(({ key }) => key!.place),
			facts: { tables: composite.map((table) => table.name), columns: first.key.columns }
		})
	];
}

function indexes(project: Project, tables: readonly TableModel[]): Finding[] {
	const all = tables.flatMap((table) => table.indexes.map((index) => ({ table, index })));
	if (all.length === 0) return [];
	const unique = all.filter(({ index }) => index.isUnique);
	const partial = all.filter(({ index }) => index.isPartial);
	const wide = all.filter(({ index }) => index.columns.length > 1);
	const told = ({ table, index }: (typeof all)[number]) =>
		`${table.name} (${index.columns.join(', ')})`;
	const toldWithKind = (one: (typeof all)[number]) =>
		`${one.index.isUnique ? 'the unique ' : ''}${told(one)}`;
	const best = distinct([...wide, ...unique, ...partial, ...all]);
	return [
		finding(project, {
			...common,
			subject: 'indexes',
			kind: 'decision',
			title: `Besides those of primary keys there ${all.length === 1 ? 'is an index' : 'are indexes'}, as ${listed(distinct(best.map(toldWithKind)).slice(0, 3))}.`,
			detail:
				'Each makes one way of looking up fast and every write a little slower; a unique one also keeps a rule that two requests at the same time would otherwise break.',
			confidence: 0.92,
			at: best.map(({ index }) => index.place),
			facts: {
				indexes: all.length,
				unique: unique.length,
				partial: partial.length,
				composite: wide.length,
				examples: best.slice(0, 5).map(told)
			}
		})
	];
}

function foreignKeys(project: Project, tables: readonly TableModel[]): Finding[] {
	const all = tables.flatMap((table) =>
		table.references.map((reference) => ({ table, reference }))
	);
	const told = all.filter(({ reference }) => reference.onDelete !== undefined);
	const cascades = told.filter(({ reference }) => reference.onDelete === 'CASCADE');
	if (cascades.length === 0) return [];
	const others = distinct(
		told.flatMap(({ reference }) => (reference.onDelete === 'CASCADE' ? [] : [reference.onDelete!]))
	);
	return [
		finding(project, {
			...common,
			subject: 'cascades',
			kind: 'decision',
			title: `Rows go with the row that they point at (CASCADE), as those of ${listed(distinct(cascades.map(({ table }) => table.name)).slice(0, 3))}${others.length > 0 ? `; other foreign keys say ${listed(others)}` : ''}.`,
			detail:
				'One delete can take many rows of other tables with it, in one transaction and without the code seeing them: no orphans, and no second thought either.',
			confidence: 0.92,
			at: cascades.map(({ reference }) => reference.place),
			facts: {
				foreignKeys: all.length,
				cascades: cascades.length,
				tables: distinct(cascades.map(({ table }) => table.name)),
				otherRules: others
			}
		})
	];
}

function missingIndexes(project: Project, tables: readonly TableModel[]): Finding[] {
	const missing = tables.flatMap((table) =>
		table.references
			.filter(({ isIndexed }) => isIndexed === false)
			.map((reference) => ({ table, reference }))
	);
	if (missing.length === 0) return [];
	const names = missing.map(
		({ table, reference }) => `${table.name}.${reference.columns.join('+')}`
	);
	return [
		finding(project, {
			...common,
			subject: 'foreign-keys-without-index',
			kind: 'risk',
			title: `No index begins with ${missing.length === 1 ? 'the foreign key' : 'the foreign keys'} ${listed(names)}.`,
			detail:
				'PostgreSQL, SQLite and SQL Server make none by themselves: joins from the other side, and each delete of a row that is pointed at, read the whole table. On small tables that does not matter.',
			confidence: 0.85,
			at: missing.map(({ reference }) => reference.place),
			facts: { count: missing.length, columns: names.slice(0, 10) }
		})
	];
}

function softDeletes(project: Project, tables: readonly TableModel[]): Finding[] {
	const soft = tables.filter(({ softDelete }) => softDelete !== undefined);
	if (soft.length === 0) return [];
	const columns = distinct(soft.map(({ softDelete }) => softDelete!.column));
	return [
		finding(project, {
			...common,
			subject: 'soft-deletes',
			kind: 'decision',
			title: `Rows of ${listed(soft.slice(0, 3).map((table) => table.name))} are marked as deleted (${listed(columns)}).`,
			detail:
				'Nothing is lost and deletes can be undone; every query has to leave the marked rows out, unique columns stay taken, and what the law wants erased is still there.',
			confidence: 0.88,
			at: soft.map(({ softDelete }) => softDelete!.place),
			facts: { tables: soft.map((table) => table.name), columns, of: tables.length }
		})
	];
}
