import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';

export const POST = endpoint(
	{
		summary: 'A link that joins another device to the asker: one use, ten minutes.',
		permission: 'write',
		answer: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
		status: 201
	},
	async ({ event, identity }) => event.locals.app.accounts.links.makeDeviceLink(identity)
);
