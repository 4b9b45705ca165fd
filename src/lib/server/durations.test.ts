import { expect, test } from 'vitest';
import { Durations, durationBoundsMs } from './durations';

test('each duration is counted in the first bucket that it fits', () => {
	const durations = new Durations();
	for (const ms of [0, 0.025, 0.026, 10_000, 10_001, 1e9]) durations.add(ms);
	const { buckets } = durations;
	expect(buckets).toHaveLength(durationBoundsMs.length + 1);
	expect([buckets[0], buckets[1], buckets.at(-2), buckets.at(-1)]).toEqual([2, 1, 1, 2]);
	expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(6);
	expect(durations.totalMs).toBeCloseTo(1e9 + 20_001.051, 3);
});
