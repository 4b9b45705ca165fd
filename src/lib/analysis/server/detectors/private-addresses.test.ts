import { describe, expect, it } from 'vitest';
import { findingOf, placesIn } from './detectors.fixtures';
import { resilience } from './resilience';

const asked: [string, Record<string, string>, string][] = [
	[
		'Go',
		{
			'a.go':
				'package a\n\nimport "net"\n\nfunc f(ip net.IP) error {\n\tif ip.IsPrivate() {\n\t\treturn bad\n\t}\n\treturn nil\n}\n'
		},
		'a.go:6'
	],
	[
		'Python',
		{ 'a.py': 'import pycurl\n\ndef f(a):\n    if _is_private(a[0]):\n        return None\n' },
		'a.py:4'
	],
	[
		'Node',
		{ 'a.ts': "import filter from 'ssrf-req-filter';\nget(u, { agent: filter(u) });\n" },
		'a.ts:1'
	]
];

describe('private addresses', () => {
	it.each(asked)('[Q2] sees who asks before it connects: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(resilience, 'private-addresses', contents))).toEqual([place]);
	});

	it('[Q2] says nothing of proxies that are trusted, and of what else is private', async () => {
		expect(
			await findingOf(resilience, 'private-addresses', {
				'trusted-proxies.go':
					'package a\n\nimport "net"\n\nfunc f(ip net.IP) bool { return ip.IsPrivate() }\n',
				'a.py': 'import requests\n\ndef f(repo):\n    return repo.is_private_repo()\n',
				'b.py': 'def f(a):\n    return is_private(a)\n'
			})
		).toBeUndefined();
	});

	it('[Q2] says nothing of whoever calls this program', async () => {
		expect(
			await findingOf(resilience, 'private-addresses', {
				'a.go':
					'package a\n\nimport "net/http"\n\nfunc f(r *http.Request) bool { return parse(r.Header.Get("X-Forwarded-For")).IsPrivate() }\n'
			})
		).toBeUndefined();
	});
});
