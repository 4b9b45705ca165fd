import { z } from 'zod/mini';
import { defineMessages } from '../realtime/catalogue';
import { lineMessages } from '../realtime/messages';
import {
	countCharacters,
	isBlank,
	MOST_TEXT_CHARACTERS,
	MOST_TITLE_CHARACTERS,
	tidyText,
	tidyTitle
} from './text';

/** What travels about threads and their channels (rules H1–H3, I6), on the line and over REST. */

const visible = z.refine<string>((text) => !isBlank(text), {
	error: 'must have something to read'
});

/** Text of one or more characters, in code points, tidied before it is counted. */
const words = (tidy: (text: string) => string, most: number) =>
	z.string().check(
		z.overwrite(tidy),
		visible,
		z.refine((text) => text.length <= most || countCharacters(text) <= most, {
			error: `must have at most ${most} characters`
		}),
		// For the reference, which sees no further into what is refined.
		z.meta({ minLength: 1, maxLength: most })
	);

const id = z.uuid();
const seq = z.number().check(z.int(), z.nonnegative());
const time = z.iso.datetime();
const text = words(tidyText, MOST_TEXT_CHARACTERS);
const agentId = z.string().check(
	z.regex(/^[A-Za-z0-9_-]{1,64}$/, {
		error: 'must be 1 to 64 characters A–Z a–z 0–9 _ -'
	})
);
const agentStatus = z.enum(['idle', 'thinking', 'asking', 'listening']);
const channel = z.string().check(
	z.regex(/^(?:room:[a-z0-9_-]{1,64}|session:[A-Za-z0-9_-]{1,64})$/, {
		error: 'must be room:<name>, the name 1 to 64 characters a–z 0–9 _ -, or session:<id>'
	})
);
const room = z.string().check(
	z.regex(/^room:[a-z0-9_-]{1,64}$/, {
		error: 'must be room:<name>, the name 1 to 64 characters a–z 0–9 _ -'
	})
);

const person = z.object({ id: z.string(), name: z.string() });
const members = z.array(person);
const agent = z.object({ agentId, status: agentStatus });

/** Who speaks in an interview. */
export const transcriptRoles = ['interviewer', 'candidate'] as const;

/** One message; without an author where that person has deleted everything, and of an interviewer’s. */
const chatMessage = z.object({
	id,
	seq,
	channel,
	threadId: id,
	author: z.nullable(person),
	/** Part of an interview’s transcript, said by this one; without it, it was said in the margin. */
	role: z.optional(z.enum(transcriptRoles)),
	text: z.string(),
	sentAt: time
});

/** A thread as its owner sees it. */
export const threadSchema = z.object({
	threadId: id,
	channel,
	title: z.string(),
	lastSeq: seq,
	createdAt: time,
	updatedAt: time
});

export const threadList = z.object({
	items: z.array(threadSchema),
	nextCursor: z.optional(z.string())
});

export const messageList = z.object({
	items: z.array(chatMessage),
	nextCursor: z.optional(z.string())
});

const title = words(tidyTitle, MOST_TITLE_CHARACTERS);

/** What `POST /api/chat/threads` takes; the channel is made from the title where there is none. */
export const newThread = z.object({ title, channel: z.optional(room) });

/** What `PATCH /api/chat/threads/:id` takes. */
export const threadPatch = z.object({ title });

export const chatMessages = defineMessages({
	join_channel: {
		direction: 'in',
		summary:
			'Hear what is said in a channel from now on. A room that does not exist yet is made, for a credential that may write; by threadId nothing is made (H1).',
		schema: z.union([z.object({ channel }), z.object({ threadId: id })]),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'channel_joined',
		// Of a connection, not of a person: sent again it must be done again, and may be.
		changes: false
	},
	channel_joined: {
		direction: 'out',
		summary:
			'This connection is a member. What was said up to lastSeq is fetched over REST, the rest comes as chat_message. Beside a session people go by ids of this thread only: `me` is the receiver’s (H1).',
		schema: z.object({
			channel,
			threadId: id,
			lastSeq: seq,
			/** How many of its messages are no part of a transcript. */
			inMargin: seq,
			/** What others call the receiver here, where that is not his own id. */
			me: z.optional(z.string()),
			members,
			agents: z.array(agent)
		}),
		replaces: false
	},
	leave_channel: {
		direction: 'in',
		summary: 'Hear no more of a channel; also where this connection had not joined it (H1).',
		schema: z.union([z.object({ channel }), z.object({ threadId: id })]),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'channel_left',
		changes: false
	},
	channel_left: {
		direction: 'out',
		summary:
			'Nothing more comes of this channel: as answer to leave_channel, or unasked with the reason: the thread was deleted, or the part in its session withdrawn (H1).',
		schema: z.object({
			channel,
			threadId: id,
			reason: z.optional(z.enum(['deleted', 'withdrawn']))
		}),
		replaces: false
	},
	channel_members: {
		direction: 'out',
		summary: 'Who is in a channel, one entry a person; whenever that changes (H1).',
		schema: z.object({ channel, threadId: id, members }),
		replaces: ['threadId']
	},
	send_message: {
		direction: 'in',
		summary: 'Say something in a thread, joined or not (H2).',
		schema: z.union([z.object({ channel, text }), z.object({ threadId: id, text })]),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'message_delivered',
		changes: true
	},
	message_delivered: lineMessages.message_delivered,
	chat_message: {
		direction: 'out',
		summary:
			'Something was said: to every connection that joined, the sender’s too. seq is gapless within the thread (H2).',
		schema: chatMessage,
		replaces: false
	},
	update_agent_status: {
		direction: 'in',
		summary: 'What an agent is doing in a channel (I6).',
		schema: z.union([
			z.object({ channel, agentId, status: agentStatus }),
			z.object({ threadId: id, agentId, status: agentStatus })
		]),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'message_delivered',
		changes: false
	},
	agent_status: {
		direction: 'out',
		summary:
			'What an agent does. In a channel sessionId is the thread’s id, and the agent idle again once the connection that said it is gone; without one sessionId is the interview’s, and the agent its interviewer (I6).',
		schema: z.object({
			sessionId: id,
			channel: z.optional(channel),
			agentId,
			status: agentStatus
		}),
		replaces: ['sessionId', 'agentId']
	}
});

export type ChatMessages = typeof chatMessages;
