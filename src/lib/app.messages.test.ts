import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import type { Catalogue } from './realtime/catalogue';
import { lineMessages } from './realtime/messages';
import { typingMessages } from './typing/messages';

const FILE = 'docs/messages.md';

const catalogues: Record<string, Catalogue> = {
	'The line': lineMessages,
	Typing: typingMessages
};

type Schema = z.core.JSONSchema.BaseSchema;

/** @returns the type in a line, as a reader of TypeScript would write it, with its bounds */
function renderType(schema: Schema): string {
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' \\| ');
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives) return alternatives.map((one) => renderType(one as Schema)).join(' \\| ');
	if (schema.type === 'array') {
		const bounds = [schema.minItems, schema.maxItems];
		const item = renderType((schema.items ?? {}) as Schema);
		const one = item.includes(' \\| ') && !item.startsWith('{') ? `(${item})` : item;
		return `${one}[]${renderBounds(bounds, 'items')}`;
	}
	if (schema.type === 'string') {
		const name = schema.format === undefined ? 'string' : `string (${schema.format})`;
		return name + renderBounds([schema.minLength, schema.maxLength], 'characters');
	}
	if (schema.type === 'object') {
		const inner = Object.entries(schema.properties ?? {}).map(
			([name, property]) =>
				`${name}${schema.required?.includes(name) ? '' : '?'}: ${renderType(property as Schema)}`
		);
		return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
	}
	if (schema.type === 'integer' || schema.type === 'number') {
		const safe = (bound: number | undefined) =>
			Math.abs(bound ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : bound;
		return schema.type + renderBounds([safe(schema.minimum), safe(schema.maximum)], '');
	}
	return [schema.type ?? 'any JSON value'].flat().join(' \\| ');
}

function renderBounds([least, most]: (number | undefined)[], unit: string): string {
	if (least === undefined && most === undefined) return '';
	const range =
		most === undefined
			? `at least ${least}`
			: `${least === undefined ? 'up to ' : `${least}–`}${most}`;
	return ` (${[range, unit].filter(Boolean).join(' ')})`;
}

function renderFields(schema: Schema): string {
	const fields = Object.entries(schema.properties ?? {});
	if (fields.length === 0) return 'The payload is empty.';
	const rows = fields.map(([name, property]) => {
		const presence = schema.required?.includes(name) ? 'always' : 'optional';
		return `| \`${name}\` | ${renderType(property as Schema)} | ${presence} |`;
	});
	return ['| field | type | |', '|---|---|---|', ...rows].join('\n');
}

function renderMessage(type: string, entry: Catalogue[string]): string {
	const { direction, summary, schema } = entry;
	const json = z.toJSONSchema(schema, { io: direction === 'in' ? 'input' : 'output' });
	const facts =
		direction === 'in'
			? [
					'From the client',
					entry.permission === 'none'
						? 'before authentication too'
						: `permission \`${entry.permission}\``,
					entry.bucket === 'none' ? 'unlimited' : `bucket \`${entry.bucket}\``,
					`answered by \`${entry.answeredBy}\``,
					entry.changes ? 'changes something kept' : 'changes nothing kept'
				]
			: ['From the server', ...(entry.replaces ? ['newer replaces older'] : [])];
	const forms = (json.anyOf ?? [json]) as Schema[];
	return [
		`### \`${type}\``,
		summary,
		`${facts.join(' · ')}.`,
		...forms.flatMap((form, index) => [...(index > 0 ? ['Or:'] : []), renderFields(form)])
	].join('\n\n');
}

function renderAll(): string {
	const sections = Object.entries(catalogues).map(([title, catalogue]) =>
		[
			`## ${title}`,
			...Object.entries(catalogue).map(([type, entry]) => renderMessage(type, entry))
		].join('\n\n')
	);
	return `${[
		'# Messages',
		'Generated from the catalogues (`messages.ts` of each room) by `npm run docs`; a test fails where this file differs. The rules are in [protocol.md](protocol.md), the envelope is rule E1.',
		...sections
	].join('\n\n')}\n`;
}

test('[E5] docs/messages.md says what the catalogues say', () => {
	const text = renderAll();
	if (process.env['UPDATE'] === '1') writeFileSync(FILE, text);
	expect(readFileSync(FILE, 'utf8')).toBe(text);
});
