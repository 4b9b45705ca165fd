import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { recoveryCodes } from '../answers';
import { givenPassword } from '../bodies.server';

export const POST = endpoint(
	{
		summary: 'Ten new recovery codes, shown this once; those before are no longer good.',
		permission: 'write',
		body: z.object({ password: givenPassword }),
		answer: z.object({ recoveryCodes })
	},
	async ({ event, identity, body }) => {
		const { attempts, entrance } = event.locals.app.accounts;
		attempts.count('sign-in', event.locals.address);
		return { recoveryCodes: await entrance.renewRecoveryCodes(identity, body.password) };
	}
);
