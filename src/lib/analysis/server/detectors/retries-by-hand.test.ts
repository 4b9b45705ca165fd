import { describe, expect, it } from 'vitest';
import { findingOf, placesIn } from './detectors.fixtures';
import { resilience } from './resilience';

const retried: [string, Record<string, string>, string, string][] = [
	[
		'Python',
		{
			'a.py':
				'def send(m):\n    for attempt in range(3):\n        try:\n            return post(m)\n        except IOError:\n            time.sleep(1)\n'
		},
		'a.py:2',
		'waiting in between (1)'
	],
	[
		'Go, longer each time',
		{
			'a.go':
				'package a\n\nfunc send() error {\n\tfor attempt := 0; attempt < 3; attempt++ {\n\t\tif err := post(); err == nil {\n\t\t\treturn nil\n\t\t}\n\t\ttime.Sleep(time.Second << attempt)\n\t}\n\treturn nil\n}\n'
		},
		'a.go:4',
		'waiting longer each time'
	],
	[
		'Rust',
		{
			'a.rs':
				'async fn send() {\n    let mut tries = 0;\n    loop {\n        match post() {\n            Ok(v) => return v,\n            Err(e) => {\n                tries += 1;\n                sleep(Duration::from_secs(1)).await;\n            }\n        }\n    }\n}\n'
		},
		'a.rs:3',
		'from_secs(1)'
	],
	[
		'C#, by calling itself',
		{
			'A.cs':
				'class A {\n  async Task Seed(C c, int retry = 0) {\n    try { c.Go(); }\n    catch {\n      retry++;\n      await Seed(c, retry);\n    }\n  }\n}\n'
		},
		'A.cs:6',
		'what failed (Seed).'
	]
];

describe('retries by hand', () => {
	it.each(retried)('[Q2] sees loops that try again: %s', async (_, contents, place, how) => {
		const found = await findingOf(resilience, 'retries-by-hand', contents);
		expect(placesIn(found)).toEqual([place]);
		expect(found?.title).toContain(how);
	});

	it.each([
		['as a constant', '', 0],
		['doubled each time', '\t\tbackoff *= 2\n', 1]
	])('[Q2] looks at whether what is called a backoff grows: %s', async (_, raised, growing) => {
		const found = await findingOf(resilience, 'retries-by-hand', {
			'a.go': `package a\n\nfunc send(backoff time.Duration) error {\n\tfor attempt := 0; attempt < 3; attempt++ {\n\t\tif err := post(); err == nil {\n\t\t\treturn nil\n\t\t}\n\t\ttime.Sleep(backoff)\n${raised}\t}\n\treturn nil\n}\n`
		});
		expect(found?.facts).toMatchObject({ places: 1, growing });
	});

	it('[Q2] says nothing of a function that waits until something is there', async () => {
		expect(
			await findingOf(resilience, 'retries-by-hand', {
				'a.ts':
					'export function focus(attempts: number) {\n\tif (!input && attempts > 0) requestAnimationFrame(() => focus(attempts - 1));\n\telse input.focus();\n}\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of loops that only pause, and of other functions of the same name', async () => {
		expect(
			await findingOf(resilience, 'retries-by-hand', {
				'a.py': 'def watch():\n    while True:\n        look()\n        time.sleep(2)\n',
				'a.go': 'package a\n\nfunc PushEntries(entries []E) {\n\tother.PushEntries(entries)\n}\n',
				'a.php':
					'<?php\nclass A extends B { function handle($r, $maxAttempts) { return parent::handle($r, $maxAttempts); } }\n',
				'a.ts': 'export function f(retries: number) {\n\tsetTimeout(g, 10);\n}\n'
			})
		).toBeUndefined();
	});
});
