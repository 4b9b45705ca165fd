import { endpoint } from '$lib/realtime/server/rest';

export const DELETE = endpoint(
	{
		summary:
			'Takes the part of one person away who came by a link; it lets nobody else in from then on, those who are in stay (A6).',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		const { id = '', personId = '' } = event.params;
		await event.locals.app.sessions.sharing.removePerson(identity.userId, id, personId);
		return undefined;
	}
);
