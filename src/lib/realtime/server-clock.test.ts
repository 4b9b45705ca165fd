import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerClock } from './server-clock';

test('[S5] nothing is known before the first answer', () => {
	expect(new ServerClock().at(100)).toBeUndefined();
});

test('[S5] an answer halfway through its round trip gives the server’s time exactly', () => {
	const clock = new ServerClock();
	clock.sample(1_000, 50_020, 1_040);
	expect(clock.at(1_040)).toBe(50_040);
	expect(clock.at(2_000)).toBe(51_000);
});

test('[S5] the quickest of the latest round trips counts', () => {
	const clock = new ServerClock();
	clock.sample(0, 10_005, 10);
	clock.sample(100, 10_400, 500);
	expect(clock.at(500)).toBe(10_500);
	// Eight later ones, slow as they are, know of a drift that the first cannot.
	for (let turn = 0; turn < 8; turn++) clock.sample(1_000, 11_060, 1_100);
	expect(clock.at(1_100)).toBe(11_110);
});

test('[S5] it is wrong by half the quickest round trip at the most', () => {
	const trip = fc.record({
		there: fc.integer({ max: 500, min: 0 }),
		back: fc.integer({ max: 500, min: 0 })
	});
	fc.assert(
		fc.property(fc.integer(), fc.array(trip, { minLength: 1, maxLength: 8 }), (ahead, trips) => {
			const clock = new ServerClock();
			for (const { there, back } of trips) clock.sample(0, there + ahead, there + back);
			const quickest = Math.min(...trips.map(({ there, back }) => there + back));
			expect(Math.abs(clock.at(0)! - ahead)).toBeLessThanOrEqual(quickest / 2);
		})
	);
});

test('[S5] answers that say no time, or come before they were asked for, are ignored', () => {
	const clock = new ServerClock();
	clock.sample(0, NaN, 10);
	clock.sample(10, 5, 0);
	expect(clock.at(0)).toBeUndefined();
});
