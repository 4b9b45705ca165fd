import { z } from 'zod/mini';
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
		summary:
			'Deletes an analysis with all that it found; one that runs ends. Interviews keep their questions: with `quotes=delete` without the lines of its code.',
		permission: 'write',
		query: z.object({ quotes: z._default(z.enum(['keep', 'delete']), 'keep') }),
		status: 204
	},
	async ({ event, identity, query }) => {
		const { analyses } = event.locals.app;
		await analyses.remove(identity.userId, event.params.id ?? '', query.quotes === 'delete');
		return undefined;
	}
);
