import { expect, test } from 'vitest';
import type { RaceState } from './race';
import { showRace } from './view';

const race: RaceState = {
	kind: 'race',
	raceId: 'race',
	status: 'lobby',
	settings: { mode: 'custom', text: 'my own words' },
	clock: { mode: 'global', status: 'ready', activeId: null, remainingMs: { all: 1 }, since: null },
	participants: [
		{ id: 'a', status: 'waiting' },
		{ id: 'b', status: 'waiting' }
	]
};

test('[S7] a text that somebody brought is told to nobody before the start, nor the race’s inside', () => {
	const shown = showRace(race, new Map());
	expect(JSON.stringify(shown)).not.toContain('my own words');
	expect(shown).not.toHaveProperty('raceId');
	expect(showRace({ ...race, text: 'my own words' }, new Map())).toMatchObject({ length: 12 });
});

test('[S7] who has deleted everything is a deleted person to the others', () => {
	const { participants } = showRace(race, new Map([['a', 'Ada']]));
	expect(participants.map(({ name }) => name)).toEqual(['Ada', 'deleted person']);
});
