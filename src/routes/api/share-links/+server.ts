import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { linkList, linkWish, madeLink } from '$lib/sessions/share-links';

const query = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50)
});

export const GET = endpoint(
	{
		summary: 'Your share links, newest first, and who came by them; never their tokens (A6).',
		permission: 'read',
		query,
		answer: linkList
	},
	async ({ event, identity, query }) =>
		event.locals.app.sessions.sharing.list(identity.userId, query)
);

export const POST = endpoint(
	{
		summary:
			'Makes a link that lets others watch a session of yours, or take part: a typing test, a race, a clock. Its token is in this answer and never again. One that follows leads to your next typing test once you begin it (A6).',
		permission: 'write',
		body: linkWish,
		answer: madeLink,
		status: 201
	},
	async ({ event, identity, body: { expiresAt, ...wish } }) =>
		event.locals.app.sessions.sharing.create(identity.userId, {
			...wish,
			...(expiresAt && { expiresAt: new Date(expiresAt) })
		})
);
