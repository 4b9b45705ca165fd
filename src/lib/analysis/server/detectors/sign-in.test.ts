import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { signIn } from './sign-in';

test.each([
	['sessions', 'a.ts', "import session from 'express-session';\napp.use(session({ secret }));\n"],
	['sessions', 'a.py', 'from flask_login import login_user\nlogin_user(user)\n'],
	['sessions', 'a.php', '<?php\nAuth::attempt($credentials);\n'],
	[
		'sessions',
		'a.go',
		'package a\nimport "github.com/gorilla/sessions"\nvar s = sessions.NewCookieStore(key)\n'
	],
	['accounts', 'a.rb', 'class User\n  devise :database_authenticatable\nend\n'],
	['oauth', 'A.cs', 'services.AddAuthentication().AddGoogle(o => {});'],
	['oauth', 'A.java', 'package a;\nclass A { void f() { http.oauth2Login(); } }'],
	['basic', 'b.go', 'package b\nfunc f() { user, pass, ok := r.BasicAuth() }\n'],
	[
		'api-keys',
		'b.py',
		'from fastapi.security import APIKeyHeader\nkey = APIKeyHeader(name="X-Key")\n'
	]
])('[Q2] %s are found in %s', async (subject, path, text) => {
	const found = await findingOf(signIn, subject, { [path]: text });
	expect(found?.evidence[0]?.path).toBe(path);
	expect(found?.manifestOnly).toBe(false);
});

test('[Q2] what only a manifest names is said so, and is less sure', async () => {
	const found = await findingOf(signIn, 'sessions', {
		'package.json': '{"dependencies":{"express-session":"1.18.0"}}'
	});
	expect(found).toMatchObject({ manifestOnly: true, confidence: 0.5 });
	expect(found?.evidence[0]?.path).toBe('package.json');
});

test('[Q2] a token in localStorage is a risk; a theme or a CSRF token is none', async () => {
	const found = await findingOf(signIn, 'token-in-storage', {
		'a.ts': "localStorage.setItem('access_token', token);\nlocalStorage.setItem('theme', 'dark');\n"
	});
	expect(found?.facts['places']).toBe(1);
	expect(await findingsOf(signIn, { 'a.ts': "localStorage.setItem('csrf-token', t);\n" })).toEqual(
		[]
	);
});

test('[Q2] a hint about tokens that was closed is no token', async () => {
	expect(
		await findingsOf(signIn, {
			'a.js':
				"localStorage.setItem('admin_token_warning_closed', now);\nlocalStorage.setItem('push_token', t);\n"
		})
	).toEqual([]);
});

test('[Q2] a cookie for a session without HttpOnly is a risk', async () => {
	const found = await findingOf(signIn, 'cookie-without-httponly', {
		'a.ts':
			"res.cookie('session', id, { secure: true });\nres.cookie('sid_token', id, { httpOnly: true });\n"
	});
	expect(found?.facts['places']).toBe(1);
});

test('[Q2] importing the security framework alone is no form login', async () => {
	expect(
		await findingsOf(signIn, {
			'A.java':
				'package a;\nimport org.springframework.security.core.annotation.AuthenticationPrincipal;\nclass A {}\n',
			'b.py': 'from django.contrib.auth import authenticate\nauthenticate(username=a)\n'
		})
	).toEqual([]);
});

test('[R4] a session that is only there behind a switch is told with it', async () => {
	const title = async (text: string) =>
		(
			await findingOf(signIn, 'sessions', {
				'a.ts': `import session from 'express-session';\n${text}\n`
			})
		)?.title;
	expect(await title('if (env.WITH_SSO) {\n\tapp.use(session({ secret }));\n}')).toBe(
		'Users stay signed in by a session: express-session, only under the condition env.WITH_SSO.'
	);
	expect(await title('app.use(session({ secret }));')).not.toContain('condition');
});
