import { z } from 'zod/mini';
import { errorCodes } from '../errors';
import { defineMessages } from './catalogue';
import { permissionLevels } from './permissions';

/** The line's own messages: the connection, who is asking, and what went wrong. */

const empty = z.object({});

export const lineMessages = defineMessages({
	connection_established: {
		direction: 'out',
		summary: 'The first message of every connection (C4).',
		schema: z.object({
			connectionId: z.string(),
			message: z.string(),
			protocolVersion: z.number(),
			serverTime: z.string(),
			heartbeatIntervalMs: z.number(),
			limits: z.object({
				messageBytes: z.number(),
				messagesPerMinute: z.number(),
				inputUpdatesPerSecond: z.number(),
				inputUpdateBurst: z.number(),
				pingsPerMinute: z.number(),
				authenticationTimeoutMs: z.number()
			})
		}),
		replaces: false
	},
	connect: {
		direction: 'in',
		summary: 'Says who is asking with an API key, as the two-step handshake has it (A1).',
		schema: z.object({
			api_key: z.string().check(z.minLength(1), z.maxLength(4096)),
			connection_type: z.optional(z.string().check(z.maxLength(64))),
			domain: z.optional(z.string().check(z.maxLength(64))),
			workspace: z.optional(z.string().check(z.maxLength(64)))
		}),
		permission: 'none',
		bucket: 'messages',
		answeredBy: 'connection_success',
		changes: false
	},
	authenticate: {
		direction: 'in',
		summary: 'Says who is asking with a token: an API key or a JWT (A1).',
		schema: z.object({ token: z.string().check(z.minLength(1), z.maxLength(16_384)) }),
		permission: 'none',
		bucket: 'messages',
		answeredBy: 'connection_success',
		changes: false
	},
	connection_success: {
		direction: 'out',
		summary: 'The credential is good (A2).',
		schema: z.object({
			message: z.literal('Connected'),
			userId: z.string(),
			permissions: z.array(z.enum(permissionLevels)),
			expiresAt: z.optional(z.string())
		}),
		replaces: false
	},
	message_delivered: {
		direction: 'out',
		summary:
			'A message was received and processed (A2); of what was said in a thread, what became of it (H2).',
		schema: z.object({
			message: z.string(),
			original_type: z.string(),
			status: z.literal('success'),
			id: z.optional(z.uuid()),
			seq: z.optional(z.number().check(z.int(), z.nonnegative())),
			threadId: z.optional(z.uuid()),
			channel: z.optional(z.string()),
			sentAt: z.optional(z.string())
		}),
		replaces: false
	},
	ping: {
		direction: 'in',
		summary: 'Keeps the connection from its idle time-out (C5).',
		schema: empty,
		permission: 'none',
		bucket: 'ping',
		answeredBy: 'pong',
		changes: false
	},
	pong: { direction: 'out', summary: 'Answers ping (C5).', schema: empty, replaces: [] },
	error: {
		direction: 'out',
		summary: 'Something was refused or failed (E3).',
		schema: z.object({
			errorCode: z.enum(errorCodes),
			errorMessage: z.string(),
			details: z.optional(z.unknown()),
			retryable: z.boolean()
		}),
		replaces: false
	},
	disconnect: {
		direction: 'out',
		summary: 'The server is about to close this connection, and why (A3, C7).',
		schema: z.object({ reason: z.string(), retryAfterMs: z.optional(z.number()) }),
		replaces: false
	}
});

export type LineMessages = typeof lineMessages;
