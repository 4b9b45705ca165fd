import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { testModes } from '$lib/typing';

const query = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
	mode: z.optional(z.enum(testModes))
});

/** Rule R2: newest first. */
export const GET = endpoint({ permission: 'read', query }, async ({ event, identity, query }) =>
	event.locals.app.typing.listResults(identity.userId, query)
);
