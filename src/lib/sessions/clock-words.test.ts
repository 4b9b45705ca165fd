import { describe, expect, test } from 'vitest';
import { newClock, startClock, type SessionClock } from './clock';
import { actionsFor, figureLeft, figurePassed, lastCall, standing } from './clock-words';
import type { ClockState } from './server/clock-kind';

const participants = [
	{ id: 'a', name: 'Ada', totalTimeMs: 60_000 },
	{ id: 'b', name: 'Bob', totalTimeMs: 60_000 }
];

function stateOf(
	clock: Partial<SessionClock>,
	who: ClockState['participants'] = participants
): ClockState {
	const fresh = newClock('per_participant', { a: 60_000, b: 60_000 });
	return { kind: 'clock', participants: who, clock: { ...fresh, ...clock } };
}

describe('figures', () => {
	test.each([
		[0, '0:00.0'],
		[1, '0:00.1'],
		[9_400, '0:09.4'],
		[9_900, '0:09.9'],
		[9_901, '0:10'],
		[10_001, '0:11'],
		[60_000, '1:00'],
		[3_599_001, '1:00:00'],
		[365 * 24 * 3_600_000, '8760:00:00']
	])('[S5] %i ms left are shown as %s: nothing only when nothing is left', (ms, shown) => {
		expect(figureLeft(ms)).toBe(shown);
	});

	test.each([
		[0, '0:00'],
		[999, '0:00'],
		[61_999, '1:01'],
		[3_600_000, '1:00:00']
	])('[S5] %i ms passed are shown as %s', (ms, shown) => {
		expect(figurePassed(ms)).toBe(shown);
	});
});

describe('how it stands', () => {
	test.each([
		[{ status: 'ready' }, 'b', 'Not started yet. Ada begins.'],
		[{ status: 'ready' }, 'a', 'Not started yet. You begin.'],
		[{ status: 'running', activeId: 'b' }, 'a', 'Bob’s turn.'],
		[{ status: 'running', activeId: 'b' }, 'b', 'Your turn.'],
		[{ status: 'running', mode: 'count_up' }, 'b', 'Running.'],
		[{ status: 'paused', activeId: 'a' }, 'a', 'Paused in your turn.'],
		[{ status: 'paused', activeId: 'a' }, 'b', 'Paused in Ada’s turn.'],
		[{ status: 'expired', activeId: 'a' }, 'a', 'Your time is up.'],
		[{ status: 'expired', activeId: 'a' }, 'b', 'Ada’s time is up.'],
		[{ status: 'expired', activeId: 'a', mode: 'global' }, 'a', 'Time is up.'],
		[{ status: 'completed' }, 'a', 'Completed.']
	] as const)('[S5] %o, to %s: %s', (clock, myId, said) => {
		expect(standing(stateOf(clock), myId)).toBe(said);
	});

	test('[S5] a clock of nobody names nobody', () => {
		expect(standing(stateOf({ status: 'ready' }, []), 'x')).toBe('Not started yet.');
	});
});

describe('what is said as time runs out', () => {
	const started = (ms: number) => startClock(newClock('global', { all: ms }), [], 0);

	test('[S5] a minute and ten seconds before the end are said, each from then on', () => {
		const clock = started(90_000);
		const heard = [0, 29_999, 30_000, 79_999, 80_000, 90_000].map((now) => lastCall(clock, now));
		const minute = 'One minute left.';
		const seconds = 'Ten seconds left.';
		expect(heard).toEqual(['', '', minute, minute, seconds, seconds]);
	});

	test('[S5] who has less from the beginning is not told that he has more', () => {
		expect(lastCall(started(30_000), 1)).toBe('');
		expect(lastCall(started(30_000), 20_000)).toBe('Ten seconds left.');
		expect(lastCall(started(9_000), 8_000)).toBe('');
	});

	test('[S5] a clock that stands still, or counts up, says nothing', () => {
		expect(lastCall({ ...started(90_000), status: 'paused' }, 80_000)).toBe('');
		expect(lastCall(startClock(newClock('count_up', {}), [], 0), 80_000)).toBe('');
	});
});

describe('what is offered', () => {
	const running = stateOf({ status: 'running', activeId: 'a' });

	test('[S5] who watches is offered nothing', () => {
		for (const status of ['ready', 'running', 'paused'] as const) {
			expect([...actionsFor(stateOf({ status }), 'watch', 'a')]).toEqual([]);
		}
	});

	test('[S5] a turn is ended by whose it is, or by the owner', () => {
		expect([...actionsFor(running, 'participate', 'a')]).toEqual(['switch', 'pause']);
		expect([...actionsFor(running, 'participate', 'b')]).toEqual(['pause']);
		expect([...actionsFor(running, 'owner', 'x')]).toEqual(['switch', 'pause', 'complete']);
	});

	test('[S5] where there is no other to go on, no turn is ended', () => {
		const alone = stateOf({ status: 'running', activeId: 'a' }, participants.slice(0, 1));
		expect([...actionsFor(alone, 'owner', 'x')]).toEqual(['pause', 'complete']);
	});

	test('[S5] participants start and resume; nobody does anything after the end', () => {
		expect([...actionsFor(stateOf({ status: 'ready' }), 'participate', 'b')]).toEqual(['start']);
		expect([...actionsFor(stateOf({ status: 'paused' }), 'participate', 'b')]).toEqual(['resume']);
		for (const status of ['completed', 'expired'] as const) {
			expect([...actionsFor(stateOf({ status }), 'owner', 'x')]).toEqual([]);
		}
	});
});
