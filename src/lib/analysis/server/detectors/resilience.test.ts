import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { resilience } from './resilience';

const endless: [string, Record<string, string>, string][] = [
	[
		'no-timeout-requests',
		{ 'a.py': 'import requests\n\ndef f():\n    return requests.get("https://a.example")\n' },
		'a.py:4'
	],
	[
		'no-timeout-go-s-default-client',
		{ 'a.go': 'package a\n\nimport "net/http"\n\nfunc f() { http.Get("https://a.example") }\n' },
		'a.go:5'
	],
	[
		'no-timeout-axios',
		{
			'a.ts': "import axios from 'axios';\nexport const f = () => axios.get('https://a.example');\n"
		},
		'a.ts:2'
	],
	[
		'no-timeout-resttemplate',
		{
			'A.java':
				'import org.springframework.web.client.RestTemplate;\nclass A { Object f() { return new RestTemplate(); } }\n'
		},
		'A.java:2'
	],
	[
		'no-timeout-guzzle',
		{
			'a.php':
				"<?php\nuse GuzzleHttp\\Client;\n$c = new Client(['base_uri' => 'https://a.example']);\n"
		},
		'a.php:3'
	],
	[
		'no-timeout-reqwest',
		{ 'a.rs': 'use reqwest;\nasync fn f() {\n    reqwest::get("https://a.example").await;\n}\n' },
		'a.rs:3'
	],
	[
		'server-without-timeout',
		{ 'a.go': 'package a\n\nimport "net/http"\n\nfunc f() { http.ListenAndServe(":80", nil) }\n' },
		'a.go:5'
	]
];

describe('resilience', () => {
	it.each(endless)('[Q2] sees what waits for ever: %s', async (subject, contents, place) => {
		const found = await findingOf(resilience, subject, contents);
		expect(found?.kind).toBe('risk');
		expect(placesIn(found)).toEqual([place]);
	});

	it('[Q2] leaves calls alone whose time is limited, here or for all', async () => {
		const found = await findingsOf(resilience, {
			'a.py':
				'import requests\n\ndef f(**more):\n    requests.get("https://a.example", timeout=3)\n    requests.get("https://a.example", **more)\n',
			'b.ts':
				"import axios from 'axios';\naxios.defaults.timeout = 1000;\nexport const f = () => axios.get('https://a.example');\n",
			'c.py': 'def get(requests):\n    return requests.get("a")\n',
			'd.rb': 'Net::HTTP.get(URI("https://a.example"))\n'
		});
		expect(found.filter(({ kind }) => kind === 'risk')).toEqual([]);
	});

	const retried: [string, Record<string, string>, string][] = [
		[
			'Python',
			{ 'a.py': 'from tenacity import retry\n\n@retry(stop=3)\ndef f():\n    pass\n' },
			'a.py:3'
		],
		[
			'TypeScript',
			{ 'a.ts': "import pRetry from 'p-retry';\nawait pRetry(f, { retries: 3 });\n" },
			'a.ts:2'
		],
		[
			'Java',
			{
				'A.java':
					'import org.springframework.retry.annotation.Retryable;\nclass A {\n  @Retryable\n  void f() {}\n}\n'
			},
			'A.java:3'
		],
		[
			'Go',
			{
				'a.go':
					'package a\n\nimport "github.com/cenkalti/backoff/v4"\n\nfunc f() { backoff.Retry(g, b) }\n'
			},
			'a.go:5'
		]
	];

	it.each(retried)('[Q2] sees what is tried again: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(resilience, 'retries', contents))).toEqual([place]);
	});

	it('[Q2] sees idempotency keys, and writes that can be repeated', async () => {
		const keys = await findingOf(resilience, 'idempotency-keys', {
			'a.ts': "export const f = (req: Request) => req.headers.get('Idempotency-Key');\n"
		});
		expect(placesIn(keys)).toEqual(['a.ts:1']);
		const writes = await findingOf(resilience, 'repeatable-writes', {
			'a.py': 'def f():\n    Tag.objects.get_or_create(name="a")\n',
			'b.go':
				'package b\n\nfunc f() { db.Exec("insert into a values (1) on conflict do nothing") }\n'
		});
		expect(writes?.facts).toMatchObject({ writes: 2 });
	});

	it('[Q2] the handler that HTTP clients get by default retries and cuts off', async () => {
		const contents = {
			'A.cs':
				'class A { void F() { s.ConfigureHttpClientDefaults(http => { http.AddStandardResilienceHandler(); }); } }\n'
		};
		expect(placesIn(await findingOf(resilience, 'retries', contents))).toEqual(['A.cs:1']);
		expect(placesIn(await findingOf(resilience, 'circuit-breakers', contents))).toEqual(['A.cs:1']);
	});

	it('[Q2] takes a clock that ticks, and no limit at all, for no time-out', async () => {
		const found = await findingsOf(resilience, {
			'a.go':
				'package a\nimport "net/http"\nfunc f() {\n\ttimeout := time.NewTimer(pingInterval)\n}\n',
			'b.py': 'import requests\nclient = make(timeout=None)\n'
		});
		expect(found.map(({ key }) => key)).not.toContain('resilience:timeouts');
	});

	it('[Q2] sees limits and retries that a client of its own kind sets', async () => {
		const rust = await findingOf(resilience, 'timeouts', {
			'a.rs':
				'use reqwest::Client;\nfn f() {\n    Client::builder().timeout(Duration::from_secs(10)).build();\n}\n'
		});
		expect(placesIn(rust)).toEqual(['a.rs:3']);
		const python = await findingOf(resilience, 'timeouts', {
			'a.py': 'import pycurl\nc.setopt(pycurl.TIMEOUT, 30)\n'
		});
		expect(placesIn(python)).toEqual(['a.py:2']);
		const mapper = await findingOf(resilience, 'retries', {
			'A.cs':
				'using Microsoft.EntityFrameworkCore;\nclass A { void F() { c.UseSqlServer(s, o => o.EnableRetryOnFailure()); } }\n'
		});
		expect(placesIn(mapper)).toEqual(['A.cs:2']);
	});

	it('[Q2] says nothing of a function that is called retry', async () => {
		expect(
			await findingsOf(resilience, {
				'a.ts': 'retry();\n',
				'b.py': 'def retry(f): pass\n\nretry(1)\n'
			})
		).toEqual([]);
	});
});
