import { z } from 'zod/mini';
import { permissionLevels } from '$lib/realtime/permissions';
import { endpoint } from '$lib/realtime/server/rest';

const wish = z.object({
	name: z
		.string()
		.check(
			z.trim(),
			z.minLength(1),
			z.maxLength(64),
			z.regex(/^[^\p{C}]*$/u, { error: 'must not have invisible characters' })
		),
	permission: z._default(z.enum(permissionLevels), 'write'),
	expiresAt: z.optional(
		z.iso
			.datetime()
			.check(z.refine((time) => Date.parse(time) > Date.now(), { error: 'must be a time to come' }))
	)
});

export const GET = endpoint({ permission: 'write' }, async ({ event, identity }) => ({
	items: await event.locals.app.accounts.keys.list(identity.userId)
}));

/** The key itself is in this answer and never again (rule A7). */
export const POST = endpoint(
	{ permission: 'write', body: wish },
	async ({ event, identity, body }) => {
		const made = await event.locals.app.accounts.keys.create(identity, {
			name: body.name,
			permission: body.permission,
			...(body.expiresAt && { expiresAt: new Date(body.expiresAt) })
		});
		return Response.json(made, { status: 201 });
	}
);
