import { expect, test } from 'vitest';
import { hashOfCode, makeRecoveryCodes } from './codes';

test('[R3] ten codes, each of 80 random bits, in groups that can be written down', () => {
	const codes = makeRecoveryCodes();
	expect(codes).toHaveLength(10);
	expect(new Set(codes).size).toBe(10);
	for (const code of codes)
		expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test.each(['O1L0-ABCD', 'oil0abcd', ' 0110 abcd ', '0110—ABCD'])(
	'[R3] %j is the code it looks like',
	(written) => {
		expect(hashOfCode(written)).toBe(hashOfCode('0110-ABCD'));
	}
);
