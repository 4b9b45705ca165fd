import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';

const query = z.object({ include: z.optional(z.literal('log')) });

/** One result; with `?include=log` the keys as they were typed. */
export const GET = endpoint({ permission: 'read', query }, async ({ event, identity, query }) => {
	const { typing } = event.locals.app;
	const id = event.params.id ?? '';
	const result = await typing.result(identity.userId, id);
	if (query.include !== 'log') return result;
	return { ...result, log: await typing.resultLog(identity.userId, id) };
});
