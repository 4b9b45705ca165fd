import { z } from 'zod/mini';
import { defineMessages } from '../realtime/catalogue';
import { compiledObject } from '../realtime/compiled-object';

/** What travels while somebody types (rules T2–T4). */

const sessionId = z.uuid();
const count = z.number().check(z.int(), z.nonnegative());
/** Milliseconds from the start on the client's monotonic clock; 48 hours at the most. */
const milliseconds = z.number().check(z.nonnegative(), z.maximum(172_800_000));

const atMostCodePoints = (most: number) =>
	z.refine<string>((text) => text.length <= most || [...text].length <= most, {
		error: `must have at most ${most} characters`
	});

const keyEvent = compiledObject({
	t: milliseconds,
	kind: z.enum(['insert', 'deleteChar', 'deleteWord', 'deleteLine']),
	text: z.optional(z.string().check(z.maxLength(1000))),
	code: z.optional(z.string().check(z.maxLength(32)))
});

const metrics = z.object({
	wpm: z.number(),
	raw: z.number(),
	accuracy: z.number(),
	consistency: z.number(),
	elapsedMs: z.number()
});

const analysis = z.object({
	position: count,
	correct: count,
	incorrect: count,
	extra: count,
	missed: count,
	changes: z.array(z.object({ index: count, expected: z.string(), typed: z.nullable(z.string()) }))
});

export const typingMessages = defineMessages({
	start_session: {
		direction: 'in',
		summary: 'This tab types from now on; also how a tab takes up what it began (T2, T3).',
		schema: z.object({ sessionId }),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'session_started',
		// Who types is kept nowhere, and said again by every new connection.
		changes: false
	},
	session_started: {
		direction: 'out',
		summary: 'Go on from nextSeq (T2).',
		schema: z.object({ sessionId, serverTime: z.string(), nextSeq: count }),
		replaces: false
	},
	input_update: {
		direction: 'in',
		summary: 'Key events as they happen, or the whole text so far from a simple client (T3).',
		schema: z.union([
			compiledObject({
				sessionId,
				seq: count,
				events: z.array(keyEvent).check(z.minLength(1), z.maxLength(1000))
			}),
			z.object({ sessionId, input: z.string().check(atMostCodePoints(20_000)) })
		]),
		permission: 'write',
		bucket: 'input',
		answeredBy: 'metrics_update',
		changes: false
	},
	metrics_update: {
		direction: 'out',
		summary: 'What the server makes of the keys so far (T3).',
		schema: z.object({
			sessionId,
			nextSeq: count,
			durableSeq: count,
			analysis,
			metrics
		}),
		replaces: false
	},
	end_session: {
		direction: 'in',
		summary:
			'The test is over. `seq` is the number of events the client holds, `t` when it ended (T4).',
		schema: z.object({
			sessionId,
			seq: z.optional(count),
			t: z.optional(milliseconds)
		}),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'session_complete',
		changes: true
	},
	session_complete: {
		direction: 'out',
		summary: 'The result is kept (T4).',
		schema: z.object({
			sessionId,
			metrics: z.extend(metrics, { flagged: z.boolean() }),
			resultId: z.uuid(),
			resultsUrl: z.string()
		}),
		replaces: false
	}
});

export type TypingMessages = typeof typingMessages;
