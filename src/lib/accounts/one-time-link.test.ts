import { expect, test } from 'vitest';
import { readOneTimeLink } from './one-time-link';

test('[A7] a one-time link says what it is for, and carries its token', () => {
	expect(readOneTimeLink('#device.aB3-_x')).toEqual({ purpose: 'device', token: 'aB3-_x' });
	expect(readOneTimeLink('#admin.token')).toEqual({ purpose: 'admin', token: 'token' });
});

test.each(['', '#', '#device', '#device.', '#recovery.token', '#device.to ken', 'device.token'])(
	'[A7] “%s” is no one-time link',
	(hash) => {
		expect(readOneTimeLink(hash)).toBeUndefined();
	}
);
