import { endpoint } from '$lib/realtime/server/rest';

export const DELETE = endpoint(
	{
		summary: 'Withdraws a link: whoever came by it is out at once (A6).',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.sessions.sharing.withdraw(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
