import { endpoint } from '$lib/realtime/server/rest';
import { sessionAnswer } from '$lib/sessions';

export const GET = endpoint(
	{
		summary: 'A session that you have a part in, as your role may see it (S2).',
		permission: 'read',
		answer: sessionAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.sessions.session(identity.userId, event.params.id ?? '')
);

export const DELETE = endpoint(
	{
		summary: 'Deletes a session, for everybody in it; its owner may (S3).',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.sessions.engine.remove(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
