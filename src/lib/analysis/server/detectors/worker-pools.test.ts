import { describe, expect, it } from 'vitest';
import { concurrency } from './concurrency';
import { findingOf, placesIn } from './detectors.fixtures';

const pools: [string, Record<string, string>, string, string][] = [
	[
		'goroutines of a counted loop',
		{
			'a.go':
				'package a\n\nfunc f(nbWorkers int) {\n\tfor i := range nbWorkers {\n\t\tw := &worker{id: i}\n\t\tgo w.Run(queue)\n\t}\n}\n'
		},
		'a.go:4',
		'nbWorkers goroutines'
	],
	[
		'a channel that counts',
		{
			'a.go':
				'package a\n\nfunc f() {\n\tseats := make(chan struct{}, 4)\n\tseats <- struct{}{}\n\t<-seats\n}\n'
		},
		'a.go:4',
		'4 slots'
	],
	[
		'threads in Python',
		{ 'a.py': 'def f():\n    e = ThreadPoolExecutor(max_workers=10)\n' },
		'a.py:2',
		'10 threads'
	],
	[
		'threads in Java',
		{ 'A.java': 'class A {\n  E e = Executors.newFixedThreadPool(8);\n}\n' },
		'A.java:2',
		'8 threads'
	],
	['promises', { 'a.ts': 'const limit = pLimit(3);\n' }, 'a.ts:1', '3 at once']
];

describe('worker pools', () => {
	it.each(pools)('[Q2] tells how many may work at once: %s', async (_, contents, place, size) => {
		const found = await findingOf(concurrency, 'worker-pools', contents);
		expect(placesIn(found)).toEqual([place]);
		expect(found?.title).toContain(size);
	});

	it('[Q2] says nothing of a goroutine for each element, and of locks', async () => {
		expect(
			await findingOf(concurrency, 'worker-pools', {
				'a.go':
					'package a\n\nfunc f(feeds []F) {\n\tfor _, feed := range feeds {\n\t\tgo g(feed)\n\t}\n\tdone := make(chan struct{}, 1)\n}\n',
				'A.cs': 'class A { object l = new SemaphoreSlim(1, 1); }\n',
				'a.py': 'def f():\n    e = ThreadPoolExecutor()\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of a helper whose caller says how many', async () => {
		expect(
			await findingOf(concurrency, 'worker-pools', {
				'A.java':
					'package a;\nclass A { static Executor of(int threads) { return Executors.newFixedThreadPool(threads); } }\n'
			})
		).toBeUndefined();
	});
});
