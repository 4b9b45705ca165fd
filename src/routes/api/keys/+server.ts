import { z } from 'zod/mini';
import { permissionLevels } from '$lib/realtime/permissions';
import { endpoint } from '$lib/realtime/server/rest';
import { name } from '../me/bodies.server';
import { shownKey } from './answers';

const wish = z.object({
	name,
	permission: z._default(z.enum(permissionLevels), 'write'),
	expiresAt: z.optional(
		z.iso
			.datetime()
			.check(z.refine((time) => Date.parse(time) > Date.now(), { error: 'must be a time to come' }))
	)
});

export const GET = endpoint(
	{
		summary: 'The keys of the asker, newest first; never whole.',
		permission: 'write',
		answer: z.object({ items: z.array(shownKey) })
	},
	async ({ event, identity }) => ({
		items: await event.locals.app.accounts.keys.list(identity.userId)
	})
);

export const POST = endpoint(
	{
		summary:
			'Makes a key: it is in this answer and never again; one that a key makes ends with it (A7).',
		permission: 'write',
		body: wish,
		answer: z.extend(shownKey, { key: z.string() }),
		status: 201
	},
	async ({ event, identity, body }) =>
		event.locals.app.accounts.keys.create(identity, {
			name: body.name,
			permission: body.permission,
			...(body.expiresAt && { expiresAt: new Date(body.expiresAt) })
		})
);
