/** JSON Schema (2020-12), as far as ours goes, in words that a reader of TypeScript knows. */

export interface JsonSchema {
	$ref?: string;
	type?: string | string[];
	const?: unknown;
	enum?: unknown[];
	default?: unknown;
	description?: string;
	format?: string;
	anyOf?: JsonSchema[];
	oneOf?: JsonSchema[];
	allOf?: JsonSchema[];
	items?: JsonSchema;
	minItems?: number;
	maxItems?: number;
	minLength?: number;
	maxLength?: number;
	pattern?: string;
	minimum?: number;
	maximum?: number;
	properties?: Record<string, JsonSchema>;
	additionalProperties?: boolean | JsonSchema;
	required?: string[];
}

/** A field of an object: `limits.messageBytes`, `events[].t`. */
export interface FieldRow {
	name: string;
	/** What it may be, with its bounds. */
	type: string;
	/** Whether it may be left out. */
	optional: boolean;
}

/**
 * The forms that an object takes, each as its rows: more than one where alternatives differ, one
 * without rows where the object is empty.
 */
export function formsOf(schema: JsonSchema): FieldRow[][] {
	return flatten(schema).map((form) => rowsOf(form, ''));
}

/** Alternatives taken apart, intersections put together. */
function flatten(schema: JsonSchema): JsonSchema[] {
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives) return alternatives.flatMap(flatten);
	return (schema.allOf ?? []).reduce<JsonSchema[]>(
		(forms, part) => forms.flatMap((form) => flatten(part).map((other) => merged(form, other))),
		[schema]
	);
}

function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
	return {
		type: 'object',
		properties: { ...one.properties, ...other.properties },
		required: [...(one.required ?? []), ...(other.required ?? [])]
	};
}

function rowsOf(schema: JsonSchema, prefix: string): FieldRow[] {
	return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
		const name = prefix + key;
		const optional = !schema.required?.includes(key);
		return [{ name, type: typeWords(property), optional }, ...inner(property, name)];
	});
}

/** The rows of what a field holds, where that has fields of its own. */
function inner(schema: JsonSchema, name: string): FieldRow[] {
	if (schema.items) return inner(schema.items, `${name}[]`);
	if (schema.properties) return rowsOf(schema, `${name}.`);
	const alternatives = (schema.anyOf ?? schema.oneOf ?? [])
		.map((alternative) => inner(alternative, name))
		.filter((rows) => rows.length > 0);
	return together(alternatives);
}

/** Alternatives as one: a field that one of them lacks may be left out. */
function together(alternatives: readonly FieldRow[][]): FieldRow[] {
	const byName = Map.groupBy(alternatives.flat(), ({ name }) => name);
	return Array.from(byName, ([name, rows]) => ({
		name,
		type: [...new Set(rows.map(({ type }) => type))].join(' | '),
		optional: rows.length < alternatives.length || rows.some(({ optional }) => optional)
	}));
}

/** @returns what a value may be: `"time" | "words"`, `integer (1–200), 50 unless told` */
export function typeWords(schema: JsonSchema): string {
	const bare = bareWords(schema);
	return schema.default === undefined
		? bare
		: `${bare}, ${JSON.stringify(schema.default)} unless told`;
}

function bareWords(schema: JsonSchema): string {
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives) return [...new Set(alternatives.map(typeWords))].join(' | ');
	switch (schema.type) {
		case 'array':
			return listWords(schema);
		case 'string': {
			const name = schema.format === undefined ? 'string' : `string (${schema.format})`;
			const pattern = schema.pattern === undefined ? '' : `, ${schema.pattern}`;
			return name + boundWords(schema.minLength, schema.maxLength, 'characters') + pattern;
		}
		case 'integer':
		case 'number':
			return schema.type + boundWords(schema.minimum, schema.maximum);
		case 'object': {
			const values = schema.additionalProperties;
			return typeof values === 'object' ? `object, each value ${typeWords(values)}` : 'object';
		}
		default:
			return [schema.type ?? 'any JSON value'].flat().join(' | ');
	}
}

function listWords({ items = {}, minItems, maxItems }: JsonSchema): string {
	const item = typeWords(items);
	const one = item.includes(' | ') ? `(${item})` : item;
	return `${one}[]${boundWords(minItems, maxItems, 'items')}`;
}

function boundWords(least: number | undefined, most: number | undefined, unit = ''): string {
	if (least === undefined && most === undefined) return '';
	const upTo = least === undefined ? `up to ${most}` : `${least}–${most}`;
	const range = most === undefined ? `at least ${least}` : upTo;
	return ` (${[range, unit].filter(Boolean).join(' ')})`;
}
