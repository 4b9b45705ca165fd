import { describe, expect, test } from 'vitest';
import { UserError } from '../errors';
import type { SessionClock } from '../sessions';
import type { OpenSettings } from '../typing';
import {
	begin,
	close,
	finish,
	lastsAtMost,
	mayStepIn,
	MOST_RACERS,
	renamed,
	run,
	standings,
	stepIn,
	withMembers,
	withSettings,
	type Outcome,
	type RaceState
} from './race';

const same = { language: 'english', punctuation: false, numbers: false } as const;
const words: OpenSettings = { mode: 'words', words: 10, ...same };
const time: OpenSettings = { mode: 'time', seconds: 15, ...same };

function clock(all: number): SessionClock {
	const since = '2026-01-01T00:00:00.000Z';
	return { mode: 'global', status: 'running', activeId: null, remainingMs: { all }, since };
}

function lobby(settings: OpenSettings, ...ids: string[]): RaceState {
	const race = { kind: 'race', raceId: 'race', status: 'lobby', settings } as const;
	return withMembers({ ...race, clock: clock(0), participants: [] }, ids);
}

function racing(settings: OpenSettings, ...ids: string[]): RaceState {
	const how = { text: 'a text', startsAt: '2026-01-01T00:00:00.000Z', clock: clock(600_000) };
	return run(begin(lobby(settings, ...ids), { ...how, racing: new Set(ids) }));
}

const result = (wpm: number, finishedMs: number, ...flags: string[]): Outcome => ({
	wpm,
	accuracy: 100,
	finishedMs,
	flags
});

const places = ({ participants }: RaceState) => participants.map(({ place }) => place);
const statuses = ({ participants }: RaceState) => participants.map(({ status }) => status);

describe('places', () => {
	test('[S7] a race over a text goes by the time of the verified log, in whatever order they come', () => {
		let race = racing(words, 'a', 'b', 'c');
		race = finish(race, 'c', result(60, 9_000));
		expect(places(race)).toEqual([undefined, undefined, 1]);
		race = finish(race, 'a', result(80, 8_000));
		expect(places(race)).toEqual([1, undefined, 2]);
		race = finish(race, 'b', result(50, 8_500));
		expect(places(race)).toEqual([1, 2, 3]);
		expect(race.status).toBe('finished');
	});

	test('[S7] a timed race goes by speed, and equals share a place', () => {
		let race = racing(time, 'a', 'b', 'c');
		race = finish(race, 'a', result(60, 15_000));
		race = finish(race, 'b', result(70, 15_000));
		race = finish(race, 'c', result(60, 15_000));
		expect(places(race)).toEqual([2, 1, 2]);
	});

	test('[S7] [T5] a flagged result takes no place from an honest one', () => {
		let race = racing(words, 'a', 'b');
		race = finish(race, 'a', result(400, 1_000, 'too fast'));
		race = finish(race, 'b', result(60, 9_000));
		expect(places(race)).toEqual([undefined, 1]);
		expect(standings(race.participants).map(({ id }) => id)).toEqual(['b', 'a']);
	});

	test('[S7] who stops before the end has left, however little time that took', () => {
		let race = racing(words, 'a', 'b');
		race = finish(race, 'a', undefined);
		race = finish(race, 'b', result(60, 9_000));
		expect(statuses(race)).toEqual(['left', 'finished']);
		expect(places(race)).toEqual([undefined, 1]);
	});
});

describe('who races', () => {
	test('[S7] those who are there race, the others wait for the next one', () => {
		const how = { text: 'a', startsAt: '2026-01-01T00:00:00.000Z', clock: clock(1) };
		const race = begin(lobby(words, 'a', 'b'), { ...how, racing: new Set(['a']) });
		expect(statuses(race)).toEqual(['racing', 'waiting']);
		expect(statuses(stepIn(race, 'b'))).toEqual(['racing', 'racing']);
		expect(mayStepIn(run(race), 'b')).toBe(false);
		expect(stepIn(run(race), 'b')).toEqual(run(race));
	});

	test('[S7] who comes while it runs waits, and who goes then has left', () => {
		const race = withMembers(racing(words, 'a', 'b'), ['a', 'c']);
		expect(statuses(race)).toEqual(['racing', 'left', 'waiting']);
		expect(race.status).toBe('running');
		expect(withMembers(race, ['c']).status).toBe('finished');
	});

	test('[S7] who goes before it begins leaves nothing behind', () => {
		expect(withMembers(lobby(words, 'a', 'b'), ['b']).participants).toHaveLength(1);
		const race = lobby(words, 'a', 'b');
		expect(withMembers(race, ['a', 'b'])).toBe(race);
	});

	test('[S7] who went and came back keeps what he did in it, under his new id', () => {
		const done = finish(racing(words, 'a', 'b'), 'b', result(60, 9_000));
		const back = withMembers(renamed(withMembers(done, ['a']), new Map([['b', 'c']])), ['a', 'c']);
		expect(back.participants).toMatchObject([
			{ id: 'a', status: 'racing' },
			{ id: 'c', status: 'finished', place: 1, wpm: 60 }
		]);
		expect(renamed(done, new Map([['x', 'y']]))).toBe(done);
		expect(renamed(done, new Map([['b', 'a']])).participants.map(({ id }) => id)).toEqual(['a']);
	});

	test('[S7] a race that is full takes nobody else', () => {
		const ids = Array.from({ length: MOST_RACERS }, (_, index) => `p${index}`);
		const race = lobby(words, ...ids);
		expect(() => withMembers(race, [...ids, 'one more'])).toThrow(
			expect.objectContaining({ code: 'INVALID_STATE', details: { state: 'full' } })
		);
	});

	test('[S7] a race begins once, and keeps its settings then', () => {
		const how = { text: 'a', startsAt: 'now', clock: clock(1), racing: new Set(['a']) };
		expect(() => begin(racing(words, 'a'), how)).toThrow(UserError);
		expect(() => withSettings(racing(words, 'a'), time)).toThrow(UserError);
		expect(withSettings(lobby(words, 'a'), time).settings).toEqual(time);
	});
});

describe('the end', () => {
	test('[S7] at its end who still types is late, and what comes later changes nothing', () => {
		const race = close(finish(racing(words, 'a', 'b'), 'a', result(60, 9_000)));
		expect(statuses(race)).toEqual(['finished', 'late']);
		expect(finish(race, 'b', result(100, 1_000))).toBe(race);
	});

	test('[S7] once somebody has finished the others have a minute more, or five times his time', () => {
		const left = (race: RaceState) => race.clock.remainingMs['all'];
		const race = racing(words, 'a', 'b', 'c');
		expect(left(finish(race, 'a', result(60, 9_000)))).toBe(69_000);
		const slow = finish(race, 'a', result(60, 40_000));
		expect(left(slow)).toBe(200_000);
		expect(left(finish(slow, 'b', result(50, 100_000)))).toBe(200_000);
		expect(left(finish(race, 'a', result(400, 1_000, 'too fast')))).toBe(600_000);
	});

	test('[S7] a timed race waits a little for what was typed offline, a long text as long as it takes', () => {
		expect(lastsAtMost(time, 500)).toBe(30_000);
		expect(lastsAtMost(words, 60)).toBe(600_000);
		expect(lastsAtMost({ mode: 'custom', text: '' }, 20_000)).toBe(24_000_000);
	});
});
