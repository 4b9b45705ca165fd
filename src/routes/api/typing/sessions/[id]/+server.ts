import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';

const query = z.object({ include: z.optional(z.literal('log')) });

/** One test; with `?include=log` the keys of one under way, for a tab that takes it up. */
export const GET = endpoint({ permission: 'read', query }, async ({ event, identity, query }) => {
	const { typing } = event.locals.app;
	const id = event.params.id ?? '';
	const session = await typing.session(identity.userId, id);
	if (query.include !== 'log' || session.status === 'completed') return session;
	return { ...session, log: await typing.sessionLog(identity.userId, id) };
});
