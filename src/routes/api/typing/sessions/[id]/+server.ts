import { endpoint } from '$lib/realtime/server/rest';

/** One test: its text, how far it got, and its result once there is one. */
export const GET = endpoint({ permission: 'read' }, async ({ event, identity }) =>
	event.locals.app.typing.session(identity.userId, event.params.id ?? '')
);
