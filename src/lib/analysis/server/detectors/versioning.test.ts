import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { versioning } from './versioning';

test.each([
	['a.ts', "import express from 'express';\napp.use('/api/v1', routes);\n"],
	['a.go', 'package a\nfunc f() { r.Group("/api/v1") }\n'],
	['a.py', "app.include_router(router, prefix='/api/v1')\n"],
	['config/routes.rb', 'Rails.application.routes.draw do\n  namespace :v1 do\n  end\nend\n'],
	['a.php', "<?php\nRoute::prefix('v1')->group(function () {});\n"]
])('[Q2] a version in the path is found in %s', async (path, text) => {
	const found = await findingOf(versioning, 'in-path', { [path]: text });
	expect(found?.facts['versions']).toEqual(['v1']);
});

test('[Q2] versions that are declared', async () => {
	const found = await findingOf(versioning, 'declared', {
		'A.cs': '[ApiVersion("1.0")]\npublic class A {}\n'
	});
	expect(found).toBeDefined();
});

test('[Q2] ten routes without any version are a fact; nine are none', async () => {
	const routes = (count: number) =>
		Array.from({ length: count }, (_, n) => `router.get('/a${n}', list);`).join('\n');
	const files = (count: number) => ({
		'a.ts': `import express from 'express';\n${routes(count)}\n`
	});
	expect((await findingOf(versioning, 'none', files(10)))?.facts['routes']).toBe(10);
	expect(await findingsOf(versioning, files(9))).toEqual([]);
});

test('[Q2] the address of somebody else’s API is not this API’s version', async () => {
	expect(
		await findingsOf(versioning, { 'a.ts': "client.get('https://api.example.com/v1/users');\n" })
	).toEqual([]);
});
