import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { reservedTest } from '../../answers';

export const GET = endpoint(
	{
		summary: 'One test: its text, how far it got, and its result once there is one (T1).',
		permission: 'read',
		answer: z.extend(reservedTest, {
			status: z.enum(['reserved', 'running', 'completed']),
			nextSeq: z.number().check(z.int(), z.nonnegative()),
			resultId: z.optional(z.uuid())
		})
	},
	async ({ event, identity }) =>
		event.locals.app.typing.session(identity.userId, event.params.id ?? '')
);
