import { endpoint } from '$lib/realtime/server/rest';
import { raceAnswer, raceWish } from '../answers.server';

export const GET = endpoint(
	{
		summary:
			'A race that you have a part in, with the test that you type in it, or what came of it (S7).',
		permission: 'read',
		answer: raceAnswer
	},
	async ({ event, identity }) => event.locals.app.races.race(identity.userId, event.params.id ?? '')
);

export const PATCH = endpoint(
	{
		summary: 'Gives a race other settings; its owner may, before it begins.',
		permission: 'write',
		body: raceWish,
		answer: raceAnswer
	},
	async ({ event, identity, body }) =>
		event.locals.app.races.change(identity.userId, event.params.id ?? '', body.settings)
);

export const DELETE = endpoint(
	{
		summary: 'Leaves a race; its owner closes it, for everybody.',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.races.leave(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
