import { UserError } from '../errors';
import { readError } from '../realtime/requests';
import type { MessagePage, ThreadSummary } from './threads';

/** Threads over REST, as the browser calls it (rule H3). */

const TIMEOUT_MS = 15_000;
const PAGE = 50;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What went wrong, and the field of the form that it is about. */
class Refusal extends UserError {
	get field(): string | undefined {
		const { path } = (this.details ?? {}) as { path?: unknown };
		return typeof path === 'string' ? path : undefined;
	}
}

async function answerTo(method: Method, path: string, body?: object): Promise<Response> {
	const unreachable = () =>
		new Refusal('CONNECTION_TIMEOUT', 'The server cannot be reached. Try again once it is back.');
	const answer = await fetch(`/api/chat/threads${path}`, {
		method,
		cache: 'no-store',
		signal: AbortSignal.timeout(TIMEOUT_MS),
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		})
	}).catch(() => {
		throw unreachable();
	});
	if (answer.ok) return answer;
	const said = (await answer.json().catch(() => ({}))) as { error?: Record<string, unknown> };
	// A proxy in front of no server answers in its own words.
	if (!said.error) throw unreachable();
	const { code, message, details } = readError(said.error);
	const refusal = new Refusal(code, message, details);
	// The form shows it beside that very field.
	throw new Refusal(code, message.replace(`${refusal.field ?? ''}: `, ''), details);
}

async function ask<T>(method: Method, path: string, body?: object): Promise<T> {
	return (await (await answerTo(method, path, body)).json()) as T;
}

/** Each rejects with a UserError, which names the `field` it is about where there is one. */
export const chatClient = {
	threads: (cursor: string) =>
		ask<{ items: ThreadSummary[]; nextCursor?: string }>('GET', `?cursor=${cursor}&limit=${PAGE}`),
	make: (title: string) => ask<ThreadSummary>('POST', '', { title }),
	rename: (threadId: string, title: string) =>
		ask<ThreadSummary>('PATCH', `/${threadId}`, { title }),
	async remove(threadId: string): Promise<void> {
		await answerTo('DELETE', `/${threadId}`);
	},

	/** The newest messages first; with a cursor, where that page ended. */
	messages: (threadId: string, cursor?: string) =>
		ask<MessagePage>(
			'GET',
			`/${threadId}/messages?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${cursor}`}`
		),
	/** What was said after a `seq`, in order. */
	messagesAfter: (threadId: string, seq: number) =>
		ask<MessagePage>('GET', `/${threadId}/messages?limit=200&after=${seq}`)
};

export type ChatHistory = Pick<typeof chatClient, 'messages' | 'messagesAfter'>;
