import { z } from 'zod/mini';
import { shownFinding } from '$lib/analysis/formats/shown-finding';
import { endpoint } from '$lib/realtime/server/rest';

export const PATCH = endpoint(
	{
		summary:
			'Says that a finding is not so, or is so after all: it is hidden with its questions, in later analyses of the repository too.',
		permission: 'write',
		body: z.object({ dismissed: z.boolean() }),
		answer: shownFinding
	},
	async ({ event, identity, body }) => {
		const { id = '', findingId = '' } = event.params;
		const { analyses } = event.locals.app;
		return analyses.dismiss(identity.userId, id, findingId, body.dismissed);
	}
);
