import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { keyEvent, resultDetail } from '../../answers';

const query = z.object({ include: z.optional(z.literal('log')) });

export const GET = endpoint(
	{
		summary: 'One result; with `?include=log` the keys as they were typed (T4).',
		permission: 'read',
		query,
		answer: z.extend(resultDetail, { log: z.optional(z.array(keyEvent)) })
	},
	async ({ event, identity, query }) => {
		const { typing } = event.locals.app;
		const id = event.params.id ?? '';
		const result = await typing.result(identity.userId, id);
		if (query.include !== 'log') return result;
		return { ...result, log: await typing.resultLog(identity.userId, id) };
	}
);
