import { z } from 'zod/mini';
import type { LinkOwner } from '$lib/accounts/account-client';
import { endpoint } from '$lib/realtime/server/rest';
import { linkToken } from '../../bodies.server';

const owner = z.object({
	name: z.string(),
	isGuest: z.boolean(),
	email: z.optional(z.string()),
	expiresAt: z.iso.datetime()
}) satisfies z.ZodMiniType<LinkOwner>;

export const POST = endpoint(
	{
		summary: 'Whose link it is, without using it.',
		permission: 'read',
		body: linkToken,
		answer: owner
	},
	async ({ event, body }) => {
		const { attempts, links } = event.locals.app.accounts;
		attempts.count('look', event.locals.address);
		return links.look(body.token);
	}
);
