import { z } from 'zod/mini';
import type { Device } from '$lib/accounts/account-client';
import { endpoint } from '$lib/realtime/server/rest';

const device = z.object({
	deviceId: z.uuid(),
	current: z.boolean(),
	description: z.string(),
	createdAt: z.iso.datetime(),
	lastSeenAt: z.iso.datetime()
}) satisfies z.ZodMiniType<Device>;

export const GET = endpoint(
	{
		summary: 'The browsers that are signed in as the asker; `lastSeenAt` is exact to a day.',
		permission: 'read',
		answer: z.object({ items: z.array(device) })
	},
	async ({ event, identity }) => ({
		items: await event.locals.app.accounts.devices.list(identity)
	})
);
