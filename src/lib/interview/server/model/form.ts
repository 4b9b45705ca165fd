import { z } from 'zod/mini';

/** What an answer must look like, as services are told it. */
export interface Form {
	name: string;
	/** JSON Schema. */
	schema: object;
}

/**
 * @param schema without optional properties, which services do not all know. Its bounds on lengths are not
 * told, for the same reason: whoever parses the answer checks them
 */
export function formOf(name: string, schema: z.ZodMiniType): Form {
	const { $schema: _, ...written } = z.toJSONSchema(schema, {
		override({ jsonSchema }) {
			delete jsonSchema.maxLength;
			delete jsonSchema.maxItems;
		}
	});
	return { name, schema: written };
}
