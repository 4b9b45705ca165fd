import { z } from 'zod/mini';
import { findingsAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

const page = z.object({
	/** A seq: only what was found after it. */
	after: z._default(z.coerce.number().check(z.int(), z.nonnegative()), 0),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 100)
});

export const GET = endpoint(
	{
		summary: 'What an analysis found after the finding with that seq, in order (N3).',
		permission: 'read',
		query: page,
		answer: findingsAnswer
	},
	async ({ event, identity, query }) =>
		event.locals.app.analyses.findings(identity.userId, event.params.id ?? '', query)
);
