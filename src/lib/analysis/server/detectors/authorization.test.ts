import { expect, test } from 'vitest';
import { authorization } from './authorization';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

test.each([
	[
		'guards',
		'a.controller.ts',
		"import { UseGuards } from '@nestjs/common';\n@UseGuards(AuthGuard)\nexport class A {}\n"
	],
	[
		'guards',
		'app/controllers/a.rb',
		'class A < B\n  before_action :authenticate_user!, except: [:index]\nend\n'
	],
	[
		'guards',
		'A.php',
		"<?php\nclass A { function __construct() { $this->middleware('auth.api')->except('index'); } }\n"
	],
	['guards', 'a.go', 'package a\nfunc f() { v1.Use(users.AuthMiddleware(true)) }\n'],
	['guards', 'A.cs', 'class A {\n\t[Authorize]\n\tpublic void B() {}\n}\n'],
	[
		'guards',
		'B.cs',
		'var orders = app.MapGroup("/orders");\norders.MapOrders().RequireAuthorization();\n'
	],
	[
		'guards',
		'B.php',
		"<?php\nuse Symfony\\Component\\Security\\Http\\Attribute\\IsGranted;\nclass B {\n\t#[IsGranted('EDIT')]\n\tfunction f() {}\n}\n"
	],
	[
		'policies',
		'C.php',
		'<?php\nuse Symfony\\Component\\Security\\Core\\Authorization\\Voter\\Voter;\nclass C extends Voter {}\n'
	],
	[
		'guards',
		'a.py',
		'from rest_framework.permissions import IsAuthenticated\nclass V(APIView):\n    permission_classes = (IsAuthenticated,)\n'
	],
	[
		'roles',
		'A.java',
		'package a;\nclass A {\n\t@PreAuthorize("hasRole(\'ADMIN\')")\n\tvoid b() {}\n}\n'
	],
	[
		'policies',
		'A.cs',
		'services.AddAuthorization(o => o.AddPolicy("adults", p => p.RequireClaim("age")));'
	]
])('[Q2] %s are found in %s', async (subject, path, text) => {
	const found = await findingOf(authorization, subject, { [path]: text });
	expect(found?.evidence.length).toBeGreaterThan(0);
});

const express = (routes: string) => ({
	'src/posts.ts': `import { Router } from 'express';
const router = Router();
${routes}
`
});

const ruby = 'class A\n  def update\n    authorize @post\n  end\nend\n';

test('[Q2] authorize is a policy where Pundit is, and anything else where it is not', async () => {
	const pundit = { Gemfile: "gem 'pundit'\n", 'a.rb': ruby };
	expect((await findingOf(authorization, 'policies', pundit))?.facts['libraries']).toEqual([
		'Pundit'
	]);
	expect(await findingsOf(authorization, { Gemfile: "gem 'rails'\n", 'a.rb': ruby })).toEqual([]);
});

test('[Q2] a policy of CORS, a list of authors and a limit before sign-in guard nothing', async () => {
	expect(
		await findingsOf(authorization, {
			'A.cs': 'services.AddCors(o => o.AddPolicy("web", b => b.WithOrigins(x)));',
			'a.ts':
				"import express from 'express';\napp.get(authorPath, authorList, show);\napp.post('/login', authLimiter, signIn);\n",
			'b.py': 'from fastapi import Depends\ndef f(users = Depends(get_user_service)):\n    pass\n',
			'c.py': 'class V(APIView):\n    permission_classes = []\n'
		})
	).toEqual([]);
});

test('[Q2] of one guarded route no more is said than that', async () => {
	const found = await findingOf(authorization, 'guards', {
		'a.ts': "import express from 'express';\napp.get('/metrics', apiAuth, show);\n"
	});
	expect(found?.title).toContain('At least one route is guarded');
});

test('[Q2] a changing route without a guard, beside one that has it, is a risk', async () => {
	const found = await findingOf(
		authorization,
		'unguarded-routes',
		express(`router.post('/posts', requireAuth, create);
router.delete('/posts/:id', remove);
router.get('/posts', list);
router.post('/login', signIn);`)
	);
	expect(found?.facts['routes']).toEqual(['DELETE /posts/:id']);
	expect(placesIn(found)).toEqual(['src/posts.ts:4']);
});

test('[Q2] nothing is said of files where no route, or every route, is guarded', async () => {
	const files = [
		express("router.post('/posts', create);\nrouter.delete('/posts/:id', remove);"),
		express(
			"router.post('/posts', auth.required, create);\nrouter.delete('/posts/:id', auth.required, remove);"
		),
		express(
			"router.use(auth);\nrouter.post('/posts', auth, create);\nrouter.delete('/posts/:id', remove);"
		)
	];
	for (const contents of files) {
		expect(await findingOf(authorization, 'unguarded-routes', contents)).toBeUndefined();
	}
});

test('[Q2] attributes on a class guard its methods', async () => {
	const controller = (onClass: string) => ({
		'A.cs': `[Route("a")]
${onClass}
public class A : Controller {
	[Authorize]
	[HttpPost]
	public Task Create() { return null; }

	[HttpDelete("{id}")]
	public Task Remove() { return null; }
}
`
	});
	const open = await findingOf(authorization, 'unguarded-routes', controller(''));
	expect(open?.facts['routes']).toEqual(['DELETE /a/{id}']);
	expect(
		await findingOf(authorization, 'unguarded-routes', controller('[Authorize]'))
	).toBeUndefined();
});

test('[Q2] API views that name no permissions are told where others do and no default is set', async () => {
	const views = `from rest_framework.views import APIView
class Open(APIView):
    def get(self, request): pass
class Closed(APIView):
    permission_classes = (IsAuthenticated,)
`;
	const found = await findingOf(authorization, 'views-without-permissions', {
		'a/views.py': views
	});
	expect(found?.facts['views']).toEqual(['Open']);
	const withDefault = await findingsOf(authorization, {
		'a/views.py': views,
		'settings.py':
			"REST_FRAMEWORK = {\n    'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated'],\n}\n"
	});
	expect(withDefault.map(({ key }) => key)).toEqual([
		'authorization:guards',
		'authorization:default'
	]);
});

test('[Q2] code without anybody to let in says nothing', async () => {
	expect(
		await findingsOf(authorization, {
			'a.ts': 'export const author = (a: string) => authors.get(a, b);\n',
			'b.go': 'package b\nfunc f() { log.Use(x) }\n',
			'c.py': 'class A(Base):\n    pass\n',
			'd.rb': "before_action :find_article!\nlog 'authorize'\n"
		})
	).toEqual([]);
});

test('[Q2] lines of a log, CORS and sign-in that is optional guard nothing', async () => {
	expect(
		await findingsOf(authorization, {
			'a.go':
				'package a\nfunc f() {\n\tslog.Group("response", slog.Int("status", http.StatusUnauthorized))\n\tg.Use(cors.New(auth.CorsConfig(conf)))\n\tg.Use(authentication.Optional)\n\tlog.With(auth.Name)\n}\n'
		})
	).toEqual([]);
});

test("[Q2] NestJS's middleware guards where it turns somebody away, and not where it only adds", async () => {
	const module =
		"import { Module } from '@nestjs/common';\nexport class App {\n\tconfigure(consumer) {\n\t\tconsumer.apply(Gate).forRoutes('*');\n\t}\n}\n";
	const gate = (body: string) =>
		`import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Gate {\n\tuse(req, res, next) {\n\t\t${body}\n\t\tnext();\n\t}\n}\n`;
	const guardsOf = (body: string) =>
		findingOf(authorization, 'guards', { 'app.module.ts': module, 'gate.ts': gate(body) });
	expect(await guardsOf('req.shop = shopOf(req);')).toBeUndefined();
	expect(await guardsOf('if (!req.user) throw new UnauthorizedException();')).toBeDefined();
	expect(await guardsOf('if (!req.user) return res.status(401).end();')).toBeDefined();
});

test('[Q2] what Rust handlers ask for by their parameters guards them', async () => {
	const found = await findingOf(authorization, 'guards', {
		'auth.rs':
			"impl<'r> FromRequest<'r> for AdminHeaders {\n    fn a() {}\n}\nimpl<'r> FromRequest<'r> for MaybeAuthUser {}\nimpl FromRequest for ClientIp {}\n"
	});
	expect(found?.title).toContain('parameters of handlers (AdminHeaders)');
});
