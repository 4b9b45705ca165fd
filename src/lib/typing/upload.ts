import { UserError } from '../errors';
import type { KeyEvent } from './events';

/**
 * How a log reaches the server (rule T3): what to send next, and what an answer means. Pure; the
 * uploader acts on it.
 */

/** At most ten messages a second while somebody types. Milliseconds. */
export const BETWEEN_UPDATES_MS = 100;
/** Keeps a message far below the line's 128 KiB (rule L1): an event is about 60 characters. */
export const MOST_EVENTS_AT_ONCE = 500;
const MOST_TEXT_AT_ONCE = 16_000;
const WAIT_AFTER_FAILURE_MS = 1_000;
const WAIT_FOR_START_MS = 250;

export interface Upload {
	/** The first event not sent yet. */
	readonly nextSeq: number;
	/**
	 * Counts how often sending began anew: an answer to what was sent in an earlier round says
	 * nothing about this one.
	 */
	readonly round: number;
	/** When the last message was sent, on the caller's monotonic clock. Milliseconds. */
	readonly sentAt: number;
	/** Whether `end_session` was sent in this round. */
	readonly endSent: boolean;
}

export const newUpload: Upload = { nextSeq: 0, round: 0, sentAt: -Infinity, endSent: false };

export type NextStep =
	| { do: 'send'; seq: number; events: readonly KeyEvent[] }
	| { do: 'wait'; ms: number }
	| { do: 'end'; seq: number }
	| { do: 'rest' };

/**
 * What to send now. Keys are gathered, so that no more than ten messages a second go out; once the
 * test has ended nothing waits, and `end_session` follows the last of them.
 */
export function nextStep(
	upload: Upload,
	log: readonly KeyEvent[],
	ended: boolean,
	nowMs: number
): NextStep {
	const { nextSeq, sentAt, endSent } = upload;
	if (nextSeq >= log.length) {
		return ended && !endSent && log.length > 0 ? { do: 'end', seq: log.length } : { do: 'rest' };
	}
	const waitMs = sentAt + BETWEEN_UPDATES_MS - nowMs;
	if (!ended && waitMs > 0) return { do: 'wait', ms: waitMs };
	return { do: 'send', seq: nextSeq, events: gather(log, nextSeq) };
}

function gather(log: readonly KeyEvent[], from: number): readonly KeyEvent[] {
	const most = Math.min(log.length, from + MOST_EVENTS_AT_ONCE);
	let to = from;
	let characters = 0;
	while (to < most && (to === from || characters < MOST_TEXT_AT_ONCE)) {
		characters += log[to]?.text?.length ?? 0;
		to += 1;
	}
	return log.slice(from, to);
}

export function afterSending(upload: Upload, sentEvents: number, nowMs: number): Upload {
	return { ...upload, nextSeq: upload.nextSeq + sentEvents, sentAt: nowMs };
}

export function afterEnding(upload: Upload): Upload {
	return { ...upload, endSent: true };
}

/** Begins a new round from what the server says it has. */
export function resumeFrom(upload: Upload, nextSeq: number): Upload {
	return { ...upload, nextSeq, round: upload.round + 1, endSent: false };
}

/** What an upload's error asks for. */
export type Remedy =
	/** Send again from there: the server misses events. */
	| { do: 'resend'; nextSeq: number }
	/** Send `start_session` again after a while, or when the line is back. */
	| { do: 'restart'; afterMs: number }
	/** Another tab types this test. */
	| { do: 'yield' }
	/** It is over on the server: `end_session` tells how it ended. */
	| { do: 'end' }
	/** The connection is gone; its return begins a new round. */
	| { do: 'wait' }
	/** The server will never take it. */
	| { do: 'give up'; reason: UserError };

/** @param error what `Channel.request` rejected with */
export function remedyFor(error: unknown): Remedy {
	if (!(error instanceof UserError)) return { do: 'wait' };
	const details = isRecord(error.details) ? error.details : {};
	switch (error.code) {
		case 'CONFLICT':
			return typeof details['nextSeq'] === 'number'
				? { do: 'resend', nextSeq: details['nextSeq'] }
				: { do: 'restart', afterMs: WAIT_AFTER_FAILURE_MS };
		case 'INVALID_STATE':
			if (details['state'] === 'taken_over') return { do: 'yield' };
			if (details['state'] === 'completed') return { do: 'end' };
			// This clock is ahead of the server's.
			if (details['state'] === 'countdown') {
				return { do: 'restart', afterMs: WAIT_FOR_START_MS };
			}
			return { do: 'give up', reason: error };
		case 'RATE_LIMIT_EXCEEDED':
			return {
				do: 'restart',
				afterMs:
					typeof details['retryAfterMs'] === 'number'
						? details['retryAfterMs']
						: WAIT_AFTER_FAILURE_MS
			};
		case 'CAPACITY_EXCEEDED':
		case 'CONNECTION_TIMEOUT':
		case 'INTERNAL_ERROR':
		case 'UNAUTHORIZED':
			return { do: 'restart', afterMs: WAIT_AFTER_FAILURE_MS };
		default:
			return { do: 'give up', reason: error };
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
