import type { Place } from '../../../project';

/** What its values are: `number` counts up, `text` is anything else that is written. */
export type KeyType = 'uuid' | 'number' | 'text' | 'unknown';

export interface TableKey {
	columns: string[];
	type: KeyType;
	place: Place;
}

export interface TableReference {
	columns: string[];
	/** The table or class, as written. */
	to: string;
	onDelete?: string;
	/** Undefined where nobody can say: the library or the database may make one by itself. */
	isIndexed: boolean | undefined;
	place: Place;
}

export interface TableIndex {
	columns: string[];
	isUnique: boolean;
	isPartial: boolean;
	place: Place;
}

/** A table as SQL, a migration or a mapped class tells of it. */
export interface TableModel {
	name: string;
	/** What tells of it: `SQL`, `Django models`. */
	from: string;
	place: Place;
	/** Absent where nothing is said and the library has no default either. */
	key?: TableKey;
	references: TableReference[];
	indexes: TableIndex[];
	/** The column that says a row counts as deleted. */
	softDelete?: { column: string; place: Place };
}

export const newTable = (name: string, from: string, place: Place): TableModel => ({
	name,
	from,
	place,
	references: [],
	indexes: []
});

export const SOFT_DELETE =
	/^(deleted_?at|is_?deleted|deleted|deleted_?on|date_?deleted|removed_?at)$/i;

/** By a column's type, as SQL and libraries write it. */
export function keyTypeOf(type: string): KeyType {
	if (/uuid|guid|uniqueidentifier|ulid/i.test(type)) return 'uuid';
	if (/int|serial|number|auto|increment|long|identity/i.test(type)) return 'number';
	if (/char|text|string|varchar/i.test(type)) return 'text';
	return 'unknown';
}
