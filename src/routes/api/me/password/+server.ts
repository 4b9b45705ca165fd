import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { givenPassword, newPassword } from '../bodies.server';

export const POST = endpoint(
	{
		summary: 'Changes the password; all other sessions end.',
		permission: 'write',
		body: z.object({ current: givenPassword, password: newPassword }),
		status: 204
	},
	async ({ event, identity, body }) => {
		const { attempts, entrance } = event.locals.app.accounts;
		attempts.count('sign-in', event.locals.address);
		await entrance.changePassword(identity, body);
		return undefined;
	}
);
