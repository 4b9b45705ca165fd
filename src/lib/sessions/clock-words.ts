import { ALL, remainingAt, type SessionClock } from './clock';
import type { SessionRole } from './roles';
import type { ClockAction, ClockState } from './server/clock-kind';

/** What a bare clock says, and to whom it offers what (rule S5). Pure. */

const TENTH_MS = 100;
const SECOND_MS = 1000;

/** From here on tenths are shown. */
const SHORT_TENTHS = 100;

/**
 * What is left, as a clock shows it: `1:02:05`, `2:05`, at the end `0:09.4`. Rounded up, so that it
 * says nothing is left only when nothing is.
 * @param ms milliseconds, not negative
 */
export function figureLeft(ms: number): string {
	const tenths = Math.ceil(ms / TENTH_MS);
	if (tenths < SHORT_TENTHS) return `0:0${Math.floor(tenths / 10)}.${tenths % 10}`;
	return figure(Math.ceil(ms / SECOND_MS));
}

/** What has passed, as a clock shows it: `1:02:05` or `2:05`. @param ms milliseconds, not negative */
export function figurePassed(ms: number): string {
	return figure(Math.floor(ms / SECOND_MS));
}

function figure(seconds: number): string {
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor((seconds % 3600) / 60);
	const two = (part: number) => String(part).padStart(2, '0');
	const end = two(seconds % 60);
	return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}

/**
 * How it stands, in a sentence that changes with the state and not with the time.
 * @param myId what the reader is called in this session
 */
export function standing({ participants, clock }: ClockState, myId: string | undefined): string {
	const first = participants[0];
	const active = participants.find(({ id }) => id === clock.activeId);
	const isMine = active?.id === myId;
	const whose = active && (isMine ? 'Your' : `${active.name}’s`);
	switch (clock.status) {
		case 'ready':
			if (!first) return 'Not started yet.';
			return `Not started yet. ${first.id === myId ? 'You begin' : `${first.name} begins`}.`;
		case 'running':
			return whose === undefined ? 'Running.' : `${whose} turn.`;
		case 'paused':
			return whose === undefined ? 'Paused.' : `Paused in ${isMine ? 'your' : whose} turn.`;
		case 'expired':
			// A countdown for all is nobody's own.
			return clock.mode === 'global' || whose === undefined
				? 'Time is up.'
				: `${whose} time is up.`;
		case 'completed':
			return 'Completed.';
	}
}

const calls = [
	{ atMs: 10_000, said: 'Ten seconds left.' },
	{ atMs: 60_000, said: 'One minute left.' }
];

/**
 * What who only listens is told as time runs out, since figures are not read out while they move:
 * nothing, but where so much was left when it was last set going, and is no more.
 * @param now milliseconds since the epoch by the server's clock
 */
export function lastCall(clock: SessionClock, now: number): string {
	const { mode, status, activeId, remainingMs } = clock;
	const entry = mode === 'global' ? ALL : activeId;
	if (status !== 'running' || mode === 'count_up' || entry === null) return '';
	const before = remainingMs[entry] ?? 0;
	const left = remainingAt(clock, entry, now);
	return calls.find(({ atMs }) => left <= atMs && before > atMs)?.said ?? '';
}

/** What somebody may do to it as it stands; the server asks the same again. */
export function actionsFor(
	{ participants, clock }: ClockState,
	role: SessionRole | undefined,
	myId: string | undefined
): ReadonlySet<ClockAction> {
	const isOwner = role === 'owner';
	if (!isOwner && role !== 'participate') return new Set();
	const isTheirs = isOwner || clock.activeId === myId;
	const now = {
		ready: ['start'],
		running: participants.length > 1 && isTheirs ? ['switch', 'pause'] : ['pause'],
		paused: ['resume'],
		completed: undefined,
		expired: undefined
	}[clock.status] as ClockAction[] | undefined;
	if (!now) return new Set();
	return new Set(isOwner ? [...now, 'complete'] : now);
}
