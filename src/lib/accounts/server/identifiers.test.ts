import { expect, test } from 'vitest';
import { asName, problemWithEmail, problemWithName } from './identifiers';

test.each([
	...['Ada', 'Ada Lovelace', '李小龍', 'x', '🙂', 'a'.repeat(64), '🙂'.repeat(64)],
	...['Ada 👩‍💻', '👩🏽‍💻', '❤️‍🔥', '🏳️‍🌈', '☎︎', 'No 1️⃣']
])('[R3] %s can be a name', (name) => {
	expect(problemWithName(name)).toBeUndefined();
});

test.each([
	'',
	' ',
	'\u3164',
	'\u2800'.replace('\u2800', '\u200b'),
	'a\u202eb',
	'a\nb',
	'a\u2028b',
	'Ada\u200d',
	'A\u200dda',
	'Ada1\ufe0f',
	'A\u034fda',
	'\u3164Ada',
	'Ada\u2800',
	'👩\u200b\u200d💻',
	'a'.repeat(65)
])('[R3] %j cannot be a name', (name) => {
	expect(problemWithName(name)).toBeTypeOf('string');
});

test.each(['ada@example.org', 'a@b', 'ä+tag@bücher.example'])(
	'[R3] %s can be an address',
	(email) => {
		expect(problemWithEmail(email)).toBeUndefined();
	}
);

test.each([
	'',
	'ada',
	'ada@',
	'@example.org',
	'a b@example.org',
	'me@guest.invalid',
	'a@b@example.org',
	'ada,bob@example.org',
	'ada@example.org,bob',
	'ada@exam\u200bple.org',
	'ad\u00ada@example.org',
	'ada@example.org\u2800',
	'👩‍💻@example.org',
	'a\u0000da@example.org',
	`${'a'.repeat(250)}@b.org`
])('[R3] %j cannot be an address', (email) => {
	expect(problemWithEmail(email)).toBeTypeOf('string');
});

test('[A1] of what a token calls somebody the first that can be a name counts', () => {
	expect(asName([undefined, 7, ' \u202e ', ' Ada\u0000 ', 'later'])).toBe('Ada');
	expect(asName(['a'.repeat(100)])).toHaveLength(64);
	expect(asName([`${'a'.repeat(62)}👩‍💻`])).toBe(`${'a'.repeat(62)}👩`);
	expect(asName(['Ada 👩‍💻'])).toBe('Ada 👩‍💻');
	expect(asName([])).toBeUndefined();
});
