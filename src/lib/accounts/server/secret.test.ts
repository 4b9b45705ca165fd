import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigurationError } from '../../server/env';
import { authSecret } from './secret';

const folder = () => mkdtempSync(join(tmpdir(), 'greenroom-secret-'));

test('[A1] the secret is made once, and is the same after a restart', () => {
	const env = { DATA_DIR: folder() };
	const secret = authSecret(env);
	expect(secret.length).toBeGreaterThanOrEqual(32);
	expect(authSecret(env)).toBe(secret);
});

test.each(['', '\n', 'short'])('[A1] a file that holds %j signs no cookie', (content) => {
	const env = { DATA_DIR: folder() };
	writeFileSync(join(env.DATA_DIR, 'auth-secret'), content);
	expect(() => authSecret(env)).toThrow(ConfigurationError);
});

test('[A1] a draft that a crash left behind is no secret, and a new one leaves none', () => {
	const env = { DATA_DIR: folder() };
	writeFileSync(join(env.DATA_DIR, 'auth-secret.draft'), 'half');
	expect(authSecret(env).length).toBeGreaterThanOrEqual(32);
	expect(readdirSync(env.DATA_DIR).toSorted()).toEqual(['auth-secret', 'auth-secret.draft']);
});
