import { endpoint } from '$lib/realtime/server/rest';
import { raceAnswer } from '../../answers.server';

export const POST = endpoint(
	{
		summary:
			'Begins the countdown for all who are there; the owner may, and while he is away any participant (S7).',
		permission: 'write',
		answer: raceAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.races.start(identity.userId, event.params.id ?? '')
);
