import { expect, test } from 'vitest';
import { findingOf } from './detectors.fixtures';
import { signIn } from './sign-in';

test.each([
	[
		'a.ts',
		"reply.setCookie('sid', id, {\n\thttpOnly: true,\n\tsecure: true,\n\tsameSite: 'lax'\n});\n",
		['HttpOnly', 'SameSite=Lax', 'Secure']
	],
	[
		'a.go',
		'package a\nvar c = &http.Cookie{\n\tName: "sid",\n\tHttpOnly: true,\n\tSameSite: http.SameSiteStrictMode,\n}\n',
		['HttpOnly', 'SameSite=Strict']
	],
	['a.py', "response.set_cookie('sid', sid, httponly=True)\n", ['HttpOnly']],
	[
		'settings.py',
		'SESSION_COOKIE_HTTPONLY = True\nSESSION_COOKIE_SECURE = DEBUG is False\n',
		['HttpOnly']
	]
])('[Q2] flags of a cookie are read in %s', async (path, text, flags) => {
	const found = await findingOf(signIn, 'cookie-flags', { [path]: text });
	expect(found?.facts['flags']).toEqual(flags);
});

test('[Q2] a flag that only some cookies have is not told of all; one that is off is none', async () => {
	const found = await findingOf(signIn, 'cookie-flags', {
		'a.ts': 'set({ httpOnly: true, secure: true });\n',
		'b.ts': 'set({ httpOnly: true });\n'
	});
	expect(found?.title).toBe('Cookies are set HttpOnly.');
	expect(
		await findingOf(signIn, 'cookie-flags', { 'a.ts': 'set({ httpOnly: false, secure: true });\n' })
	).toBeUndefined();
});

test('[Q2] a client of OpenID Connect that is only imported signs nobody in', async () => {
	const client = "import oidc from 'openid-client';\n";
	expect(await findingOf(signIn, 'oauth', { 'a.ts': client })).toBeUndefined();
	expect(
		await findingOf(signIn, 'oauth', {
			'a.ts': `${client}export const to = oidc.buildAuthorizationUrl(config, {});\n`
		})
	).toBeDefined();
});

test('[Q2] where a script may read one of them, not all cookies are HttpOnly', async () => {
	const found = await findingOf(signIn, 'cookie-flags', {
		'a.ts':
			"res.cookie('s', id, { httpOnly: true });\nres.cookie('t', id, { httpOnly: true });\nres.cookie('rooms', ids, { httpOnly: false });\n"
	});
	expect(found?.title).toBe('Not all, but some cookies are set HttpOnly.');
});

test('[Q2] a flag that depends on something else is not told', async () => {
	const found = await findingOf(signIn, 'cookie-flags', {
		'a.ts': "res.cookie('s', id, { httpOnly: true, sameSite: isSecure ? 'none' : 'lax' });\n"
	});
	expect(found?.title).toBe('A cookie is set HttpOnly.');
});
