import { describe, expect, it } from 'vitest';
import { asked, faultsOf, placesIn } from '../questions.fixtures';
import { containers } from './containers';
import { coverageGaps } from './coverage-gaps';
import { delivery } from './delivery';
import { dependencies } from './dependencies';
import { frontEndState } from './front-end-state';
import { injectedFields } from './injected-fields';
import { lifetimes } from './lifetimes';
import { secondInstance } from './second-instance';
import { testStyles } from './test-styles';

const source = { 'src/a.ts': 'export const a = () => 1;\n' };

describe('delivery', () => {
	const tests =
		'name: Tests\non:\n  push:\n  pull_request:\njobs:\n  test:\n    steps:\n      - run: npm test\n';
	const release =
		'name: Release\non:\n  push:\n    tags: ["v*"]\njobs:\n  publish:\n    steps:\n      - run: npm publish\n';

	it('[Q3] asks what ties the workflow that delivers to the one that tests, and shows both', async () => {
		const [draft] = await asked(delivery, {
			...source,
			'.github/workflows/test.yml': tests,
			'.github/workflows/release.yml': release
		});
		expect(draft?.question).toContain('.github/workflows/release.yml');
		expect(placesIn(draft!)).toEqual([
			'.github/workflows/release.yml:2',
			'.github/workflows/test.yml:2'
		]);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks who runs tests that no workflow runs', async () => {
		const [draft] = await asked(delivery, {
			...source,
			'.github/workflows/lint.yml': tests
				.replace('npm test', 'npm run lint')
				.replace('Tests', 'Lint')
				.replace('test:', 'lint:'),
			'src/a.test.ts': "import { it } from 'vitest';\nit('is one', () => {});\n"
		});
		expect(draft?.question).toContain('one test file');
		expect(draft?.difficulty).toBe('junior');
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('containers', () => {
	const rooted = 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n';

	it('[Q3] asks what follows from running as root, and contradicts the claim that it does not', async () => {
		const [draft] = await asked(containers, { ...source, Dockerfile: rooted });
		expect(draft?.question).toContain('root');
		expect(draft?.rubric[0]?.contradictions).toContain('it does not run as root');
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] does not speak of root where a user is named', async () => {
		const [draft] = await asked(containers, {
			...source,
			Dockerfile: rooted.replace('CMD', 'USER node\nCMD')
		});
		expect(draft?.question).not.toContain('root');
		expect(JSON.stringify(draft?.rubric)).not.toContain('has root');
	});
});

describe('secondInstance', () => {
	const compose = (store: string) =>
		`services:\n  web:\n    build: .\n  db:\n    image: ${store}\n`;

	it('[Q3] asks what a second copy would share with the first', async () => {
		const [draft] = await asked(secondInstance, {
			...source,
			'docker-compose.yml': compose('postgres:17')
		});
		expect(draft?.category).toBe('scalability');
		expect(draft?.question).toContain('web');
		expect(placesIn(draft!)).toHaveLength(2);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks nothing where nothing is kept beside the program', async () => {
		expect(
			await asked(secondInstance, { ...source, 'docker-compose.yml': compose('axllent/mailpit') })
		).toEqual([]);
	});
});

describe('coverageGaps', () => {
	const code = (name: string) =>
		`export function ${name}(n: number) {\n${Array.from({ length: 6 }, (_, i) => `\tif (n === ${i}) return ${i};`).join('\n')}\n\treturn 0;\n}\n`;
	const tested = Object.fromEntries(
		['price', 'order', 'offer'].flatMap((name) => [
			[`src/shop/${name}.ts`, code(name)],
			[
				`src/shop/${name}.test.ts`,
				`import { ${name} } from './${name}';\nit('counts', () => ${name}(1));\n`
			]
		])
	);

	it('[Q3] asks about the one file without a test among those that have one', async () => {
		const [draft] = await asked(coverageGaps, { ...tested, 'src/shop/refund.ts': code('refund') });
		expect(draft?.question).toContain('refund.ts');
		expect(draft?.evidence[1]?.path).toMatch(/\.test\.ts$/);
		expect(draft?.modelAnswer).toContain('may go unnoticed');
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] knows when tests of others lead to it', async () => {
		const [draft] = await asked(coverageGaps, {
			...tested,
			'src/shop/order.ts': `import { refund } from './refund';\n${code('order')}refund(1);\n`,
			'src/shop/refund.ts': code('refund')
		});
		expect(draft?.modelAnswer).toContain('by way of what uses it');
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks nothing where hardly anything is tested', async () => {
		expect(await asked(coverageGaps, { 'src/shop/refund.ts': code('refund') })).toEqual([]);
	});
});

describe('testStyles', () => {
	const real = "import request from 'supertest';\nit('answers', () => request(app).get('/'));\n";
	const doubled =
		"import { vi, it } from 'vitest';\nconst send = vi.fn();\nit('sends', () => send());\n";

	it('[Q3] sets tests with doubles against those through real parts', async () => {
		const [draft] = await asked(testStyles, {
			...source,
			'src/a.test.ts': real,
			'src/b.test.ts': doubled
		});
		expect(draft?.question).toContain('supertest');
		expect(draft?.fileReferences.toSorted()).toEqual(['src/a.test.ts', 'src/b.test.ts']);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] does not speak of doubles where there are none', async () => {
		const few = { ...source, 'src/a.test.ts': real };
		expect(await asked(testStyles, few)).toEqual([]);
		const tests = { 'src/b.test.ts': real, 'src/c.test.ts': real };
		const [draft] = await asked(testStyles, { ...few, ...tests });
		expect(draft?.isRelated).toBe(false);
		expect(draft?.findingKeys).not.toContain('testing:doubles');
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('dependencies', () => {
	const manifest = JSON.stringify({ name: 'app', dependencies: { request: '^2.88.0' } }, null, 2);

	it('[Q3] asks what a library that was given up risks, at the line that imports it', async () => {
		const drafts = await asked(dependencies, {
			'package.json': manifest,
			'package-lock.json': '{}',
			'src/get.js': "const request = require('request');\nrequest('https://example.org');\n"
		});
		expect(drafts).toHaveLength(1);
		expect(placesIn(drafts[0]!)).toContain('src/get.js:1');
		expect(faultsOf(drafts[0]!)).toEqual([]);
	});

	it('[Q3] asks about ranges of versions where no lock file holds them', async () => {
		const drafts = await asked(dependencies, { 'package.json': manifest });
		const unlocked = drafts.find(({ findingKeys }) => findingKeys[0]?.includes('not-locked'));
		expect(unlocked?.question).toContain('package.json');
		expect(faultsOf(unlocked!)).toEqual([]);
	});
});

describe('injectedFields', () => {
	it('[Q3] sets fields that are filled against a class that asks in its constructor', async () => {
		const [draft] = await asked(injectedFields, {
			'src/OrderService.java':
				'import org.springframework.stereotype.Service;\n@Service\nclass OrderService {\n\t@Autowired\n\tprivate Prices prices;\n}\n',
			'src/UserService.java':
				'import org.springframework.stereotype.Service;\n@Service\nclass UserService {\n\tprivate final Users users;\n\tUserService(Users users) {\n\t\tthis.users = users;\n\t}\n}\n'
		});
		expect(draft?.fileReferences.toSorted()).toEqual([
			'src/OrderService.java',
			'src/UserService.java'
		]);
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('lifetimes', () => {
	it('[Q3] asks how long what is registered lives', async () => {
		const [draft] = await asked(lifetimes, {
			'Program.cs':
				'var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSingleton<Clock>();\nbuilder.Services.AddScoped<Orders>();\n'
		});
		expect(draft?.question).toMatch(/^One service lives/);
		expect(placesIn(draft!)).toEqual(['Program.cs:2', 'Program.cs:3']);
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('frontEndState', () => {
	it('[Q3] sets two ways of keeping state against each other', async () => {
		const [draft] = await asked(frontEndState, {
			'src/store.ts':
				"import { create } from 'zustand';\nexport const useCart = create(() => ({}));\n",
			'src/orders.tsx':
				"import { useQuery } from '@tanstack/react-query';\nexport const Orders = () => useQuery({ queryKey: ['orders'] });\n"
		});
		expect(draft?.fileReferences.toSorted()).toEqual(['src/orders.tsx', 'src/store.ts']);
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});
});
