import { UserError } from '../errors';

/**
 * The three clocks of shared sessions (rule S5). A clock is a value: what it shows at a moment is
 * computed from it and that moment, so that nothing ticks over the wire and nothing drifts.
 * Pure: the server decides by it, and the browser draws by it.
 */

/** A chess clock, one countdown for all, or a stop watch. */
export const syncModes = ['per_participant', 'global', 'count_up'] as const;

export type SyncMode = (typeof syncModes)[number];

export const clockStatuses = ['ready', 'running', 'paused', 'completed', 'expired'] as const;

export type ClockStatus = (typeof clockStatuses)[number];

/** The one entry of a `global` clock's `remainingMs`. */
export const ALL = 'all';

export interface SessionClock {
	mode: SyncMode;
	status: ClockStatus;
	/** Whose turn it is. */
	activeId: string | null;
	/** What was left at `since`, in milliseconds, by participant; of `global` the one entry `all`. */
	remainingMs: Record<string, number>;
	/** Of `count_up`: what had passed at `since`, in milliseconds. */
	elapsedMs?: number;
	/** Since when it runs, by the server's clock, ISO 8601; null while it stands still. */
	since: string | null;
}

/** @param totals milliseconds by participant; by `all` for `global`, empty for `count_up` */
export function newClock(mode: SyncMode, totals: Readonly<Record<string, number>>): SessionClock {
	return {
		mode,
		status: 'ready',
		activeId: null,
		remainingMs: { ...totals },
		...(mode === 'count_up' && { elapsedMs: 0 }),
		since: null
	};
}

/** Milliseconds since it was last set going; 0 while it stands still, and never negative. */
function runFor({ since }: SessionClock, now: number): number {
	return since === null ? 0 : Math.max(0, now - Date.parse(since));
}

/** The entry that runs down, if one does. */
function runningEntry({ mode, status, activeId }: SessionClock): string | undefined {
	if (status !== 'running' || mode === 'count_up') return undefined;
	return mode === 'global' ? ALL : (activeId ?? undefined);
}

/**
 * What is left for a participant (`all` for a `global` clock), in milliseconds, at least 0.
 * @param now milliseconds since the epoch by the server's clock
 */
export function remainingAt(clock: SessionClock, id: string, now: number): number {
	const left = clock.remainingMs[id] ?? 0;
	return runningEntry(clock) === id ? Math.max(0, left - runFor(clock, now)) : left;
}

/** What has passed on a `count_up` clock, in milliseconds. */
export function elapsedAt(clock: SessionClock, now: number): number {
	return (clock.elapsedMs ?? 0) + (clock.status === 'running' ? runFor(clock, now) : 0);
}

/** When it runs out if nobody touches it, milliseconds since the epoch; undefined where it does not. */
export function runsOutAt(clock: SessionClock): number | undefined {
	const entry = runningEntry(clock);
	if (entry === undefined || clock.since === null) return undefined;
	return Date.parse(clock.since) + (clock.remainingMs[entry] ?? 0);
}

/** The same clock, or the expired one it has become by now. */
export function expireWhenDue(clock: SessionClock, now: number): SessionClock {
	const at = runsOutAt(clock);
	if (at === undefined || at > now) return clock;
	return { ...charged(clock, now), status: 'expired', since: null };
}

/**
 * Sets it going.
 * @param order the participants, in the order of their turns
 * @param first who begins; the first of the order unless told
 * @throws UserError INVALID_STATE unless it is ready, INVALID_MESSAGE_FORMAT for a stranger
 */
export function startClock(
	clock: SessionClock,
	order: readonly string[],
	now: number,
	first: string | undefined = order[0]
): SessionClock {
	demand(clock, 'ready');
	return running({ ...clock, activeId: participant(order, first) }, now);
}

/**
 * Charges whose turn it was, and begins the next one's.
 * @param to whose turn it is now; the next of the order unless told
 * @throws UserError INVALID_STATE unless it runs, INVALID_MESSAGE_FORMAT for a stranger
 */
export function switchClock(
	clock: SessionClock,
	order: readonly string[],
	now: number,
	to: string | undefined = next(order, clock.activeId)
): SessionClock {
	demand(clock, 'running');
	return running({ ...charged(clock, now), activeId: participant(order, to) }, now);
}

/** @throws UserError INVALID_STATE unless it runs */
export function pauseClock(clock: SessionClock, now: number): SessionClock {
	demand(clock, 'running');
	return { ...charged(clock, now), status: 'paused', since: null };
}

/** @throws UserError INVALID_STATE unless it is paused */
export function resumeClock(clock: SessionClock, now: number): SessionClock {
	demand(clock, 'paused');
	return running(clock, now);
}

/** @throws UserError INVALID_STATE where it is over already */
export function completeClock(clock: SessionClock, now: number): SessionClock {
	demand(clock, 'ready', 'running', 'paused');
	return { ...charged(clock, now), status: 'completed', activeId: null, since: null };
}

function running(clock: SessionClock, now: number): SessionClock {
	return { ...clock, status: 'running', since: new Date(now).toISOString() };
}

/** With what has passed taken off, or added. */
function charged(clock: SessionClock, now: number): SessionClock {
	const entry = runningEntry(clock);
	const remainingMs =
		entry === undefined
			? clock.remainingMs
			: { ...clock.remainingMs, [entry]: remainingAt(clock, entry, now) };
	const isCounting = clock.elapsedMs !== undefined;
	return { ...clock, remainingMs, ...(isCounting && { elapsedMs: elapsedAt(clock, now) }) };
}

function next(order: readonly string[], activeId: string | null): string | undefined {
	return activeId === null ? order[0] : order[(order.indexOf(activeId) + 1) % order.length];
}

/** Clocks without participants have nobody's turn. */
function participant(order: readonly string[], id: string | undefined): string | null {
	if (id === undefined) return null;
	if (order.includes(id)) return id;
	throw new UserError(
		'INVALID_MESSAGE_FORMAT',
		`There is no participant "${id}" in this session. Take the id from its state.`,
		{ path: 'to' }
	);
}

const sentences: Record<ClockStatus, string> = {
	ready: 'The clock has not been started yet. Start it first.',
	running: 'The clock is running. Pause it first.',
	paused: 'The clock is paused. Resume it first.',
	completed: 'This session is completed. Make a new one.',
	expired: 'The time is up. Make a new session.'
};

function demand({ status }: SessionClock, ...allowed: ClockStatus[]): void {
	if (allowed.includes(status)) return;
	throw new UserError('INVALID_STATE', sentences[status], { state: status });
}
