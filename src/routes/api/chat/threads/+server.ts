import { z } from 'zod/mini';
import { newThread, threadList, threadSchema } from '$lib/chat';
import { endpoint } from '$lib/realtime/server/rest';

const query = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50)
});

/** Rules H3, R2. */
export const GET = endpoint(
	{
		summary: 'Your threads; first the one in which something was last said.',
		permission: 'read',
		query,
		answer: threadList
	},
	async ({ event, identity, query }) => event.locals.app.chat.listThreads(identity.userId, query)
);

export const POST = endpoint(
	{
		summary: 'Makes a thread; its channel is made from the title unless you name one.',
		permission: 'write',
		body: newThread,
		answer: threadSchema,
		status: 201
	},
	async ({ event, identity, body }) =>
		event.locals.app.chat.makeThread(identity.userId, body.title, body.channel)
);
