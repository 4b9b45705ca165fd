import type { z } from 'zod/mini';
import type { PayloadOf } from '../realtime/catalogue';
import type { ChatMessages, messageList, threadSchema } from './messages';

/** A thread; times are ISO 8601, `lastSeq` is 0 before the first message. */
export type ThreadSummary = z.output<typeof threadSchema>;

/** One thing said; `author` is null once its author has deleted everything. */
export type ChatMessage = PayloadOf<ChatMessages, 'chat_message'>;

/** Some messages of a thread, and where it goes on. */
export type MessagePage = z.output<typeof messageList>;

/** Somebody in a channel, one entry however many connections. */
export type Member = PayloadOf<ChatMessages, 'channel_members'>['members'][number];

/** An agent that is at work in a channel. */
export type Agent = PayloadOf<ChatMessages, 'channel_joined'>['agents'][number];

/** What the agent is called that asks in an interview (rule I6). */
export const INTERVIEWER = 'interviewer';

/** Whether it was said beside what a thread is about, not in it (rule H3). */
export const isInMargin = ({ role }: ChatMessage): boolean => role === undefined;
