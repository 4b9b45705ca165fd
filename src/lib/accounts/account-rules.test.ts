import { expect, test } from 'vitest';
import { emailProblem, nameProblem, newPasswordProblem } from './account-rules';

test('[R3] a password of 10 to 256 characters is taken, unless it is nothing but white space', () => {
	expect(newPasswordProblem('nine char')).toMatch(/at least 10/);
	expect(newPasswordProblem('aaaaaaaaaa')).toBeUndefined();
	expect(newPasswordProblem('🎹'.repeat(9))).toMatch(/at least 10/);
	expect(newPasswordProblem('a'.repeat(256))).toBeUndefined();
	expect(newPasswordProblem('a'.repeat(257))).toMatch(/at most 256/);
	expect(newPasswordProblem(' \t\u00a0'.repeat(5))).toMatch(/white space/);
	expect(newPasswordProblem('pass\0word pass')).toMatch(/typed/);
});

test('[R3] an e-mail address has an @ with something on both sides', () => {
	expect(emailProblem(' ada@example.org ')).toBeUndefined();
	for (const value of ['', ' ', 'ada', '@example.org', 'ada@', 'a da@example.org']) {
		expect(emailProblem(value)).toMatch(/e-mail/);
	}
});

test('[R3] a name has at most 64 characters, all of them visible', () => {
	expect(nameProblem('Ada Lovelace')).toBeUndefined();
	expect(nameProblem('é'.repeat(64))).toBeUndefined();
	expect(nameProblem('a'.repeat(65))).toMatch(/at most 64/);
	expect(nameProblem('Ada\u200b')).toMatch(/visible/);
});
