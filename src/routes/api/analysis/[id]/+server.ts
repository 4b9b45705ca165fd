import { analysisAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary: 'The same as /api/analyses/{id}, at the address that DevContext’s client knows (N5).',
		permission: 'read',
		answer: analysisAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.analyses.show(identity.userId, event.params.id ?? '')
);
