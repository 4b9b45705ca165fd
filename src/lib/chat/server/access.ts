import type { ThreadRow } from './store';

/** `own`: rename it, delete it. */
export type ThreadRight = 'read' | 'write' | 'own';

export type MayIn = (thread: ThreadRow, userId: string, right: ThreadRight) => boolean;

/**
 * The one place that says what somebody may do in a thread (rule A6): it is its owner's alone, and
 * every right in it is his.
 */
export const mayIn: MayIn = (thread, userId) => thread.userId === userId;
