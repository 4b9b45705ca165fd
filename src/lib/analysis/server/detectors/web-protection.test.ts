import { expect, test } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { webProtection } from './web-protection';

test.each([
	['a.py', '@csrf_exempt\ndef hook(request):\n    pass\n', 'a.py:1'],
	[
		'A.java',
		'package a;\nimport org.springframework.security.config.annotation.web.builders.HttpSecurity;\nclass A { void b(HttpSecurity http) { http\n.cors().and()\n.csrf().disable(); } }\n',
		'A.java:5'
	],
	[
		'B.java',
		'package a;\nimport org.springframework.security.config.annotation.web.builders.HttpSecurity;\nclass A { void b(HttpSecurity http) { http.csrf(csrf -> csrf.disable()); } }\n',
		'B.java:3'
	],
	['a.rb', 'class A < B\n  skip_before_action :verify_authenticity_token\nend\n', 'a.rb:2'],
	['A.cs', 'class A {\n\t[IgnoreAntiforgeryToken]\n\tpublic void B() {}\n}\n', 'A.cs:2']
])('[Q2] a CSRF check that is taken away is found in %s', async (path, text, place) => {
	const found = await findingOf(webProtection, 'without-csrf', { [path]: text });
	expect(placesIn(found)).toEqual([place]);
});

test('[Q2] other filters that are skipped, and a session that is emptied, take no check away', async () => {
	expect(
		await findingOf(webProtection, 'without-csrf', {
			'a.rb':
				'class A < B\n  skip_before_action :authenticate_user\n  protect_from_forgery with: :null_session\nend\n',
			'A.java':
				'package a;\nimport org.springframework.security.config.annotation.web.builders.HttpSecurity;\nclass A { void b(HttpSecurity http) { http.csrf(csrf -> csrf.csrfTokenRepository(r)); } }\n'
		})
	).toBeUndefined();
});

test.each([
	['conf/settings.py', "MIDDLEWARE = [\n    'django.middleware.csrf.CsrfViewMiddleware',\n]\n"],
	['a.ts', "import csurf from 'csurf';\napp.use(csurf({ cookie: true }));\n"],
	['a.go', 'package a\nimport "net/http"\nvar c = http.NewCrossOriginProtection()\n'],
	['A.cs', 'class A {\n\t[ValidateAntiForgeryToken]\n\tpublic void B() {}\n}\n'],
	['a.rb', 'class A < B\n  protect_from_forgery with: :exception\nend\n']
])('[Q2] a check for forged requests is found in %s', async (path, text) => {
	const found = await findingOf(webProtection, 'csrf', { [path]: text });
	expect(found?.evidence).toHaveLength(1);
});

test('[Q2] headers that are set by hand are named, each once', async () => {
	const found = await findingOf(webProtection, 'headers', {
		'a.go':
			'package a\nfunc f(w http.ResponseWriter) {\n\tw.Header().Set("X-Frame-Options", "DENY")\n\tw.Header().Set("content-security-policy", policy)\n}\n',
		'b.js': "res.setHeader('X-Frame-Options', 'SAMEORIGIN');\n"
	});
	expect(found?.facts['headers']).toEqual(['X-Frame-Options', 'Content-Security-Policy']);
});

test('[Q2] Helmet counts where it is used; other headers, and reading one, do not', async () => {
	const found = await findingOf(webProtection, 'headers', {
		'a.ts': "import helmet from 'helmet';\napp.use(helmet());\n"
	});
	expect(found?.title).toContain('by Helmet');
	expect(
		await findingsOf(webProtection, {
			'a.ts': "res.setHeader('Content-Type', 'text/html');\nreq.headers.get('x-frame-options');\n"
		})
	).toEqual([]);
});

test.each([
	['a.js', "const app = express();\napp.set('trust proxy', 1);\n"],
	['settings.py', "SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')\n"],
	['a.py', 'app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)\n'],
	['A.cs', 'class A { void B() { app.UseForwardedHeaders(); } }\n'],
	['a.go', 'package a\nfunc f() { r.SetTrustedProxies([]string{"10.0.0.1"}) }\n']
])('[Q2] a proxy that is believed is found in %s', async (path, text) => {
	const found = await findingOf(webProtection, 'proxy-trusted', { [path]: text });
	expect(found?.evidence).toHaveLength(1);
});

test('[Q2] a proxy that is believed by nobody is not told', async () => {
	expect(
		await findingsOf(webProtection, {
			'a.js': "app.set('trust proxy', false);\napp.set('view engine', 'pug');\n",
			'a.go': 'package a\nfunc f() { r.SetTrustedProxies(nil) }\n'
		})
	).toEqual([]);
});

test('[Q2] an address that is read from a header is told with its function', async () => {
	const found = await findingOf(webProtection, 'address-from-header', {
		'ip.go':
			'package a\nfunc ClientIP(r *http.Request) string {\n\treturn r.Header.Get("X-Forwarded-For")\n}\n'
	});
	expect(found?.title).toContain('X-Forwarded-For (ClientIP)');
	expect(
		await findingOf(webProtection, 'address-from-header', {
			'ip.go': 'package a\nfunc f(r *http.Request) string { return r.Header.Get("Accept") }\n'
		})
	).toBeUndefined();
});

test('[Q2] a header that is sent on is not read', async () => {
	expect(
		await findingOf(webProtection, 'address-from-header', {
			'a.rs': 'fn f() { client.get(url).header("X-Forwarded-For", address.to_string()).send(); }\n'
		})
	).toBeUndefined();
});

test.each([
	[
		'a name',
		'\tif (trustProxy) {\n\t\tapp.set("trust proxy", trustProxy);\n\t}\n',
		', only under the condition trustProxy.'
	],
	[
		'a condition on several lines',
		"\tif (\n\t\tconfig.get('WITH_PROXY') === 'true'\n\t) {\n\t\tapp.set('trust proxy', 1);\n\t}\n",
		"only under the condition config.get('WITH_PROXY') === 'true'."
	],
	[
		'where it runs',
		"\tif (process.env.NODE_ENV === 'production') {\n\t\tapp.set('trust proxy', 1);\n\t}\n",
		"Express's trust proxy."
	],
	['no condition', "\tapp.set('trust proxy', 1);\n", "Express's trust proxy."]
])('[R4] a switch around it is told: %s', async (_, inside, end) => {
	const found = await findingOf(webProtection, 'proxy-trusted', {
		'a.ts': `export function start() {\n${inside}}\n`
	});
	expect(found?.title.endsWith(end)).toBe(true);
});

test('[R4] what scripts of examples within a suite believe says nothing of the program', async () => {
	const trusting = "app.set('trust proxy', 1);\n";
	const found = (path: string) =>
		findingOf(webProtection, 'proxy-trusted', {
			[path]: trusting,
			'src/a.ts': 'a();\n',
			'src/b.ts': 'b();\n'
		});
	expect(await found('internal/suites/example/server.js')).toBeUndefined();
	expect(await found('src/java/com/example/server.js')).toBeDefined();
});
