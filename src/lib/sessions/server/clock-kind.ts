import { z } from 'zod/mini';
import {
	completeClock,
	expireWhenDue,
	pauseClock,
	resumeClock,
	runsOutAt,
	startClock,
	switchClock,
	type SessionClock
} from '../clock';
import { withoutInvisible } from '../../visible-text';
import { personId, sessionClock } from '../messages';
import type { SessionKind } from './kinds';

/** A year at the most. */
export const totalTime = z
	.number()
	.check(z.int(), z.nonnegative(), z.maximum(365 * 24 * 60 * 60 * 1000));

/** One who has a turn on a bare clock. */
export const clockParticipant = z.object({
	id: personId,
	name: z.string().check(
		z.trim(),
		z.minLength(1),
		z.maxLength(64),
		z.refine((name) => withoutInvisible(name) === name, { error: 'has visible characters only' })
	),
	/** What a chess clock gives him, in milliseconds; nothing to other clocks. */
	totalTimeMs: z.optional(totalTime)
});

/** A session that is a clock and nothing else: what the session-sync server kept. */
export interface ClockState {
	kind: 'clock';
	participants: z.output<typeof clockParticipant>[];
	clock: SessionClock;
}

export const clockKind: SessionKind<ClockState> = {
	name: 'clock',
	most: 1000,
	viewSchema: z.object({
		kind: z.literal('clock'),
		participants: z.array(clockParticipant),
		clock: sessionClock
	}),
	// Whoever may see it sees all of it.
	view: (state) => state,
	dueAt: ({ clock }) => runsOutAt(clock),
	expire(state, now) {
		const clock = expireWhenDue(state.clock, now);
		return clock === state.clock ? undefined : { ...state, clock };
	},
	names: ({ participants }) => Object.fromEntries(participants.map(({ id, name }) => [id, name]))
};

/** What is done to a bare clock, by the last part of its address. */
export const clockActions = ['start', 'switch', 'pause', 'resume', 'complete'] as const;

export type ClockAction = (typeof clockActions)[number];

/**
 * @param to of `start` and `switch`: whose turn it is then
 * @throws UserError INVALID_STATE, INVALID_MESSAGE_FORMAT
 */
export function act(state: ClockState, action: ClockAction, now: number, to?: string): ClockState {
	const order = state.participants.map(({ id }) => id);
	// Whoever comes after the end, and before the job that says so, is too late all the same.
	const clock = expireWhenDue(state.clock, now);
	const next = {
		start: () => startClock(clock, order, now, to),
		switch: () => switchClock(clock, order, now, to),
		pause: () => pauseClock(clock, now),
		resume: () => resumeClock(clock, now),
		complete: () => completeClock(clock, now)
	}[action]();
	return { ...state, clock: next };
}
