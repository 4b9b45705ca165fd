import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { answerAs } from '../answer-as';
import { me, recoveryCodes } from '../answers';
import { email, name, newPassword } from '../bodies.server';

export const POST = endpoint(
	{
		summary:
			'The guest becomes an account, with everything he owns; the recovery codes are shown this once.',
		permission: 'write',
		body: z.object({ email, password: newPassword, name: z.optional(name) }),
		answer: z.extend(me, { recoveryCodes }),
		status: 201
	},
	async ({ event, identity, body }) => {
		const { attempts, entrance } = event.locals.app.accounts;
		attempts.count('sign-up', event.locals.address);
		const { session, recoveryCodes } = await entrance.signUp(identity, body);
		return answerAs(event, session, { status: 201, recoveryCodes });
	}
);
