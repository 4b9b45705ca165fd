import { expect, test } from 'vitest';
import type { ShownRacer } from './view';
import { announcement, ending, fateOf, ordinal, raceTime, standing, verdict } from './words';

const racer = (name: string, place?: number): ShownRacer => ({
	id: name,
	name,
	status: 'finished',
	wpm: 71.6,
	...(place !== undefined && { place })
});

test('[S7] places are counted as people count', () => {
	expect([1, 2, 3, 4, 11, 12, 13, 21, 50].map(ordinal)).toEqual([
		'1st',
		'2nd',
		'3rd',
		'4th',
		'11th',
		'12th',
		'13th',
		'21st',
		'50th'
	]);
});

test('[S7] times are as fine as one needs to tell who was first', () => {
	expect(raceTime(9_434)).toBe('9.43 s');
	expect(raceTime(59_994)).toBe('59.99 s');
	expect(raceTime(65_320)).toBe('1:05.3');
	expect(raceTime(600_000)).toBe('10:00.0');
	expect(raceTime(119_960)).toBe('2:00.0');
});

test('[S7] who won is said, also where several did', () => {
	expect(verdict({ participants: [racer('Ada', 1), racer('Bob', 2)] })).toBe(
		'Ada won with 72 words a minute.'
	);
	const three = [racer('Ada', 1), racer('Bob', 1), racer('Cy', 1)];
	expect(verdict({ participants: three })).toBe('Ada, Bob and Cy won with 72 words a minute.');
	expect(verdict({ participants: [racer('Ada')] })).toBeUndefined();
});

test('[S7] who listens is told each turn, and who watches where the race stands', () => {
	const participants = [racer('Ada', 1)];
	const at = (status: 'lobby' | 'countdown' | 'running' | 'finished') => ({ status, participants });
	const typing: ShownRacer = { id: 'x', name: 'x', status: 'racing' };
	expect(announcement(at('countdown'), typing, 4)).toContain('in 4 seconds');
	expect(announcement(at('running'), typing, 4)).toBe('Go.');
	expect(announcement(at('running'), participants[0], 4)).toContain('1st so far, 72 words');
	expect(announcement(at('finished'), typing, 4)).toContain('Ada won');
	expect(standing(at('running'), typing, true)).toBeUndefined();
	expect(standing(at('running'), participants[0], true)).toBe('1st so far. Others still type.');
	expect(standing(at('running'), undefined, false)).toBe('Under way.');
});

test('[S7] [T5] who has no place is told what became of him', () => {
	expect(fateOf({ status: 'finished' })).toBe('flagged');
	expect(fateOf({ status: 'late' })).toBe('did not finish');
	expect(fateOf({ status: 'finished', place: 2 })).toBe('2nd');
});

test('[S7] [A6] why a race is not shown any more is said, whatever the reason', () => {
	expect(ending('withdrawn')).toBe('The link that brought you here was withdrawn.');
	expect(ending('deleted')).toBe('This race was closed.');
	expect(ending('a reason of later days')).toBe('This race is over for you.');
});
