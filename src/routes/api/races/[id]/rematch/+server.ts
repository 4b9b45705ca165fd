import { endpoint } from '$lib/realtime/server/rest';
import { raceAnswer } from '../../answers.server';

export const POST = endpoint(
	{
		summary:
			'The next race of the same people: made where nobody has asked for it yet, once this one is over.',
		permission: 'write',
		answer: raceAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.races.rematch(identity.userId, event.params.id ?? '')
);
