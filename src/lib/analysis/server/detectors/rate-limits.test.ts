import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { rateLimits } from './rate-limits';

test.each([
	['a.ts', "import rateLimit from 'express-rate-limit';\napp.use(rateLimit({ max: 100 }));\n"],
	['a.py', 'from flask_limiter import Limiter\nlimiter = Limiter(app)\n'],
	['a.go', 'package a\nimport "golang.org/x/time/rate"\nvar l = rate.NewLimiter(1, 5)\n'],
	['A.cs', 'builder.Services.AddRateLimiter(o => {});'],
	['a.rb', "class Rack::Attack\n  throttle('req/ip', limit: 300) { |req| req.ip }\nend\n"]
])('[Q2] a limit is found in %s', async (path, text) => {
	expect(await findingOf(rateLimits, 'libraries', { [path]: text })).toBeDefined();
});

test("[Q2] Laravel's throttle is told with its numbers", async () => {
	const found = await findingOf(rateLimits, 'throttle-middleware', {
		'routes/api.php': "<?php\nRoute::middleware('throttle:10,1')->group(function () {});\n"
	});
	expect(found?.facts['limit']).toBe('10,1');
});

test('[Q2] rates of other kinds are none', async () => {
	expect(
		await findingsOf(rateLimits, {
			'a.ts': 'rateLimit(x);\nthrottle(render, 100);\n',
			'b.go': 'package b\nfunc f() { rate.Compute() }\n',
			'c.php': "<?php\nRoute::middleware('auth')->group(function () {});\n"
		})
	).toEqual([]);
});
