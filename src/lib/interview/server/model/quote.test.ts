import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotesIn } from './quote';

const found = (quote: string, answer: string) => {
	const place = quotesIn(answer)(quote);
	return place && answer.slice(place.start, place.end);
};

test.each([
	['we hash it  with bcrypt', 'Well, we hash it\n\twith bcrypt.', 'we hash it\n\twith bcrypt'],
	['WE HASH IT', 'Well, we hash it.', 'we hash it'],
	['“don’t trust it”', "I don't trust it.", "don't trust it"],
	["don't trust it", 'I don’t trust it.', 'don’t trust it'],
	['…not trust it at all…', 'I do not trust it at all.', 'not trust it at all'],
	['größer als vorher', 'Es ist GRÖSSER, größer als vorher 🙂.', 'größer als vorher']
])('[G5] %o is found in %o', (quote, answer, words) => {
	expect(found(quote, answer)).toBe(words);
});

test.each([
	['we hash it twice', 'we hash it with bcrypt'],
	['bcrypt', 'we hash it with bcrypt'],
	['', 'we hash it with bcrypt'],
	['"  ……  "', 'we hash it with bcrypt'],
	['a'.repeat(500), 'a'.repeat(1000)]
])('[G5] %o is no place in %o', (quote, answer) => {
	expect(found(quote, answer)).toBeUndefined();
});

test('[G5] whatever part of an answer is quoted is found as it stands, give or take its ends', () => {
	/** In small letters İ is two signs: places behind it move. */
	const around = fc.array(fc.stringMatching(/^[A-Za-z0-9İß🙂é]{1,12}$/u), { maxLength: 20 });
	const word = fc.stringMatching(/^[A-Za-z0-9ß🙂é]{2,12}$/u);
	const quoted = fc.array(word, { minLength: 4, maxLength: 12 });
	fc.assert(
		fc.property(around, quoted, around, (before, some, after) => {
			const answer = [...before, ...some, ...after].join('\n ');
			expect(found(some.join(' '), answer)?.toLowerCase()).toBe(some.join('\n ').toLowerCase());
		})
	);
});

test('[G5] an answer of 20,000 characters is searched in no time worth naming', () => {
	const find = quotesIn('a '.repeat(10_000));
	for (let times = 0; times < 16; times += 1) expect(find(`${'a '.repeat(150)}b`)).toBeUndefined();
});
