import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { keyEvent, reservedTest } from '../../answers';

const query = z.object({ include: z.optional(z.literal('log')) });

export const GET = endpoint(
	{
		summary:
			'One test: its text, how far it got, and its result once there is one (T1); with ' +
			'`?include=log` the keys that the server has while it is typed (T2).',
		permission: 'read',
		query,
		answer: z.extend(reservedTest, {
			status: z.enum(['reserved', 'running', 'completed']),
			nextSeq: z.number().check(z.int(), z.nonnegative()),
			resultId: z.optional(z.uuid()),
			log: z.optional(z.array(keyEvent))
		})
	},
	async ({ event, identity, query }) => {
		const { typing } = event.locals.app;
		const id = event.params.id ?? '';
		const test = await typing.session(identity.userId, id);
		if (query.include !== 'log') return test;
		return { ...test, log: [...(await typing.keysSoFar(identity.userId, id))] };
	}
);
