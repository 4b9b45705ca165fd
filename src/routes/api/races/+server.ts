import { endpoint } from '$lib/realtime/server/rest';
import { raceAnswer, raceWish } from './answers.server';

export const POST = endpoint(
	{
		summary:
			'Makes a race with the settings of a test; others come by a share link that lets them participate (S7).',
		permission: 'write',
		body: raceWish,
		answer: raceAnswer,
		status: 201
	},
	async ({ event, identity, body }) => event.locals.app.races.create(identity.userId, body.settings)
);
