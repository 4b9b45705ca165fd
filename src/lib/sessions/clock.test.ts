import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	ALL,
	completeClock,
	elapsedAt,
	expireWhenDue,
	newClock,
	pauseClock,
	remainingAt,
	resumeClock,
	runsOutAt,
	startClock,
	switchClock,
	type SessionClock
} from './clock';

const order = ['ann', 'ben'];
const chess = () => newClock('per_participant', { ann: 60_000, ben: 30_000 });

describe('a chess clock', () => {
	test('[S5] the active one’s time runs, the other’s stands', () => {
		const clock = startClock(chess(), order, 1_000);
		expect(clock).toMatchObject({ status: 'running', activeId: 'ann' });
		expect(remainingAt(clock, 'ann', 11_000)).toBe(50_000);
		expect(remainingAt(clock, 'ben', 11_000)).toBe(30_000);
	});

	test('[S5] a switch charges whose turn it was, and begins the next one’s', () => {
		const clock = switchClock(startClock(chess(), order, 0), order, 10_000);
		expect(clock).toMatchObject({ activeId: 'ben', remainingMs: { ann: 50_000, ben: 30_000 } });
		expect(remainingAt(clock, 'ben', 15_000)).toBe(25_000);
		expect(switchClock(clock, order, 15_000).activeId).toBe('ann');
	});

	test('[S5] paused, nobody is charged, however long it takes', () => {
		const paused = pauseClock(startClock(chess(), order, 0), 10_000);
		expect(remainingAt(paused, 'ann', 99_000)).toBe(50_000);
		const resumed = resumeClock(paused, 99_000);
		expect(remainingAt(resumed, 'ann', 100_000)).toBe(49_000);
	});

	test('[S5] it expires when the active one’s time is up, and not a moment earlier', () => {
		const clock = startClock(chess(), order, 0, 'ben');
		expect(runsOutAt(clock)).toBe(30_000);
		expect(expireWhenDue(clock, 29_999)).toBe(clock);
		expect(expireWhenDue(clock, 30_000)).toMatchObject({
			status: 'expired',
			activeId: 'ben',
			remainingMs: { ann: 60_000, ben: 0 },
			since: null
		});
	});

	test('[S5] a turn goes to a participant, and to nobody else', () => {
		const clock = startClock(chess(), order, 0);
		expect(() => switchClock(clock, order, 1, 'eve')).toThrow('no participant "eve"');
		expect(switchClock(clock, order, 1, 'ann').activeId).toBe('ann');
	});
});

describe('one countdown for all', () => {
	test('[S5] it has the one entry "all", whoever has the turn', () => {
		const clock = startClock(newClock('global', { [ALL]: 5_000 }), [], 0);
		expect(clock.activeId).toBeNull();
		expect(remainingAt(clock, ALL, 2_000)).toBe(3_000);
		const turned = switchClock(
			startClock(newClock('global', { [ALL]: 5_000 }), order, 0),
			order,
			2_000
		);
		expect(turned).toMatchObject({ activeId: 'ben', remainingMs: { all: 3_000 } });
		expect(runsOutAt(turned)).toBe(5_000);
	});
});

describe('a stop watch', () => {
	test('[S5] it counts what passed while it ran, and never runs out', () => {
		const started = startClock(newClock('count_up', {}), [], 1_000);
		expect(elapsedAt(started, 3_500)).toBe(2_500);
		expect(runsOutAt(started)).toBeUndefined();
		const paused = pauseClock(started, 3_000);
		expect(elapsedAt(paused, 99_000)).toBe(2_000);
		expect(completeClock(resumeClock(paused, 100_000), 101_000)).toMatchObject({
			status: 'completed',
			elapsedMs: 3_000
		});
	});
});

test('[S5] what is done at the wrong moment is refused with the state', () => {
	const running = startClock(chess(), order, 0);
	const wrong: (() => unknown)[] = [
		() => startClock(running, order, 1),
		() => resumeClock(running, 1),
		() => pauseClock(chess(), 1),
		() => switchClock(pauseClock(running, 1), order, 2),
		() => completeClock(completeClock(running, 1), 2),
		() => switchClock(expireWhenDue(running, 60_000), order, 60_001)
	];
	for (const act of wrong) expect(act).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
});

/** What is done to a clock, and how long before it nothing was, in milliseconds. */
const step = fc.record({
	what: fc.constantFrom('switch', 'pause', 'resume'),
	after: fc.integer({ min: 0, max: 5_000 })
});

test('[S5] whatever happens, time is neither lost nor won: what ran is what was charged', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			let now = 0;
			let ran = 0;
			let clock: SessionClock = startClock(
				newClock('per_participant', { ann: 1e6, ben: 1e6 }),
				order,
				now
			);
			for (const { what, after } of steps) {
				if (clock.status === 'running') ran += after;
				now += after;
				if (what === 'switch' && clock.status === 'running') clock = switchClock(clock, order, now);
				if (what === 'pause' && clock.status === 'running') clock = pauseClock(clock, now);
				if (what === 'resume' && clock.status === 'paused') clock = resumeClock(clock, now);
			}
			const left = remainingAt(clock, 'ann', now) + remainingAt(clock, 'ben', now);
			expect(left).toBe(2e6 - ran);
		})
	);
});

test('[S5] a clock set back does not give time', () => {
	const clock = startClock(chess(), order, 10_000);
	expect(remainingAt(clock, 'ann', 4_000)).toBe(60_000);
	expect(switchClock(clock, order, 4_000).remainingMs['ann']).toBe(60_000);
});
