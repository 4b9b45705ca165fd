/** What an interview, its turns and what comes next may be: each said once, for states, tables and schemas. */

export const sessionTypes = ['live', 'practice'] as const;

export type SessionType = (typeof sessionTypes)[number];

/** How much longer than usual the candidate needs; `off` has no clock. */
export const paces = [1, 1.5, 2, 'off'] as const;

export type Pace = (typeof paces)[number];

export const followUpTypes = ['clarifying', 'deeper_technical'] as const;

export type FollowUpType = (typeof followUpTypes)[number];

export const turnTypes = ['question', ...followUpTypes] as const;

export type TurnType = (typeof turnTypes)[number];

export const interviewStatuses = ['asking', 'evaluating', 'paused', 'completed', 'ended'] as const;

export const nextActions = ['follow_up', 'next_question', 'complete'] as const;
