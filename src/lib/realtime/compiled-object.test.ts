import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { compiledObject } from './compiled-object';

const shape = {
	name: z.string().check(z.minLength(1)),
	size: z.optional(z.number()),
	inner: z.array(z.object({ a: z.number() }))
};
const plain = z.object(shape);
const compiled = compiledObject(shape);

test.each([
	{ name: 'x', inner: [] },
	{ name: 'x', size: 2, inner: [{ a: 1, b: 2 }], surprise: true },
	{ name: '', inner: [] },
	{ inner: [] },
	{ name: 'x', size: null, inner: [{ a: 'no' }] },
	{ name: 'x', inner: 'no', __proto__: null },
	JSON.parse('{"name":"x","inner":[],"__proto__":{"size":1}}'),
	[],
	null,
	'text'
])('[E2] a compiled object schema judges %j as zod does', (value) => {
	const [expected, found] = [plain.safeParse(value), compiled.safeParse(value)];
	expect(found.success).toBe(expected.success);
	expect(found.data).toEqual(expected.data);
	expect(found.error?.issues).toEqual(expected.error?.issues);
});
