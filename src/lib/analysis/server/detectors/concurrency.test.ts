import { describe, expect, it } from 'vitest';
import { concurrency } from './concurrency';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const seen: [string, string, Record<string, string>, string][] = [
	[
		'a mutex in Go',
		'memory-locks',
		{ 'a.go': 'package a\n\ntype A struct {\n\tmu sync.Mutex\n}\n' },
		'a.go:4'
	],
	[
		'a lock in Python',
		'memory-locks',
		{ 'a.py': 'import threading\nlock = threading.Lock()\n' },
		'a.py:2'
	],
	[
		'a lock in Java',
		'memory-locks',
		{ 'A.java': 'class A {\n  Lock l = new ReentrantLock();\n}\n' },
		'A.java:2'
	],
	[
		'a mutex in Rust',
		'memory-locks',
		{ 'a.rs': 'fn f() {\n    let m = Mutex::new(1);\n}\n' },
		'a.rs:2'
	],
	[
		'select for update in SQL',
		'row-locks',
		{ 'a.ts': "db.query('select * from a where id = $1 for update');\n" },
		'a.ts:1'
	],
	[
		'select for update in Django',
		'row-locks',
		{ 'a.py': 'def f():\n    A.objects.select_for_update().get(id=1)\n' },
		'a.py:2'
	],
	[
		'a lock in Laravel',
		'row-locks',
		{ 'a.php': "<?php\nDB::table('a')->lockForUpdate()->get();\n" },
		'a.php:2'
	],
	[
		'a version in JPA',
		'version-columns',
		{
			'A.java': 'import jakarta.persistence.*;\n@Entity\nclass A {\n  @Version\n  int version;\n}\n'
		},
		'A.java:4'
	],
	[
		'a version in TypeORM',
		'version-columns',
		{
			'a.ts':
				"import { VersionColumn } from 'typeorm';\nclass A {\n\t@VersionColumn() version: number;\n}\n"
		},
		'a.ts:3'
	],
	[
		'a version in an update',
		'version-columns',
		{
			'a.go':
				'package a\n\nfunc f() { db.Exec("update a set x = 1 where id = 2 and version = 3") }\n'
		},
		'a.go:3'
	],
	[
		'promises at once',
		'at-once',
		{ 'a.ts': 'export const f = () => Promise.all([a(), b()]);\n' },
		'a.ts:1'
	],
	[
		'tasks at once',
		'at-once',
		{ 'A.cs': 'class A { async Task F() { await Task.WhenAll(a, b); } }\n' },
		'A.cs:1'
	],
	['goroutines', 'goroutines', { 'a.go': 'package a\n\nfunc f() {\n\tgo g()\n}\n' }, 'a.go:4']
];

describe('concurrency', () => {
	it.each(seen)('[Q2] sees %s', async (_, subject, contents, place) => {
		expect(placesIn(await findingOf(concurrency, subject, contents))).toContain(place);
	});

	it('[Q2] says what limits the work, and what waits for goroutines', async () => {
		const limited = await findingOf(concurrency, 'at-once', {
			'a.ts': 'const limit = pLimit(4);\nawait Promise.all(xs.map((x) => limit(() => f(x))));\n'
		});
		expect(limited?.facts['limits']).toBe(1);
		const waited = await findingOf(concurrency, 'goroutines', {
			'a.go':
				'package a\n\nfunc f() {\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo g(&wg)\n\twg.Wait()\n\tc := make(chan int)\n}\n'
		});
		expect(waited?.facts).toEqual({ started: 1, groups: 2, channels: 1 });
	});

	it('[Q2] a semaphore for one is a lock, and no limit of what runs at once', async () => {
		const found = await findingOf(concurrency, 'at-once', {
			'A.cs':
				'class A { void F() { var gate = new SemaphoreSlim(1, 1); await Task.WhenAll(xs); } }\n'
		});
		expect(found?.facts['limits']).toBe(0);
	});

	it('[Q2] what limits work in another language limits nothing here', async () => {
		const found = await findingOf(concurrency, 'at-once', {
			'a.ts': 'await Promise.all(xs.map(f));\n',
			'a.go': 'package a\n\nvar gate = semaphore.NewWeighted(4)\n'
		});
		expect(found?.facts['limits']).toBe(0);
	});

	it('[Q2] a group that counts something else waits for no goroutine', async () => {
		const found = await findingOf(concurrency, 'goroutines', {
			'a.go': 'package a\n\nfunc f() {\n\tgo g()\n}\n',
			'b.go': 'package a\n\nfunc (p *pipe) next() {\n\tp.wg.Add(1)\n}\n'
		});
		expect(found?.title).toBe('Goroutines are started in a.go.');
	});

	it('[Q2] blames no pool with a size, and no list that is written out', async () => {
		const pool = await findingOf(concurrency, 'at-once', {
			'a.py': 'def f():\n    e = ThreadPoolExecutor(max_workers=10)\n'
		});
		expect(pool?.title).toContain('a limit is set');
		const fixed = await findingOf(concurrency, 'at-once', {
			'a.ts': 'await Promise.all([a(), b()]);\n'
		});
		expect(fixed?.facts).toMatchObject({ limits: 0, overLists: 0 });
		const open = await findingOf(concurrency, 'at-once', {
			'a.ts': 'await Promise.all(xs.map(f));\nawait Promise.all([...xs]);\n'
		});
		expect(open?.facts['overLists']).toBe(2);
	});

	it('[Q2] does not say that somebody waits where locked rows are passed over', async () => {
		const skipping = await findingOf(concurrency, 'row-locks', {
			'a.ts': "db.query('select id from jobs limit 1 for update skip locked');\n"
		});
		expect(skipping?.title).toContain('passed over');
		expect(skipping?.detail).not.toContain('second waits');
		const both = await findingOf(concurrency, 'row-locks', {
			'a.py':
				'def f():\n    A.objects.select_for_update(skip_locked=True)\n    A.objects.select_for_update()\n'
		});
		expect(both?.facts).toMatchObject({ places: 2, skipping: 1 });
	});

	it('[Q2] says nothing of versions of an API, of tests, and of plain calls', async () => {
		expect(
			await findingsOf(concurrency, {
				'a.controller.ts': "@Version('1')\nexport class A {}\n",
				'a.test.ts': 'await Promise.all([a(), b()]);\n',
				'a.py': 'lock = make_lock()\n',
				'b.ts': "db.query('select 1 from a where note = $1');\n"
			})
		).toEqual([]);
	});
});
