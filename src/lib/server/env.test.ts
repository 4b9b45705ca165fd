import { expect, test } from 'vitest';
import { parseEnv } from './env';

test('an empty environment is a working one', () => {
	expect(parseEnv({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', TEST_API_KEYS: [] });
});

test.each([
	[{ PORT: 'eighty' }, 'PORT'],
	[{ ORIGIN: 'https://greenroom.example/path' }, 'ORIGIN'],
	[{ ALLOWED_ORIGINS: 'https://a.example, nonsense' }, 'ALLOWED_ORIGINS.1'],
	[{ TEST_API_KEYS: 'dev:everything' }, 'TEST_API_KEYS.0'],
	[{ TEST_API_KEYS: 'dev:write:tomorrow' }, 'TEST_API_KEYS.0'],
	[{ AUTH_SECRET: 'short' }, 'AUTH_SECRET'],
	[{ AUTH_JWKS_URL: 'keys.example', AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' }, 'AUTH_JWKS_URL'],
	[{ AUTH_ISSUER: 'https://issuer.example' }, 'AUTH_JWKS_URL'],
	[{ AUTH_JWKS_URL: 'https://keys.example', AUTH_ISSUER: 'i' }, 'AUTH_JWKS_URL'],
	[{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL'],
	[{ REDIS_URL: 'http://localhost:6379' }, 'REDIS_URL'],
	[{ REDIS_URL: 'redis://localhost:6379/1' }, 'REDIS_URL'],
	[{ LLM_BASE_URL: 'http://localhost:11434/v1' }, 'LLM_BASE_URL'],
	[{ LLM_MODEL: 'small' }, 'LLM_BASE_URL'],
	[{ LLM_API_KEY: 'sesame' }, 'LLM_BASE_URL'],
	[{ LLM_BASE_URL: 'models.example/v1', LLM_MODEL: 'small' }, 'LLM_BASE_URL'],
	[{ LLM_BASE_URL: 'file:///etc', LLM_MODEL: 'small' }, 'LLM_BASE_URL'],
	[{ LLM_BASE_URL: 'https://models.example/v1?key=1', LLM_MODEL: 'small' }, 'LLM_BASE_URL'],
	[{ SHUTDOWN_TIMEOUT: '99999999' }, 'SHUTDOWN_TIMEOUT'],
	[{ HEARTBEAT_INTERVAL_MS: '9999999999999' }, 'HEARTBEAT_INTERVAL_MS'],
	[{ LIMIT_MESSAGES_PER_MINUTE: '-1' }, 'LIMIT_MESSAGES_PER_MINUTE']
])('a wrong value stops the start with a sentence that names it: %o', (source, name) => {
	expect(() => parseEnv(source)).toThrowError(`Greenroom cannot start: ${name}:`);
});

test('[A7] TEST_API_KEYS: name, permission, expiry', () => {
	const { TEST_API_KEYS } = parseEnv({ TEST_API_KEYS: 'a, b:read ,c:admin:2030-01-01T00:00:00Z' });
	expect(TEST_API_KEYS).toEqual([
		{ name: 'a', permission: 'write', expiresAt: undefined },
		{ name: 'b', permission: 'read', expiresAt: undefined },
		{ name: 'c', permission: 'admin', expiresAt: new Date('2030-01-01T00:00:00Z') }
	]);
});

test('empty strings count as absent, as compose files write them', () => {
	expect(parseEnv({ PORT: '', ORIGIN: '' }).PORT).toBe(3000);
});

test('[A1] another issuer’s tokens count where all three variables say so', () => {
	const settings = { AUTH_JWKS_URL: 'http://localhost:1/keys', AUTH_ISSUER: 'us' };
	expect(parseEnv({ ...settings, AUTH_AUDIENCE: 'web, cli' })).toMatchObject({
		...settings,
		AUTH_AUDIENCE: ['web', 'cli']
	});
});

test.each([
	'redis://localhost:6379',
	'redis://localhost',
	'redis://localhost:6379/0',
	'rediss://user:p%40ss@redis.example:6380'
])('[X1] a Redis is %s', (url) => {
	expect(parseEnv({ REDIS_URL: url }).REDIS_URL).toBe(url);
});

test('[X1] a wrong REDIS_URL is refused without its password', () => {
	const parse = () => parseEnv({ REDIS_URL: 'redis://user:sesame@localhost:6379/7' });
	expect(parse).toThrow('REDIS_URL');
	expect(parse).not.toThrow('sesame');
});

test('[G5] a model is an address and a name; a key is wanted by some', () => {
	const both = { LLM_BASE_URL: 'http://localhost:11434/v1/', LLM_MODEL: 'small' };
	expect(parseEnv(both)).toMatchObject({ ...both, LLM_BASE_URL: 'http://localhost:11434/v1' });
	expect(parseEnv({ ...both, LLM_API_KEY: 'sesame' }).LLM_API_KEY).toBe('sesame');
});

test('[G5] a wrong address or key of a model is refused without quoting a secret', () => {
	const model = { LLM_BASE_URL: 'https://user:sesame@models.example/v1', LLM_MODEL: 'small' };
	const complaint = (source: Record<string, string>) => {
		try {
			parseEnv(source);
		} catch (error) {
			return String(error);
		}
		return '';
	};
	expect(complaint(model)).toContain('LLM_BASE_URL');
	expect(complaint(model)).not.toContain('sesame');
	const key = { ...model, LLM_BASE_URL: 'https://models.example/v1', LLM_API_KEY: 'sesame\nopen' };
	expect(complaint(key)).toContain('LLM_API_KEY');
	expect(complaint(key)).not.toContain('sesame');
});
