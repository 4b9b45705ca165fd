import { endpoint } from '$lib/realtime/server/rest';

export const DELETE = endpoint(
	{ summary: 'Signs a device out.', permission: 'write', status: 204 },
	async ({ event, identity }) => {
		await event.locals.app.accounts.devices.remove(identity, event.params.id ?? '');
		return undefined;
	}
);
