import { analysisAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const POST = endpoint(
	{
		summary: 'Ends an analysis that waits or runs; what it found stays.',
		permission: 'write',
		answer: analysisAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.analyses.cancel(identity.userId, event.params.id ?? '')
);
