import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary: 'What is kept of the asker: a line for each kind of thing there is.',
		permission: 'read',
		answer: z.object({
			items: z.array(z.object({ name: z.string(), label: z.string(), count: z.number() }))
		})
	},
	async ({ event, identity }) => ({
		items: await event.locals.app.accounts.belongings.list(identity)
	})
);
