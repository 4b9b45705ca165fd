import { describe, expect, it } from 'vitest';
import { findingOf, placesIn } from './detectors.fixtures';
import { resilience } from './resilience';

const off: [string, Record<string, string>, string][] = [
	[
		'Go',
		{ 'a.go': 'package a\n\nvar c = &tls.Config{\n\tInsecureSkipVerify: true,\n}\n' },
		'a.go:4'
	],
	['Node', { 'a.ts': 'const a = new Agent({\n\trejectUnauthorized: false\n});\n' }, 'a.ts:2'],
	[
		'Python',
		{ 'a.py': 'import requests\nrequests.get("https://a.example", verify=False)\n' },
		'a.py:2'
	],
	['Ruby', { 'a.rb': 'http.verify_mode = OpenSSL::SSL::VERIFY_NONE\n' }, 'a.rb:1'],
	['Rust', { 'a.rs': 'fn f() {\n    b.danger_accept_invalid_certs(true);\n}\n' }, 'a.rs:2'],
	['PHP', { 'a.php': '<?php\ncurl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);\n' }, 'a.php:2']
];

describe('verification of certificates', () => {
	it.each(off)(
		'[Q2] sees where nobody looks at the certificate: %s',
		async (_, contents, place) => {
			const found = await findingOf(resilience, 'unverified-tls', contents);
			expect(found?.kind).toBe('risk');
			expect(placesIn(found)).toEqual([place]);
		}
	);

	it('[Q2] says nothing where certificates are verified, or something else is', async () => {
		expect(
			await findingOf(resilience, 'unverified-tls', {
				'a.go': 'package a\n\nvar c = &tls.Config{InsecureSkipVerify: false}\n',
				'a.ts': 'const a = new Agent({ rejectUnauthorized: true });\nconst verify = false;\n',
				'a.py': 'def f(check):\n    check.run("a", verify=False)\n',
				'a.rb': 'h.verify_mode = on ? OpenSSL::SSL::VERIFY_PEER : OpenSSL::SSL::VERIFY_NONE\n',
				'a.rs': 'fn f() {\n    b.danger_accept_invalid_certs(false);\n}\n',
				'scripts/a.ts': 'const a = new Agent({ rejectUnauthorized: false });\n'
			})
		).toBeUndefined();
	});
});
