import { describe, expect, test } from 'vitest';
import { commitOf, historyOf, snapshotOf } from '../../analysis.fixtures';
import { projectReview } from './report';
import { reviewProject, type ReviewStep } from './review-project';

const code = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/${index}.ts`, 'a;\nb;\n']));

const mit =
	'Permission is hereby granted, free of charge, to any person obtaining a copy. THE SOFTWARE IS PROVIDED "AS IS"';

const detectors = async (...args: Parameters<typeof snapshotOf>) => {
	const { findings } = await reviewProject(snapshotOf(...args));
	return findings.map(({ detector }) => detector.replace('review/', '')).sort();
};

describe('the report', () => {
	const files = {
		...code(12),
		'src/a.test.ts': 'test();\n',
		'README.md': '# Shop\n\nSells things.\n## Start\n',
		LICENSE: mit,
		'package.json':
			'{\n"name": "shop",\n"scripts": {"start": "node src/1.ts"},\n"dependencies": {\n"express": "5"\n}, "devDependencies": {"vitest": "4"}\n}',
		'package-lock.json': '{}',
		'.github/workflows/ci.yml': 'jobs: {a: {steps: [{run: npm test}]}}',
		'docs/guide.md': 'Read me.'
	};

	test('[N3] a repository is described, and the description keeps its schema', async () => {
		const steps: ReviewStep[] = [];
		const history = historyOf([commitOf({ id: 'c', at: '2024-01-01T00:00:00Z' }, 'src/1.ts')]);
		const { review, findings } = await reviewProject(
			snapshotOf(files, { name: 'me/shop', commit: 'c', history }),
			{
				onStep: (step, done, total) => {
					expect(done).toBeLessThanOrEqual(total);
					steps.push(step);
				}
			}
		);
		expect(projectReview.parse(JSON.parse(JSON.stringify(review)))).toBeTruthy();
		expect(review).toMatchObject({
			name: 'me/shop',
			commit: 'c',
			files: 19,
			lines: 25,
			mainLanguage: 'TypeScript',
			frameworks: [
				{ name: 'Express', purpose: 'web', path: 'package.json', line: 5 },
				{ name: 'Vitest', purpose: 'test', line: 6, isDevelopment: true }
			],
			manifests: [{ path: 'package.json', lockFile: 'package-lock.json', dependencies: 1 }],
			entryPoints: [
				{ kind: 'script', path: 'package.json', line: 3, what: 'start: node src/1.ts' }
			],
			tests: { files: 1, lines: 1, share: 1 / 25, frameworks: ['Vitest'] },
			licenses: [{ id: 'MIT', from: 'text' }],
			documentation: { readme: { path: 'README.md', headings: ['Shop', 'Start'] }, files: 1 },
			activity: { commits: 1 },
			notes: []
		});
		expect(review.structure.map(({ path, purpose }) => [path, purpose])).toEqual([
			['', 'root'],
			['.github', 'CI'],
			['docs', 'documentation'],
			['src', 'code']
		]);
		expect([...new Set(steps)]).toEqual(['files', 'manifests', 'history']);
		expect(findings).toEqual([]);
	});

	test('[N1] without a history the report says what is missing, and what the source left out', async () => {
		const truncations = [{ what: 'file', sentence: 'big.bin was left out.' }] as const;
		const { review } = await reviewProject(snapshotOf(files, { truncations }));
		expect(review.activity).toBeUndefined();
		expect(review.notes).toEqual([
			'big.bin was left out.',
			'There is no history: who changed what, how often and when is not known.'
		]);
	});

	test('[Q7] an empty repository is a report that says so', async () => {
		const { review, findings } = await reviewProject(snapshotOf({}, { history: historyOf([]) }));
		expect(review.notes).toEqual(['There is no file to look at.']);
		expect(findings).toEqual([]);
		expect(projectReview.parse(JSON.parse(JSON.stringify(review))).files).toBe(0);
	});

	test('[N4] a cancelled review stops with the reason', async () => {
		const cancelling = new AbortController();
		const reviewing = reviewProject(snapshotOf(code(500)), {
			signal: cancelling.signal,
			onStep: () => cancelling.abort(new Error('cancelled'))
		});
		await expect(reviewing).rejects.toThrow('cancelled');
	});
});

describe('findings', () => {
	test('[R4] each has evidence whose lines are in the file', async () => {
		const contents: Record<string, string> = {
			...code(10),
			'package.json': '{\n"license": "ISC", "dependencies": {\n"request": "2"}}',
			LICENSE: mit,
			'yarn.lock': '',
			'package-lock.json': '{}'
		};
		const { findings } = await reviewProject(snapshotOf(contents));
		expect(findings.map(({ key }) => key)).toEqual([
			'review/no-tests:',
			'review/licenses-differ:',
			'review/no-readme:',
			'review/no-ci:',
			'review/two-package-managers:',
			'review/abandoned-dependency:npm:request'
		]);
		for (const { evidence } of findings) {
			expect(evidence.length).toBeGreaterThan(0);
			for (const { path, startLine, endLine, snippet } of evidence) {
				const lines = contents[path]!.split('\n').slice(startLine - 1, endLine);
				expect(snippet).toBe(lines.join('\n'));
			}
		}
		const dependency = findings.find(({ detector }) => detector === 'review/abandoned-dependency');
		expect(dependency!.evidence).toEqual([
			{ path: 'package.json', startLine: 3, endLine: 3, snippet: '"request": "2"}}' }
		]);
	});

	test('[Q2] what only a manifest says is marked so', async () => {
		const { findings } = await reviewProject(
			snapshotOf({ 'package.json': '{"dependencies": {"moment": "2"}}', LICENSE: mit })
		);
		expect(findings.map(({ detector, manifestOnly }) => [detector, manifestOnly])).toEqual([
			['review/not-locked', true],
			['review/abandoned-dependency', true]
		]);
	});

	test('[R4] a lock file that is too large to be read is there all the same', async () => {
		const contents = { 'package.json': '{"dependencies": {"express": "5"}}', LICENSE: mit };
		const left = (path: string) => ({
			truncations: [
				{ what: 'file' as const, sentence: `1 file left out (${path}).`, unread: [path] }
			]
		});
		const { review } = await reviewProject(snapshotOf(contents, left('package-lock.json')));
		expect(review.manifests[0]?.lockFile).toBe('package-lock.json');
		expect(await detectors(contents, left('package-lock.json'))).not.toContain('not-locked');
		expect(await detectors(contents, left('data/package.bin'))).toContain('not-locked');
	});

	test('[F7] a committed .env is named, and nothing of it is shown; its example is none', async () => {
		const { findings } = await reviewProject(
			snapshotOf({ LICENSE: mit, '.env': 'PASSWORD=hunter2', '.env.example': 'PASSWORD=' })
		);
		expect(findings.map(({ key }) => key)).toEqual(['review/committed-secrets:.env']);
		expect(JSON.stringify(findings)).not.toContain('hunter2');
	});

	test('[Q2] a sound repository has none of them', async () => {
		expect(
			await detectors({
				...code(12),
				'src/a.test.ts': 'test();',
				'.ci/run': 'npm test',
				'README.md': '# A',
				LICENSE: mit,
				'package.json': '{"license": "MIT", "dependencies": {"express": "5"}}',
				'pnpm-lock.yaml': '',
				Dockerfile: 'FROM node:24\nUSER node',
				'tests/.env': 'A=1'
			})
		).toEqual([]);
	});

	test('[N3] where one person knows most of the code, the history tells so, and names nobody', async () => {
		const others = ['bob', 'cleo'].map((author, index) =>
			commitOf({ id: author, at: `2024-01-0${index + 1}T00:00:00Z`, author }, 'src/0.ts')
		);
		const own = Array.from({ length: 9 }, (_, index) =>
			commitOf({ id: `c${index}`, at: '2024-01-05T00:00:00Z' }, `src/${index}.ts`)
		);
		const history = historyOf([...own, ...others]);
		const { findings } = await reviewProject(snapshotOf({ ...code(9), LICENSE: mit }, { history }));
		const found = findings.filter(({ topic }) => topic === 'history');
		expect(found.map(({ key }) => key)).toEqual(['review/truck-factor:']);
		expect(JSON.stringify(found)).not.toContain('Ann');
	});

	test('[N3] workflows that run no test are told where there are tests', async () => {
		const files = { ...code(3), 'src/a.test.ts': '', LICENSE: mit };
		const lint = { '.github/workflows/a.yml': 'jobs: {a: {steps: [{run: npm run lint}]}}' };
		expect(await detectors({ ...files, ...lint })).toEqual(['ci-without-tests']);
	});
});
