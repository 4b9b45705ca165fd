import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { answerAs } from '../answer-as';
import { me } from '../answers';
import { givenEmail, givenPassword } from '../bodies.server';

export const POST = endpoint(
	{
		summary:
			'The guest becomes part of an account: what he did moves there, his API keys end (L6).',
		permission: 'write',
		body: z.object({ email: givenEmail, password: givenPassword }),
		answer: me
	},
	async ({ event, identity, body }) => {
		const { attempts, entrance } = event.locals.app.accounts;
		attempts.count('sign-in', event.locals.address);
		return answerAs(event, await entrance.signIn(identity, body));
	}
);
