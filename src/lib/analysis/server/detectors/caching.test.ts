import { describe, expect, it } from 'vitest';
import { caching } from './caching';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const cached: [string, string, Record<string, string>, Record<string, unknown>][] = [
	[
		'TypeScript',
		'redis-javascript',
		{
			'a.ts':
				"import Redis from 'ioredis';\nconst redis = new Redis();\nexport async function f(id: string) {\n\tconst known = await redis.get(id);\n\tawait redis.set(id, 'x', 'EX', 60);\n}\n"
		},
		{ hasTimeToLive: true, forgets: 0, where: 'in Redis' }
	],
	[
		'Python',
		'django-s-cache-python',
		{
			'a.py':
				'from django.core.cache import cache\n\ndef f(k):\n    cache.get(k)\n    cache.set(k, 1, timeout=30)\n    cache.delete(k)\n'
		},
		{ hasTimeToLive: true, forgets: 1 }
	],
	[
		'Ruby',
		'rails-cache-ruby',
		{ 'a.rb': "def f\n  Rails.cache.fetch('k') { 1 }\nend\n" },
		{ hasTimeToLive: false }
	],
	[
		'PHP',
		'laravel-s-cache-php',
		{ 'a.php': "<?php\n$x = Cache::remember('k', 60, fn () => 1);\n" },
		{ hasTimeToLive: true }
	],
	[
		'C#',
		'imemorycache-csharp',
		{
			'A.cs':
				'using Microsoft.Extensions.Caching.Memory;\nclass A { void F() { _cache.TryGetValue("k", out var v); _cache.Set("k", 1, TimeSpan.FromMinutes(5)); _cache.Remove("k"); } }\n'
		},
		{ hasTimeToLive: true, forgets: 1, where: 'in the process' }
	]
];

describe('caching', () => {
	it.each(cached)(
		'[Q2] tells where, how long and who forgets: %s',
		async (_, subject, contents, facts) => {
			expect((await findingOf(caching, subject, contents))?.facts).toMatchObject(facts);
		}
	);

	it('[Q2] sees annotations, and functions that remember', async () => {
		const found = await findingOf(caching, 'annotated', {
			'A.java':
				'class A {\n  @Cacheable("a")\n  int f() { return 1; }\n  @CacheEvict("a")\n  void g() {}\n}\n'
		});
		expect(found?.facts).toMatchObject({ methods: 1, evictions: 1 });
		const memoized = await findingOf(caching, 'memoized', {
			'a.py': 'import functools\n\n@functools.lru_cache(maxsize=None)\ndef f(x):\n    return x\n'
		});
		expect(memoized?.facts).toEqual({ functions: ['f'], unbounded: 1 });
		expect(placesIn(memoized)).toEqual(['a.py:3']);
	});

	it('[Q2] an answer that clients may keep is no result in a cache of the program', async () => {
		const contents = {
			'A.cs':
				'class A {\n\t[ResponseCache(Duration = 60)]\n\tpublic int F() { return 1; }\n\t[ResponseCache(NoStore = true)]\n\tpublic int G() { return 1; }\n}\n'
		};
		expect(await findingOf(caching, 'annotated', contents)).toBeUndefined();
		expect(placesIn(await findingOf(caching, 'kept-by-clients', contents))).toEqual(['A.cs:2']);
	});

	it('[Q2] says nothing of maps, of what is only read, and of other decorators', async () => {
		expect(
			await findingsOf(caching, {
				'a.ts':
					'const counts = new Map<string, number>();\ncounts.set("a", 1);\ncounts.get("a");\n',
				'b.ts':
					"import Redis from 'ioredis';\nexport const f = (redis: Redis) => redis.get('x');\n",
				'c.py': 'from mine import cache\n\n@cache\ndef f():\n    pass\n'
			})
		).toEqual([]);
	});
});

it.each([
	['com.google.common.cache.CacheBuilder', 'CacheBuilder', "Guava's cache"],
	['com.github.benmanes.caffeine.cache.Caffeine', 'Caffeine', 'Caffeine']
])('[Q2] names the library whose cache it is: %s', async (specifier, maker, name) => {
	const found = await findingsOf(caching, {
		'A.java': `package a;\nimport ${specifier};\nclass A {\n  Cache<String, B> cache = ${maker}.newBuilder().expireAfterWrite(1, MINUTES).build();\n  B b(String k) { B one = cache.getIfPresent(k); cache.put(k, one); return one; }\n}\n`
	});
	expect(found.map(({ facts }) => facts['cache'])).toEqual([name]);
});
