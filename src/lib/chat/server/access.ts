import type { Reader } from '../../server/database';
import { sessionOf } from '../rooms';
import type { ThreadRow } from './store';

/** `own`: rename it, delete it. */
export type ThreadRight = 'read' | 'write' | 'own';

type From = Pick<Reader, 'select'>;

/** A session that somebody has a part in, as far as threads are about it. */
export interface SessionSeen {
	ownerId: string;
	/** What a thread beside it is called at first. */
	title: string;
}

/** @returns undefined where there is no such session, or this person has no part in it */
export type SeeSession = (from: From, sessionId: string, userId: string) => SessionSeen | undefined;

/**
 * The one place that says what somebody may do in a thread (rule A6): every right in it is its
 * owner's; whoever has a part in the session that it stands beside may read and write (rule H1).
 */
export function mayIn(
	from: From,
	seeSession: SeeSession,
	thread: ThreadRow,
	{ userId, right }: { userId: string; right: ThreadRight }
): boolean {
	if (thread.userId === userId) return true;
	const sessionId = sessionOf(thread.channel);
	if (sessionId === undefined || right === 'own') return false;
	return seeSession(from, sessionId, userId)?.ownerId === thread.userId;
}
