import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffCeilingMs, backoffMs, LONGEST_BACKOFF_MS } from './backoff';

const attempts = fc.nat({ max: 5000 });
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before a retry', () => {
	it('[C8] doubles its ceiling from 500 ms and stops at 30 s', () => {
		expect([0, 1, 2, 3, 4, 5, 6, 7].map(backoffCeilingMs)).toEqual([
			500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000
		]);
	});

	it('[C8] is never longer than its ceiling, whatever the attempt', () => {
		fc.assert(
			fc.property(attempts, randoms, (attempt, random) => {
				const wait = backoffMs(attempt, random);
				expect(wait).toBeGreaterThanOrEqual(0);
				expect(wait).toBeLessThan(Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** attempt));
			})
		);
	});

	it('[C8] uses the whole range below the ceiling, so that clients spread', () => {
		fc.assert(
			fc.property(attempts, randoms, (attempt, random) => {
				const share = backoffMs(attempt, random) / backoffCeilingMs(attempt);
				expect(Math.abs(share - random)).toBeLessThan(1 / 400);
			})
		);
	});

	it('[C7] is never shorter than the server asked for', () => {
		fc.assert(
			fc.property(attempts, randoms, fc.nat({ max: 60_000 }), (attempt, random, least) => {
				expect(backoffMs(attempt, random, least)).toBe(Math.max(least, backoffMs(attempt, random)));
			})
		);
	});
});
