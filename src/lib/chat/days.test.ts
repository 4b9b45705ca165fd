import { expect, test } from 'vitest';
import { byDay } from './days';
import type { ChatMessage } from './threads';

const at = (sentAt: string, id: string | null = 'ada') =>
	({ sentAt, author: id === null ? null : { id, name: id } }) as ChatMessage;

/** A star where a turn begins. */
const shapeOf = (messages: ChatMessage[], timeZone: string) =>
	byDay(messages, timeZone).map(({ date, entries }) => [
		date,
		...entries.map(
			({ message, beginsTurn }) => (message.author?.id ?? 'nobody') + (beginsTurn ? '*' : '')
		)
	]);

test('[H3] whoever answers in an interview and writes beside it begins anew', () => {
	const said = at('2026-08-03T10:00:00.000Z');
	const [day] = byDay(
		[said, { ...said, role: 'candidate' }, { ...said, role: 'candidate' }],
		'UTC'
	);
	expect(day?.entries.map(({ beginsTurn }) => beginsTurn)).toEqual([true, true, false]);
});

test('[H3] messages stand under the day on which the reader had them', () => {
	const night = [at('2026-08-03T22:30:00.000Z'), at('2026-08-03T23:30:00.000Z')];
	expect(shapeOf(night, 'UTC')).toEqual([['2026-08-03', 'ada*', 'ada']]);
	expect(shapeOf(night, 'Europe/Paris')).toEqual([['2026-08-04', 'ada*', 'ada']]);
	expect(shapeOf(night, 'Atlantic/Azores')).toEqual([['2026-08-03', 'ada*', 'ada']]);
	expect(shapeOf(night, 'Europe/London')).toEqual([
		['2026-08-03', 'ada*'],
		['2026-08-04', 'ada*']
	]);
});

test('[H3] what one person says in a row is one turn, and each day begins one', () => {
	const said = [
		at('2026-08-03T10:00:00.000Z', 'ada'),
		at('2026-08-03T10:01:00.000Z', 'ada'),
		at('2026-08-03T10:02:00.000Z', null),
		at('2026-08-03T10:03:00.000Z', null),
		at('2026-08-03T10:04:00.000Z', 'ada'),
		at('2026-08-04T10:00:00.000Z', 'ada')
	];
	expect(shapeOf(said, 'UTC')).toEqual([
		['2026-08-03', 'ada*', 'ada', 'nobody*', 'nobody', 'ada*'],
		['2026-08-04', 'ada*']
	]);
	const nobody = [at('2026-08-03T10:00:00.000Z', null)];
	expect(shapeOf(nobody, 'UTC')).toEqual([['2026-08-03', 'nobody*']]);
	expect(byDay([], 'UTC')).toEqual([]);
});
