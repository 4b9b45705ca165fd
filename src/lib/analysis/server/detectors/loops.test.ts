import { describe, expect, it } from 'vitest';
import { backgroundWork } from './background-work';
import { findingOf, placesIn } from './detectors.fixtures';

const again: [string, Record<string, string>, string, string][] = [
	[
		'a ticker in Go',
		{
			'a.go':
				'package a\n\nfunc cleanup() {\n\tfor range time.Tick(time.Hour) {\n\t\tclean()\n\t}\n}\n'
		},
		'a.go:4',
		'cleanup every time.Hour'
	],
	[
		'a loop that pauses in Python',
		{
			'a.py': 'def watch():\n    while True:\n        look()\n        time.sleep(2)\n'
		},
		'a.py:4',
		'watch every 2 s'
	],
	[
		'an interval of a server',
		{
			'a.ts':
				"import http from 'node:http';\nexport function sweep() {\n\tsetInterval(clean, 60000);\n}\n"
		},
		'a.ts:3',
		'sweep every 60000 ms'
	],
	[
		'a timer that sets itself again',
		{
			'a.js': "import net from 'net';\nfunction beat() {\n\tping();\n\tsetTimeout(beat, 1000);\n}\n"
		},
		'a.js:4',
		'beat every 1000 ms'
	]
];

describe('loops in the background', () => {
	it.each(again)(
		'[Q2] sees work that is done again and again: %s',
		async (_, contents, place, what) => {
			const found = await findingOf(backgroundWork, 'loops', contents);
			expect(placesIn(found)).toEqual([place]);
			expect(found?.title).toContain(what);
		}
	);

	it('[Q2] says nothing of a browser’s timers, of waits, and of retries', async () => {
		expect(
			await findingOf(backgroundWork, 'loops', {
				'a.ts': "import { useEffect } from 'react';\nsetInterval(tick, 1000);\n",
				'b.ts':
					"import fs from 'node:fs';\nconst i = setInterval(() => {\n\tif (up) clearInterval(i);\n}, 10);\n",
				'a.py':
					'def f():\n    for attempt in range(3):\n        time.sleep(1)\n\ndef g():\n    time.sleep(1)\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of a loop that is left once an answer has come', async () => {
		expect(
			await findingOf(backgroundWork, 'loops', {
				'a.py':
					'import time\n\ndef ask():\n    while True:\n        if done():\n            break\n        time.sleep(1)\n'
			})
		).toBeUndefined();
	});
});
