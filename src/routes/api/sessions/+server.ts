import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { sessionAnswer } from '$lib/sessions';
import { syncModes } from '$lib/sessions/clock';
import { clockParticipant, totalTime } from '$lib/sessions/server/clock-kind';

const query = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50)
});

const wish = z.object({
	syncMode: z.enum(syncModes),
	participants: z._default(z.array(clockParticipant).check(z.maxLength(100)), []),
	totalTimeMs: z.optional(totalTime)
});

export const GET = endpoint(
	{
		summary: 'Your sessions that are a clock and nothing else, newest first.',
		permission: 'read',
		query,
		answer: z.object({ items: z.array(sessionAnswer), nextCursor: z.optional(z.string()) })
	},
	async ({ event, identity, query }) => event.locals.app.sessions.list(identity.userId, query)
);

export const POST = endpoint(
	{
		summary:
			'Makes a session that is a clock: per_participant with a time for each, global with one totalTimeMs for all, or count_up (S5).',
		permission: 'write',
		body: wish,
		answer: sessionAnswer,
		status: 201
	},
	async ({ event, identity, body }) => event.locals.app.sessions.createClock(identity.userId, body)
);
