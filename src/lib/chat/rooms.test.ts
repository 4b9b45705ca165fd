import { describe, expect, test } from 'vitest';
import { channelOf, freeChannel, roomName } from './rooms';

describe('[H1] a room is named after its title', () => {
	test.each([
		['Notes', 'room:notes'],
		['Éclair & crème', 'room:eclair-creme'],
		['  what I   said ', 'room:what-i-said'],
		['snake_case', 'room:snake_case'],
		['面接', 'room:thread'],
		['…', 'room:thread'],
		['x'.repeat(90), `room:${'x'.repeat(64)}`],
		[`${'x'.repeat(63)} y`, `room:${'x'.repeat(63)}`]
	])('%s: %s', (title, channel) => {
		expect(channelOf(title)).toBe(channel);
	});
});

test('[H1] only rooms have a name of their own', () => {
	expect(roomName('room:notes')).toBe('notes');
	expect(roomName('session:notes')).toBeUndefined();
});

describe('[H1] a name that is taken', () => {
	const among = (...taken: string[]) => new Set(taken);

	test('stays as it is where it is free', () => {
		expect(freeChannel('room:notes', () => false)).toBe('room:notes');
	});

	test('gets the next number that is free', () => {
		const taken = among('room:notes', 'room:notes-2', 'room:notes-4');
		expect(freeChannel('room:notes', (channel) => taken.has(channel))).toBe('room:notes-3');
	});

	test('stays within 64 characters', () => {
		const long = `room:${'n'.repeat(64)}`;
		const taken = among(long);
		expect(freeChannel(long, (channel) => taken.has(channel))).toBe(`room:${'n'.repeat(62)}-2`);
	});
});
