import { endpoint } from '$lib/realtime/server/rest';

export const DELETE = endpoint(
	{
		summary: 'Revokes a key; whoever is on the line by it is closed within a second (A5).',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.accounts.keys.revoke(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
