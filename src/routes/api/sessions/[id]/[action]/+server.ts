import { z } from 'zod/mini';
import { UserError } from '$lib/errors';
import { endpoint } from '$lib/realtime/server/rest';
import { syncedSession } from '$lib/sessions';
import { personId } from '$lib/sessions/messages';
import { clockActions } from '$lib/sessions/server/clock-kind';

const how = z.object({
	/** Whose turn it is then; the next one's unless told. */
	to: z.optional(personId),
	expectedVersion: z.optional(z.number().check(z.int(), z.positive()))
});

export const POST = endpoint(
	{
		summary:
			'Works the clock: start, switch (charges whose turn it was, and begins the next), pause, resume, complete. With expectedVersion only where nobody changed it since (S5).',
		permission: 'write',
		body: how,
		answer: syncedSession
	},
	async ({ event, identity, body }) => {
		const action = clockActions.find((known) => known === event.params.action);
		if (!action) {
			throw new UserError('NOT_FOUND', `A session knows ${clockActions.join(', ')}.`);
		}
		return event.locals.app.sessions.act(identity.userId, event.params.id ?? '', action, body);
	}
);
