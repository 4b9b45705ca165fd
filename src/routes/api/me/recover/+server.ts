import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { answerAs } from '../answer-as';
import { me } from '../answers';
import { code, givenEmail, newPassword } from '../bodies.server';

export const POST = endpoint(
	{
		summary:
			'Signs in by a recovery code, or by one that `npm run recover` made, and sets a new password; other sessions end.',
		permission: 'write',
		body: z.object({ email: givenEmail, code, password: newPassword }),
		answer: me
	},
	async ({ event, identity, body }) => {
		const { attempts, entrance } = event.locals.app.accounts;
		attempts.count('sign-in', event.locals.address);
		return answerAs(event, await entrance.recover(identity, body));
	}
);
