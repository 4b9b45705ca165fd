import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { rateLimits } from './rate-limits';

test.each([
	[
		'TokenBucket',
		'models.py',
		'class TokenBucket(models.Model):\n    def take(self):\n        self.tokens -= 1\n        return self.tokens <= self.capacity\n'
	],
	[
		'rateLimit',
		'redis.ts',
		'export async function rateLimit(key: string, limit: number) {\n\tconst used = await redis.incr(key);\n\tif (used === 1) await redis.expire(key, 60);\n\treturn used >= limit;\n}\n'
	],
	[
		'checkRateLimit',
		'limit.go',
		'package a\nfunc checkRateLimit(key string) bool {\n\tattempts[key]++\n\treturn attempts[key] <= 5\n}\n'
	]
])('[Q2] a limit of the project’s own is found: %s', async (name, path, text) => {
	const found = await findingOf(rateLimits, 'own', { [path]: text });
	expect(found?.facts['names']).toEqual([name]);
});

test('[Q2] settings of a limit, its error, a library around it and the page are none', async () => {
	const body = '{\n\tcount += 1;\n\tif (count > max) throw a;\n\treturn b;\n}\n';
	expect(
		await findingsOf(rateLimits, {
			'a.ts': `export function rateLimitConfig(count: number, max: number) ${body}export class RateLimitError ${'{\n\tcount = 1;\n\tlimit = 2;\n\tx = 1;\n}\n'}`,
			'b.tsx': `export function rateLimit(count: number, max: number) ${body}`,
			'c.ts': `export function throttle(count: number, max: number) ${body}`,
			'd.py':
				'class Thing:\n    def is_rate_limit_enabled(self):\n        a = 1\n        return self.limit\n'
		})
	).toEqual([]);
});

test('[Q2] an account that is locked after wrong passwords is found; one that is not is not', async () => {
	const signIn = (last: string) => ({
		'A.cs': `class A { void B() { signIn.PasswordSignInAsync(name, password, true, ${last}); } }\n`
	});
	expect(await findingOf(rateLimits, 'lockout', signIn('true'))).toBeDefined();
	expect(await findingOf(rateLimits, 'lockout', signIn('lockoutOnFailure: true'))).toBeDefined();
	expect(await findingOf(rateLimits, 'lockout', signIn('false'))).toBeUndefined();
	const devise = (module: string) => ({
		'app/models/user.rb': `class User < A\n  devise :database_authenticatable, ${module}\nend\n`
	});
	expect(await findingOf(rateLimits, 'lockout', devise(':lockable'))).toBeDefined();
	expect(await findingOf(rateLimits, 'lockout', devise(':trackable'))).toBeUndefined();
});
