import { z } from 'zod/mini';
import { defineMessages } from '../realtime/catalogue';
import { clockStatuses, syncModes } from './clock';
import { sessionRoles } from './roles';

/** What travels about shared sessions (section S, T7). */

const sessionId = z.uuid();
const version = z.number().check(z.int(), z.positive());
const milliseconds = z.number().check(z.nonnegative());
const role = z.enum(sessionRoles);

/** A state, as the receiver's role may see it; what it holds its kind says. */
const state = z.looseObject({ kind: z.string() });

export const sessionClock = z.object({
	mode: z.enum(syncModes),
	status: z.enum(clockStatuses),
	activeId: z.nullable(z.string()),
	remainingMs: z.record(z.string(), milliseconds),
	elapsedMs: z.optional(milliseconds),
	since: z.nullable(z.iso.datetime())
});

/** What others call somebody: of this session only (rule S6). */
export const personId = z
	.string()
	.check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 characters A–Z a–z 0–9 _ -' }));

const person = z.object({ id: z.string(), name: z.string(), role, connected: z.boolean() });

export const people = z.array(person);

/** A state as it is, and what whoever asks is in it. */
export const syncedSession = z.object({ sessionId, version, state, role, personId });

export const sessionMessages = defineMessages({
	subscribe_session: {
		direction: 'in',
		summary:
			'Hear of every change of a session from now on; also how a client that was away catches up (S1).',
		schema: z.object({ sessionId, lastVersion: z.optional(version) }),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'state_sync',
		// Of a connection, not of a person: sent again it must be done again, and may be.
		changes: false
	},
	state_sync: {
		direction: 'out',
		summary:
			'The state as it is, and what the receiver is in it: his role, and the id that others know him by (S1).',
		schema: syncedSession,
		replaces: ['sessionId']
	},
	unsubscribe_session: {
		direction: 'in',
		summary: 'Hear no more of a session; also where this connection had not subscribed (S1).',
		schema: z.object({ sessionId }),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'subscription_ended',
		changes: false
	},
	subscription_ended: {
		direction: 'out',
		summary:
			'Nothing more comes of this session: as answer to unsubscribe_session, or unasked, with the reason: withdrawn, left (A6).',
		schema: z.object({ sessionId, reason: z.string() }),
		replaces: false
	},
	state_update: {
		direction: 'out',
		summary:
			'The state changed: whole, as the receiver’s role may see it. Apply any higher version, ignore a lower one (S2, D4).',
		schema: z.object({ sessionId, version, state }),
		replaces: ['sessionId']
	},
	session_deleted: {
		direction: 'out',
		summary: 'The session is gone, and with it the subscription (S3).',
		schema: z.object({ sessionId }),
		replaces: false
	},
	presence_update: {
		direction: 'out',
		summary:
			'Who is there: one entry a person, however many tabs. Whoever has a part stays in it while away, a watcher does not (S6).',
		schema: z.object({ sessionId, participants: people }),
		replaces: ['sessionId']
	},
	typing_progress: {
		direction: 'out',
		summary:
			'How far everybody is in a typing test or race; at most ten a second, never kept (T7).',
		schema: z.object({
			sessionId,
			participants: z.array(
				z.object({
					id: z.string(),
					position: z.number().check(z.int(), z.nonnegative()),
					wpm: z.number(),
					accuracy: z.number()
				})
			)
		}),
		replaces: ['sessionId']
	}
});

export type SessionMessages = typeof sessionMessages;

/** What REST answers of a session. */
export const sessionAnswer = z.extend(syncedSession, {
	participants: people,
	createdAt: z.iso.datetime()
});
