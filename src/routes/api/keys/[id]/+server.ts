import { endpoint } from '$lib/realtime/server/rest';

export const DELETE = endpoint({ permission: 'write' }, async ({ event, identity }) => {
	await event.locals.app.accounts.keys.revoke(identity.userId, event.params.id ?? '');
	return new Response(null, { status: 204 });
});
