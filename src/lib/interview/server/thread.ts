import type { Agent } from '../../chat';
import type { Transaction } from '../../server/database';

/** Whose thread, and beside which interview. */
export interface Beside {
	sessionId: string;
	ownerId: string;
}

/** The thread of an interview, as far as interviews write in it (rules H3, I6). */
export interface InterviewThread {
	/** Adds to the transcript, in the transaction of what is said; makes the thread where there is none. */
	transcribe(
		tx: Transaction,
		beside: Beside & { title: string },
		said: { role: 'interviewer' | 'candidate'; text: string; at: Date }
	): void;
	/** Says what was asked in other words. */
	reword(tx: Transaction, beside: Beside, reworded: (text: string) => string): void;
	/** It goes with its interview. */
	removeBeside(tx: Transaction, beside: Beside): void;
	/** Tells whoever of this instance is in it what the interviewer does. */
	tellAgentIn(sessionId: string, agent: Agent): void;
}

/** What it is called at first. */
export const threadTitle = (title: string): string => `Interview: ${title}`.slice(0, MOST_TITLE);

/** As much as titles of threads may have. */
const MOST_TITLE = 100;
