import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { testModes } from '$lib/typing';
import { resultSummary } from '../answers';

const query = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
	mode: z.optional(z.enum(testModes))
});

export const GET = endpoint(
	{
		summary: 'What was typed, newest first; by mode where one is named (R2, T4).',
		permission: 'read',
		query,
		answer: z.object({ items: z.array(resultSummary), nextCursor: z.optional(z.string()) })
	},
	async ({ event, identity, query }) => event.locals.app.typing.listResults(identity.userId, query)
);
