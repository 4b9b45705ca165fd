import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type Env } from '../../server/env';

/** As for AUTH_SECRET: with an empty one the library signs with a secret that everybody knows. */
const FEWEST_CHARACTERS = 32;

/**
 * The secret that signs cookies: AUTH_SECRET, or one made once in DATA_DIR. Instances that start
 * together on one folder agree: the first one's file stands, and the others read it.
 *
 * @throws ConfigurationError for a file that holds no secret, as a hand may leave it
 */
export function authSecret(env: Pick<Env, 'AUTH_SECRET' | 'DATA_DIR'>): string {
	if (env.AUTH_SECRET) return env.AUTH_SECRET;
	const file = join(env.DATA_DIR, 'auth-secret');
	mkdirSync(env.DATA_DIR, { recursive: true });
	if (!existsSync(file)) writeOnce(file, randomBytes(32).toString('base64url'));
	return readSecret(file);
}

/** Whole or not at all, and never over another's: a crash half-way leaves no half of a secret. */
function writeOnce(file: string, secret: string): void {
	const draft = `${file}.${randomUUID()}`;
	try {
		writeFileSync(draft, secret, { flag: 'wx', mode: 0o600, flush: true });
		linkSync(draft, file);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

function readSecret(file: string): string {
	const secret = readFileSync(file, 'utf8').trim();
	if (secret.length >= FEWEST_CHARACTERS) return secret;
	throw new ConfigurationError(
		`Greenroom cannot start: ${file} has less than ${FEWEST_CHARACTERS} characters. ` +
			'Restore it, or delete it and all visitors begin anew.'
	);
}
