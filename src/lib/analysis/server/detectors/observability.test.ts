import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { observability } from './observability';

test.each([
	['metrics', 'a.ts', "import { Counter } from 'prom-client';\nnew Counter({ name: 'a' });\n"],
	[
		'metrics',
		'a.go',
		'package a\nimport "github.com/prometheus/client_golang/prometheus"\nvar c = prometheus.NewCounter(o)\n'
	],
	['metrics', 'a.py', 'from prometheus_client import Counter\nc = Counter("a", "b")\n'],
	['traces', 'b.ts', "import { NodeSDK } from '@opentelemetry/sdk-node';\nnew NodeSDK();\n"],
	['traces', 'B.cs', 'using OpenTelemetry.Trace;\nservices.AddOpenTelemetry();'],
	['errors', 'c.rb', 'Sentry.init do |config|\nend\n'],
	['health', 'd.go', 'package d\nimport "net/http"\nfunc f() { http.HandleFunc("/healthz", ok) }\n']
])('[Q2] %s are found in %s', async (subject, path, text) => {
	expect(await findingOf(observability, subject, { [path]: text })).toBeDefined();
});

test('[Q2] counters and states of other kinds are none', async () => {
	expect(
		await findingsOf(observability, {
			'a.ts': "import { Counter } from './counter';\nnew Counter();\n",
			'b.py': 'from collections import Counter\nCounter("abc")\n',
			'c.go': 'package c\nimport "net/http"\nfunc f() { http.HandleFunc("/users", ok) }\n'
		})
	).toEqual([]);
});

test('[Q2] what is only declared is said to be declared, and actuators keep no metrics', async () => {
	const found = await findingOf(observability, 'metrics', {
		'package.json': '{"dependencies":{"prom-client":"15"}}'
	});
	expect(found?.title).toBe('package.json declares prom-client among the dependencies.');
	expect(
		await findingOf(observability, 'metrics', {
			'pom.xml':
				'<project><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies></project>'
		})
	).toBeUndefined();
});

test('[Q2] pings and states below other paths, and changes, are no health checks', async () => {
	expect(
		await findingOf(observability, 'health', {
			'a.ts':
				"import express from 'express';\nconst app = express();\napp.get('/checks/ping', show);\napp.get('/live', show);\napp.post('/health', change);\n"
		})
	).toBeUndefined();
});

test('[Q2] a health check stands behind what is put before every path', async () => {
	const controller =
		"import { Controller, Get } from '@nestjs/common';\n@Controller('health')\nexport class Health {\n\t@Get()\n\tcheck() {}\n}\n";
	const paths = async (main: string) =>
		(await findingOf(observability, 'health', { 'health.ts': controller, 'main.ts': main }))?.facts[
			'paths'
		];
	expect(await paths("app.setGlobalPrefix('api');\n")).toEqual(['/api/health']);
	expect(await paths("app.setGlobalPrefix('api', { exclude: ['health'] });\n")).toEqual([
		'/health'
	]);
	expect(await paths('app.listen(80);\n')).toEqual(['/health']);
});

test('[Q2] a page about the status of something else is no health check', async () => {
	expect(
		await findingOf(observability, 'health', {
			'a.ts': "import express from 'express';\nconst app = express();\napp.get('/status', show);\n"
		})
	).toBeUndefined();
	expect(
		await findingOf(observability, 'health', {
			'a.ts': "import express from 'express';\nconst app = express();\napp.get('/health', show);\n"
		})
	).toBeDefined();
});
