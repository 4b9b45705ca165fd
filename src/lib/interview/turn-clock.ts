import type { Difficulty } from '../analysis';
import {
	ALL,
	elapsedAt,
	newClock,
	remainingAt,
	startClock,
	type SessionClock
} from '../sessions/clock';
import type { Pace, SessionType } from './kinds';

/** How long somebody has for an answer (rules I1, S5). Pure. */

/** Milliseconds. */
const QUESTION_MS: Record<Difficulty, number> = {
	junior: 180_000,
	'mid-level': 240_000,
	senior: 300_000
};

const FOLLOW_UP_MS = 120_000;

/** What the clock gives for a turn, in milliseconds; null where there is none, and time is counted up. */
export function limitOf(
	{ sessionType, pace }: { sessionType: SessionType; pace: Pace },
	{ type, difficulty }: { type: string; difficulty: Difficulty }
): number | null {
	if (sessionType === 'practice' || pace === 'off') return null;
	return pace * (type === 'question' ? QUESTION_MS[difficulty] : FOLLOW_UP_MS);
}

/** The clock of a turn that begins now. */
export function turnClock(limitMs: number | null, now: number): SessionClock {
	const clock =
		limitMs === null ? newClock('count_up', {}) : newClock('global', { [ALL]: limitMs });
	return startClock(clock, [], now);
}

/** What has passed on a clock that stands still, in milliseconds. */
export function spentOn(clock: SessionClock, limitMs: number | null): number {
	return limitMs === null ? elapsedAt(clock, 0) : limitMs - remainingAt(clock, ALL, 0);
}
