import { z } from 'zod/mini';
import { preferencesPatch } from '$lib/accounts';
import { endpoint } from '$lib/realtime/server/rest';

/** Who I am. */
export const GET = endpoint({ permission: 'read' }, async ({ event, identity }) => ({
	userId: identity.userId,
	permissions: identity.permissions,
	preferences: await event.locals.app.accounts.preferencesOf(identity.userId)
}));

/** Becomes a guest where nobody was anybody (the hook has made one by now). */
export const POST = endpoint({ permission: 'read' }, async ({ identity }) => ({
	userId: identity.userId,
	permissions: identity.permissions
}));

export const PATCH = endpoint(
	{ permission: 'write', body: z.object({ preferences: preferencesPatch }) },
	async ({ event, identity, body }) => ({
		preferences: await event.locals.app.accounts.changePreferences(
			identity.userId,
			body.preferences
		)
	})
);
