/** Parsed JSON, TOML or YAML, taken for what it is and not for what it should be. */

export type Values = Record<string, unknown>;

export const isValues = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object's own values; an empty one for anything else. */
export const valuesOf = (value: unknown): Values => (isValues(value) ? value : {});

export const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;

/** The strings of a list, or the one string; nothing for anything else. */
export function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A value at the end of a path of keys; own ones only. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
	return keys.reduce<unknown>(
		(inner, key) => (isValues(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
		value
	);
}

/** Keys with the strings that they hold; others are left out. */
export function textEntries(value: unknown): [string, string][] {
	return Object.entries(valuesOf(value)).flatMap(([key, inner]) =>
		typeof inner === 'string' ? [[key, inner] as [string, string]] : []
	);
}
