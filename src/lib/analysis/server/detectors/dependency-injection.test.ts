import { expect, test } from 'vitest';
import { dependencyInjection } from './dependency-injection';
import { findingOf, findingsOf } from './detectors.fixtures';

test.each([
	[
		'NestJS',
		'a.ts',
		"import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class A {}\n"
	],
	[
		"Spring's container",
		'A.java',
		'package a;\nimport org.springframework.stereotype.Service;\n@Service\nclass A {}\n'
	],
	["ASP.NET Core's container", 'A.cs', 'services.AddScoped<IUsers, Users>();'],
	['Fx or Dig', 'a.go', 'package a\nimport "go.uber.org/fx"\nfunc f() { fx.New(fx.Provide(g)) }\n'],
	[
		"Laravel's container",
		'A.php',
		'<?php\nclass A { function register() { $this->app->singleton(X::class); } }\n'
	]
])('[Q2] %s is found in %s', async (library, path, text) => {
	const found = await findingOf(dependencyInjection, 'container', { [path]: text });
	expect(found?.facts['libraries']).toEqual([library]);
});

test('[Q2] fields that are filled by the container are counted, constructors are not', async () => {
	const found = await findingOf(dependencyInjection, 'fields', {
		'A.java': `package a;
class A {
	@Autowired
	private Users users;
	private final Mails mails;
	@Autowired
	A(Mails mails) { this.mails = mails; }
}
`
	});
	expect(found?.facts).toEqual({ fields: 1, classes: 1 });
});

test("[Q2] .NET's lifetimes are counted", async () => {
	const found = await findingOf(dependencyInjection, 'lifetimes', {
		'A.cs':
			'services.AddScoped<IA, A>();\nservices.AddSingleton<IB, B>();\nservices.AddScoped<C>();'
	});
	expect(found?.facts).toEqual({ scoped: 2, singletons: 1, transients: 0 });
});

test("[Q2] FastAPI's dependencies are named", async () => {
	const found = await findingOf(dependencyInjection, 'depends', {
		'a.py': 'from fastapi import Depends\ndef items(db = Depends(get_db)):\n    pass\n'
	});
	expect(found?.facts).toEqual({ functions: 1, dependencies: ['get_db'] });
});

test('[Q2] things put together by hand are none', async () => {
	expect(
		await findingsOf(dependencyInjection, {
			'a.ts': "import Vue from 'vue';\nexport const a = new A(new B());\n",
			'B.java': 'package b;\nclass B {\n\t@Override\n\tpublic int hashCode() { return 1; }\n}\n',
			'c.go': 'package c\nfunc f() { NewServer(NewStore()) }\n'
		})
	).toEqual([]);
});
