/**
 * How long a client waits before it tries again (rule C8). Pure.
 */

const FIRST_BACKOFF_MS = 500;
export const LONGEST_BACKOFF_MS = 30_000;
/** A connection that stayed authenticated this long makes the next loss a first one again. */
export const HEALTHY_AFTER_MS = 10_000;

/**
 * The longest wait before a retry.
 * @param attempt how many retries there were since the last healthy connection, from 0
 * @returns milliseconds: 500, doubled with each attempt, 30,000 at the most
 */
export function backoffCeilingMs(attempt: number): number {
	return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}

/**
 * Exponential back-off with full jitter: the wait is drawn evenly from nothing to the ceiling, so
 * that clients that lost the server together do not come back together.
 * Source: Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
 * @param attempt how many retries there were since the last healthy connection, from 0
 * @param random a number from 0 up to and without 1
 * @param leastMs what the server asked for in `disconnect.retryAfterMs`
 * @returns milliseconds
 */
export function backoffMs(attempt: number, random: number, leastMs = 0): number {
	return Math.max(leastMs, Math.floor(random * backoffCeilingMs(attempt)));
}
