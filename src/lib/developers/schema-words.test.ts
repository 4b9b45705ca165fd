import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { formsOf, type JsonSchema } from './schema-words';
import { schemaOf } from './server/json-schema';

const formsOfSchema = (schema: z.ZodMiniType) => formsOf(schemaOf(schema, 'input'));

test('[E5] fields are told by name, type, bounds and whether they may be left out', () => {
	const schema = z.object({
		id: z.uuid(),
		at: z.iso.datetime(),
		count: z._default(z.number().check(z.int(), z.gte(1), z.lte(5)), 1),
		name: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
		whole: z.number().check(z.int()),
		mode: z.enum(['time', 'words']),
		seconds: z.literal([15, 30]),
		nothing: z.nullable(z.string()),
		anything: z.unknown()
	});
	expect(formsOfSchema(schema)).toEqual([
		[
			{ name: 'id', type: 'string (uuid)', optional: false },
			{ name: 'at', type: 'string (date-time)', optional: false },
			{ name: 'count', type: 'integer (1–5), 1 unless told', optional: true },
			{ name: 'name', type: 'string (1–64 characters)', optional: true },
			{ name: 'whole', type: 'integer', optional: false },
			{ name: 'mode', type: '"time" | "words"', optional: false },
			{ name: 'seconds', type: '15 | 30', optional: false },
			{ name: 'nothing', type: 'string | null', optional: false },
			{ name: 'anything', type: 'any JSON value', optional: false }
		]
	]);
});

test('[E5] what stands inside a field is told by its path', () => {
	const schema = z.object({
		limits: z.object({ bytes: z.number() }),
		events: z
			.array(z.object({ t: z.number(), keys: z.array(z.string()) }))
			.check(z.minLength(1), z.maxLength(9)),
		author: z.nullable(z.object({ id: z.uuid() })),
		scores: z.record(z.string(), z.number()),
		flags: z.array(z.enum(['a', 'b']))
	});
	expect(formsOfSchema(schema)).toEqual([
		[
			{ name: 'limits', type: 'object', optional: false },
			{ name: 'limits.bytes', type: 'number', optional: false },
			{ name: 'events', type: 'object[] (1–9 items)', optional: false },
			{ name: 'events[].t', type: 'number', optional: false },
			{ name: 'events[].keys', type: 'string[]', optional: false },
			{ name: 'author', type: 'object | null', optional: false },
			{ name: 'author.id', type: 'string (uuid)', optional: false },
			{ name: 'scores', type: 'object, each value number', optional: false },
			{ name: 'flags', type: '("a" | "b")[]', optional: false }
		]
	]);
});

test('[E5] alternatives are forms of their own, and an intersection is one', () => {
	const either = z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]);
	const names = (schema: JsonSchema) => formsOf(schema).map((rows) => rows.map(({ name }) => name));
	expect(names(schemaOf(either, 'input'))).toEqual([['a'], ['b']]);
	const both = z.intersection(either, z.object({ c: z.boolean() }));
	for (const form of formsOfSchema(both)) expect(form.map(({ name }) => name)).toContain('c');
	expect(
		names({
			allOf: [
				{ properties: { c: {} } },
				{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }
			]
		})
	).toEqual([
		['c', 'a'],
		['c', 'b']
	]);
	expect(formsOfSchema(z.object({}))).toEqual([[]]);
});

test('[E5] alternatives inside a field are one list, each name in it once', () => {
	const schema = z.object({
		settings: z.union([
			z.object({ mode: z.literal('time'), seconds: z.number() }),
			z.object({ mode: z.literal('custom') }),
			z.null()
		])
	});
	expect(formsOfSchema(schema)).toEqual([
		[
			{ name: 'settings', type: 'object | null', optional: false },
			{ name: 'settings.mode', type: '"time" | "custom"', optional: false },
			{ name: 'settings.seconds', type: 'number', optional: true }
		]
	]);
});
