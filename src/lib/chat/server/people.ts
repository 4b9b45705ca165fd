import { createHash } from 'node:crypto';
import { sessionOf } from '../rooms';

const CHARACTERS = 16;

/**
 * What a thread calls somebody: by his own id where nobody else reads it, beside a session by one that
 * is good in this thread only (rule S6).
 */
export function personIn(thread: { threadId: string; channel: string }, userId: string): string {
	if (sessionOf(thread.channel) === undefined) return userId;
	const digest = createHash('sha256').update(`${thread.threadId} ${userId}`).digest('base64url');
	return digest.slice(0, CHARACTERS);
}
