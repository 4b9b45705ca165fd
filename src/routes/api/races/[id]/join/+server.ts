import { endpoint } from '$lib/realtime/server/rest';
import { raceAnswer } from '../../answers.server';

export const POST = endpoint(
	{
		summary:
			'Says that you are there: you race too where the countdown is not over yet, and others hear what you are called.',
		permission: 'write',
		answer: raceAnswer
	},
	async ({ event, identity }) => event.locals.app.races.join(identity.userId, event.params.id ?? '')
);
