import { randomBytes } from 'node:crypto';
import { hashOfToken } from '../../server/tokens';

/** Crockford's base 32: no letter that could be taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 80 random bits: no salt is needed to keep their hash from being guessed. */
const CODE_CHARACTERS = 16;

const RECOVERY_CODES = 10;

/** Codes for a forgotten password, in groups of four to be written down. */
export function makeRecoveryCodes(): string[] {
	return Array.from({ length: RECOVERY_CODES }, () =>
		Array.from(randomBytes(CODE_CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length])
			.join('')
			.replace(/.{4}(?=.)/g, '$&-')
	);
}

/** What is kept of a code; however it is written, groups, case and look-alikes do not matter. */
export function hashOfCode(code: string): string {
	const canonical = code
		.toUpperCase()
		.replace(/[^0-9A-Z]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	return hashOfToken(canonical);
}
