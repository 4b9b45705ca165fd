import { analysisAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const POST = endpoint(
	{
		summary: 'Goes on with an analysis that failed or was cancelled, behind the last step done.',
		permission: 'write',
		answer: analysisAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.analyses.retry(identity.userId, event.params.id ?? '')
);
