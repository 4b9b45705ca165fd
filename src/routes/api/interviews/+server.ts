import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { interviewList } from './answers';

const page = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 20)
});

export const GET = endpoint(
	{
		summary: 'Your interviews, newest first.',
		permission: 'read',
		query: page,
		answer: interviewList
	},
	async ({ event, identity, query }) => event.locals.app.interviews.list(identity.userId, query)
);
