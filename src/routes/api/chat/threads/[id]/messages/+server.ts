import { z } from 'zod/mini';
import { messageList } from '$lib/chat';
import { endpoint } from '$lib/realtime/server/rest';

const query = z
	.object({
		cursor: z.optional(z.string().check(z.maxLength(200))),
		after: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
		limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50)
	})
	.check(
		z.refine(({ cursor, after }) => cursor === undefined || after === undefined, {
			path: ['after'],
			error: 'cannot stand beside cursor: a cursor goes on where its page ended'
		})
	);

/** Rules H3, D4. */
export const GET = endpoint(
	{
		summary:
			'What was said in a thread, newest first; with ?after=<seq> what was said after that, in order.',
		permission: 'read',
		query,
		answer: messageList
	},
	async ({ event, identity, query }) =>
		event.locals.app.chat.messages(identity.userId, event.params.id ?? '', query)
);
