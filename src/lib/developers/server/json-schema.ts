import { z } from 'zod/mini';
import type { JsonSchema } from '../schema-words';

type Written = z.core.JSONSchema.BaseSchema;

/**
 * A schema as JSON Schema 2020-12, for people and for programs of others.
 *
 * @param io `input`: what may be sent; `output`: what comes
 */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
	const { $schema: _, ...written } = z.toJSONSchema(schema, {
		io,
		override: ({ jsonSchema }) => tidy(jsonSchema)
	});
	return written as JsonSchema;
}

/** Leaves out what zod writes down for itself, and what binds us more than we promise. */
function tidy(schema: Written): void {
	// A client that checks must not stumble over a field that comes later.
	if (schema.additionalProperties === false) delete schema.additionalProperties;
	if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
	if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
	// The format says it in a word.
	if (schema.format !== undefined) delete schema.pattern;
	delete schema.propertyNames;
}
