import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { tokenCare } from './token-care';

test.each([
	['a.ts', 'function same(a, b) { return crypto.timingSafeEqual(a, b); }\n'],
	['a.py', 'def same(a, b):\n    return hmac.compare_digest(a, b)\n'],
	[
		'a.go',
		'package a\nfunc same(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }\n'
	],
	['a.php', '<?php\nfunction same($a, $b) { return hash_equals($a, $b); }\n'],
	['a.rs', 'fn same(a: &str, b: &str) -> bool { crypto::ct_eq(a, b) }\n'],
	['a.rb', 'def same(a, b)\n  ActiveSupport::SecurityUtils.secure_compare(a, b)\nend\n'],
	['A.cs', 'class A { bool same() { return CryptographicOperations.FixedTimeEquals(a, b); } }\n']
])('[Q2] a comparison in constant time is found in %s', async (path, text) => {
	const found = await findingOf(tokenCare, 'compared-safely', { [path]: text });
	expect(found?.title).toMatch(/ in (\w+\.)?same\)/);
});

test.each([
	['a.ts', 'const resetToken = Math.random().toString(36).slice(2);\n'],
	['a.py', "import random\npassword = ''.join(random.choice(letters) for _ in range(8))\n"],
	['a.php', '<?php\n$token = md5(uniqid());\n'],
	[
		'A.java',
		'package a;\nclass A { void b() { String otp = String.valueOf(new Random().nextInt(9999)); } }\n'
	]
])('[Q2] a secret that can be worked out is a risk in %s', async (path, text) => {
	const found = await findingOf(tokenCare, 'guessable', { [path]: text });
	expect(found?.kind).toBe('risk');
});

test('[Q2] a key that is chosen among known ones is not made; one of letters is', async () => {
	const found = await findingOf(tokenCare, 'guessable', {
		'a.py': 'import random\napi_key = random.choice(api_keys)\n',
		'b.ts': 'const apiKey = keys[Math.floor(Math.random() * keys.length)];\n',
		'c.py': "import random\ntoken = ''.join(random.choice(letters) for _ in range(9))\n"
	});
	expect(found?.facts).toEqual({ names: ['token'], places: 1 });
});

test('[Q2] chance for other things, and good chance for secrets, is none', async () => {
	expect(
		await findingsOf(tokenCare, {
			'a.ts':
				"const delay = Math.random() * 100;\nconst token = crypto.randomBytes(32).toString('hex');\nconst tokenCount = Math.random();\n",
			'a.py':
				'import random, secrets\ncolor = random.choice(colors)\ntoken = secrets.token_urlsafe()\npassword = random.SystemRandom().choice(letters)\n',
			'a.test.ts': 'const token = Math.random();\n'
		})
	).toEqual([]);
});

test('[Q2] what a page marks its own requests with is no secret', async () => {
	expect(
		await findingsOf(tokenCare, { 'client/app/list.js': 'const fetchToken = Math.random();\n' })
	).toEqual([]);
});
