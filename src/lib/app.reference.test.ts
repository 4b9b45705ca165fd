import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// eslint-disable-next-line no-restricted-imports -- only the whole of zod reads JSON Schema.
import { z } from 'zod';
import { handlers, rooms, routes, sessionStates } from './app.reference.fixtures';
import { formsOf, type FieldRow } from './developers/schema-words';
import { asyncApiOf, type AsyncApiDocument } from './developers/server/asyncapi';
import { schemaOf } from './developers/server/json-schema';
import { openPaths } from './developers/server/open-paths';
import { openApiOf, type OpenApiOperation } from './developers/server/openapi';

/** Where the documents say the server is; a server says its own address when it gives them out. */
const ORIGIN = 'http://localhost:3000';

/** Read, and answered, by whoever asks: no endpoints of the API. */
const NO_API = ['/api/[...path]', '/asyncapi.json', '/openapi.json', ...Object.keys(openPaths)];

const asyncApi = asyncApiOf(rooms, ORIGIN);
const openApi = openApiOf(routes, ORIGIN);

/** @param text as it must be; `npm run docs` writes it */
function expectFile(file: string, text: string): void {
	if (process.env['UPDATE'] === '1') writeFileSync(file, text);
	expect(readFileSync(file, 'utf8')).toBe(text);
}

const toText = (document: object) => `${JSON.stringify(document, null, '\t')}\n`;

test('[E5] docs/asyncapi.json says what the catalogues say', () => {
	expectFile('docs/asyncapi.json', toText(asyncApi));
});

test('[R1] docs/openapi.json says what the endpoints say', () => {
	expectFile('docs/openapi.json', toText(openApi));
});

test('[E5] docs/messages.md says what the catalogues say', () => {
	expectFile('docs/messages.md', messagesInMarkdown(asyncApi));
});

test('[E5] every message has a name of its own, and its answer is a message', () => {
	const types = rooms.flatMap(({ catalogue }) => Object.keys(catalogue));
	expect(new Set(types).size).toBe(types.length);
	expect(Object.keys(asyncApi.channels.line.messages)).toEqual(types);
	for (const { catalogue } of rooms) {
		for (const entry of Object.values(catalogue)) {
			if (entry.direction === 'in') expect(types).toContain(entry.answeredBy);
		}
	}
});

test('[E5] what a newer message replaces is named by fields it has', () => {
	for (const [type, message] of Object.entries(asyncApi.components.messages)) {
		for (const field of message['x-replaces'] || []) {
			expect(Object.keys(asyncApi.components.schemas[type]?.properties ?? {})).toContain(field);
		}
	}
});

test('[R1] every address under /api says of itself what it is', () => {
	const documented = Object.entries(openApi.paths).flatMap(([path, methods]) =>
		Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
	);
	const there = handlers
		.filter(({ path }) => !NO_API.includes(path))
		.map(({ path, method }) => `${method} ${path}`);
	const open = Object.keys(openPaths).map((path) => `GET ${path}`);
	expect(documented).toEqual([...there, ...open]);
	for (const path of Object.keys(openPaths)) {
		expect(handlers.map((handler) => handler.path)).toContain(path);
	}
});

test('[R1] every operation has a sentence, an answer, and an id of its own', () => {
	const operations = Object.values(openApi.paths).flatMap((methods) => Object.values(methods));
	const ids = operations.map(({ operationId }) => operationId);
	expect(new Set(ids).size).toBe(ids.length);
	for (const [path, methods] of Object.entries(openApi.paths)) {
		for (const operation of Object.values(methods)) expectWhole(path, operation);
	}
});

function expectWhole(path: string, operation: OpenApiOperation): void {
	expect(operation.summary, path).toMatch(/^[A-Z`].*[.!]$/s);
	expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
	const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
	expect(declared.map(({ name }) => name)).toEqual(named);
	expect(Object.keys(operation.responses).includes('404')).toBe(named.length > 0);
}

test('[R1] whoever answers 204 promises no body', () => {
	for (const { path, method, spec } of routes) {
		const { status = 200, answer } = spec;
		if (status === 204) expect(answer, `${method} ${path}`).toBeUndefined();
	}
});

for (const [name, document] of [
	['docs/asyncapi.json', asyncApi],
	['docs/openapi.json', openApi]
] as const) {
	test(`[E5] every reference in ${name} leads somewhere`, () => {
		const references = valuesOf(document, '$ref') as string[];
		expect(references.length).toBeGreaterThan(0);
		for (const reference of references) {
			expect(resolve(document, reference), reference).toBeDefined();
		}
	});
}

test('[E5] every schema in the documents is one that others can read', () => {
	const media = valuesOf(openApi, 'schema') as object[];
	const schemas = [...Object.values(asyncApi.components.schemas), ...media];
	for (const schema of schemas) {
		const definitions = { $defs: { Error: openApi.components.schemas['Error'] } };
		const text = JSON.stringify({ ...schema, ...definitions });
		const whole = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as object;
		expect(() => z.fromJSONSchema(whole as never), text).not.toThrow();
	}
});

/** Everything that stands under `key`, however deep. */
function valuesOf(value: unknown, key: string): unknown[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [
		...(name === key ? [inner] : []),
		...valuesOf(inner, key)
	]);
}

const resolve = (document: object, reference: string): unknown =>
	reference
		.replace('#/', '')
		.split('/')
		.reduce<unknown>((value, key) => Reflect.get(value as object, key), document);

function messagesInMarkdown({ components }: AsyncApiDocument): string {
	const sections = rooms.map(({ title, catalogue }) =>
		[
			`## ${title}`,
			...Object.keys(catalogue).map((type) => messageInMarkdown(type, components))
		].join('\n\n')
	);
	const states = [
		'## States of sessions',
		'What `state` holds, by its `kind`, as the receiver’s role may see it (rule S2).',
		...Object.entries(sessionStates).map(
			([kind, schema]) =>
				`### \`${kind}\`\n\n${formsOf(schemaOf(schema, 'output')).map(formInMarkdown).join('\n\nOr:\n\n')}`
		)
	].join('\n\n');
	return `${[
		'# Messages',
		'Generated from the catalogues (`messages.ts` of each room) by `npm run docs`; a test fails where this file differs. The rules are in [protocol.md](protocol.md), the envelope is rule E1. [asyncapi.json](asyncapi.json) says the same for programs; a server shows it at `/developers`.',
		...sections,
		states
	].join('\n\n')}\n`;
}

function messageInMarkdown(type: string, components: AsyncApiDocument['components']): string {
	const message = components.messages[type];
	const schema = components.schemas[type];
	if (!message || !schema) throw new Error(`${type} is not described`);
	const forms = formsOf(schema).map(formInMarkdown);
	return [
		`### \`${type}\``,
		message.summary,
		`${factsOf(message).join(' · ')}.`,
		forms.join('\n\nOr:\n\n')
	].join('\n\n');
}

function factsOf(message: AsyncApiDocument['components']['messages'][string]): string[] {
	const { 'x-permission': permission, 'x-bucket': bucket, 'x-replaces': replaces } = message;
	if (message['x-direction'] === 'in') {
		return [
			'From the client',
			permission === 'none' ? 'before authentication too' : `permission \`${permission}\``,
			bucket === 'none' ? 'unlimited' : `bucket \`${bucket}\``,
			`answered by \`${message['x-answered-by']}\``,
			message['x-changes'] ? 'changes something kept' : 'changes nothing kept'
		];
	}
	if (!replaces) return ['From the server'];
	const of = replaces.map((field) => `\`${field}\``).join(' and ');
	return ['From the server', `newer replaces older${of && ` of the same ${of}`}`];
}

function formInMarkdown(rows: readonly FieldRow[]): string {
	if (rows.length === 0) return 'The payload is empty.';
	const lines = rows.map(
		({ name, type, optional }) =>
			`| \`${name}\` | ${type.replaceAll('|', '\\|')} | ${optional ? 'optional' : 'always'} |`
	);
	return ['| field | type | |', '|---|---|---|', ...lines].join('\n');
}
