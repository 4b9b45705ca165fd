import type { TextFact } from '../../facts';

const MOST_CHARACTERS = 500;

const SQL =
	/^\s*(select\s[^]{0,2000}?\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s|merge\s+into\s|create\s+(or\s+replace\s+)?(temp(orary)?\s+|unique\s+|materialized\s+)*(table|index|view|trigger|function|type|extension)\s|alter\s+(table|index|type)\s|drop\s+(table|index|view)\s|truncate\s+(table\s+)?\w|with\s+(recursive\s+)?\w+(\s*\([^)]{0,200}\))?\s+as\s*\(|(begin|start)\s+transaction|begin\s*;?\s*$|pragma\s+\w)/i;

const URL = /^[a-z][a-z0-9+.-]{1,15}:\/\/\S/i;

/** From the root: `/users/:id`; or with a parameter in it: `articles/<int:pk>/`, `{id}`. */
const ROUTE =
	/^(\/(?!\/)[\w:{}<>()*?.$~@+|\\[\]-]*(\/[\w:{}<>()*?.$~@+|\\[\]-]*)*|\^?[\w-]*(\/?[\w.-]*(<\w+(:\w+)?>|\{\w+(:\w+)?\}|\(\?P<\w+>[^)]{1,40}\)))+[\w/.-]*\$?)$/;

const CRON_FIELD = /^(\*|\?|[0-9A-Z,*/?#LW-]+)$/i;

/** @param text without its quotes @returns what makes the literal worth a look, if anything does */
export function kindOfText(text: string): TextFact['kind'] | undefined {
	if (text.length < 2) return undefined;
	if (SQL.test(text)) return 'sql';
	if (/\s/.test(text)) return isCron(text) ? 'cron' : undefined;
	if (text.length > 200) return URL.test(text) ? 'url' : undefined;
	if (URL.test(text)) return 'url';
	return ROUTE.test(text) ? 'route' : undefined;
}

function isCron(text: string): boolean {
	if (text.length > 80) return false;
	const fields = text.trim().split(/\s+/);
	return (
		(fields.length === 5 || fields.length === 6) &&
		fields.every((field) => CRON_FIELD.test(field)) &&
		fields.some((field) => field.includes('*')) &&
		fields.some((field) => /\d|\*\//.test(field) || fields.every((one) => one === '*'))
	);
}

/** @param literal as written @returns what stands between its quotes, at most 500 characters */
export function unquoted(literal: string): string {
	const opening = /^[a-z@$]{0,3}(#*)("""|'''|["'`])/i.exec(literal);
	if (!opening) return literal.slice(0, MOST_CHARACTERS);
	const closing = opening[2]! + opening[1]!;
	const inner = literal.slice(opening[0].length);
	const text = inner.endsWith(closing) ? inner.slice(0, -closing.length) : inner;
	return text.slice(0, MOST_CHARACTERS);
}
