import { describe, expect, it } from 'vitest';
import { caching } from './caching';
import { findingOf, placesIn } from './detectors.fixtures';

describe('caches by hand', () => {
	it('[Q2] sees maps that only grow', async () => {
		const found = await findingOf(caching, 'by-hand', {
			'a.ts':
				'const userCache = new Map<string, User>();\nexport function f(id: string) {\n\tif (!userCache.has(id)) userCache.set(id, g(id));\n\treturn userCache.get(id);\n}\n',
			'a.py':
				'_cache = {}\n\ndef f(k):\n    if k not in _cache:\n        _cache[k] = g(k)\n    return _cache[k]\n'
		});
		expect(placesIn(found)).toEqual(['a.ts:1', 'a.py:1']);
		expect(found?.facts).toMatchObject({ caches: 2, endless: 2 });
	});

	it('[Q2] sees who takes values out', async () => {
		const found = await findingOf(caching, 'by-hand', {
			'a.go':
				'package a\n\ntype S struct {\n\tcache map[string]entry\n}\n\nfunc (s *S) f(k string) {\n\te, ok := s.cache[k]\n\ts.cache[k] = e\n\tdelete(s.cache, k)\n}\n'
		});
		expect(placesIn(found)).toEqual(['a.go:4']);
		expect(found?.facts).toMatchObject({ endless: 0 });
	});

	it('[Q2] says nothing of what a browser keeps', async () => {
		expect(
			await findingOf(caching, 'by-hand', {
				'web/a.ts':
					'const userCache = new Map();\nuserCache.set(1, 2);\nuserCache.get(1);\nuserCache.has(1);\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of other maps, of clients of a cache, and of what nobody asks', async () => {
		expect(
			await findingOf(caching, 'by-hand', {
				'a.ts':
					'const users = new Map();\nusers.set(1, 2);\nusers.get(1);\nconst cache = createClient();\ncache.get(1);\ncache.set(1, 2);\nconst oldCache = new Map();\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of a table that is filled once', async () => {
		expect(
			await findingOf(caching, 'by-hand', {
				'a.ts':
					'const cacheMap = new Map();\nfor (const one of all) cacheMap.set(one.code, one);\nexport const of = (code) => cacheMap.get(code);\nexport const has = (code) => cacheMap.has(code);\n'
			})
		).toBeUndefined();
	});
});
