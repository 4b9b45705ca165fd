import { analysisAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary: 'An analysis of yours: what is done so far (N5).',
		permission: 'read',
		answer: analysisAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.analyses.show(identity.userId, event.params.id ?? '')
);

export const DELETE = endpoint(
	{
		summary: 'Deletes an analysis with all that it found; one that runs ends.',
		permission: 'write',
		status: 204
	},
	async ({ event, identity }) => {
		await event.locals.app.analyses.remove(identity.userId, event.params.id ?? '');
		return undefined;
	}
);
