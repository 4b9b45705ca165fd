import { ask, tell } from '../realtime/rest-client';
import type { MessagePage, ThreadSummary } from './threads';

/** Threads over REST, as the browser calls it (rule H3). */

const THREADS = '/api/chat/threads';
const PAGE = 50;

/** Each rejects with a `Refusal`. */
export const chatClient = {
	threads: (cursor: string) =>
		ask<{ items: ThreadSummary[]; nextCursor?: string }>(
			'GET',
			`${THREADS}?cursor=${cursor}&limit=${PAGE}`
		),
	make: (title: string) => ask<ThreadSummary>('POST', THREADS, { body: { title } }),
	rename: (threadId: string, title: string) =>
		ask<ThreadSummary>('PATCH', `${THREADS}/${threadId}`, { body: { title } }),
	remove: (threadId: string) => tell('DELETE', `${THREADS}/${threadId}`),

	/** The newest messages first; with a cursor, where that page ended. */
	messages: (threadId: string, cursor?: string) =>
		ask<MessagePage>(
			'GET',
			`${THREADS}/${threadId}/messages?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${cursor}`}`
		),
	/** What was said after a `seq`, in order. */
	messagesAfter: (threadId: string, seq: number) =>
		ask<MessagePage>('GET', `${THREADS}/${threadId}/messages?limit=200&after=${seq}`)
};

export type ChatHistory = Pick<typeof chatClient, 'messages' | 'messagesAfter'>;
