import { describe, expect, test } from 'vitest';
import { snapshotOf } from '../../analysis.fixtures';
import { documentationOf } from './documentation';
import { entryPointsOf } from './entry-points';
import { readManifests } from './manifests';
import { reviewProject } from './review-project';
import { structureOf } from './structure';
import { survey } from './survey';
import { testsOf } from './tests';

const look = async (contents: Record<string, string>) => {
	const { files, texts } = await survey(snapshotOf(contents));
	const { manifests } = readManifests(Array.from(texts, ([path, text]) => ({ path, text })));
	return { files, texts, manifests };
};

test('[N3] it is told where the project begins to run, and why that is thought', async () => {
	const { files, texts, manifests } = await look({
		'package.json':
			'{\n"main": "./src/index.js",\n"bin": "dist/gone.js",\n"scripts": {\n"start": "node .",\n"lint": "x"\n}}',
		'src/index.js': 'run();',
		'cmd/main.go': 'package main\nfunc main() {}\n',
		'manage.py': 'import django\nif __name__ == "__main__":\n    pass\n',
		'web/wsgi.py': 'application = 1',
		Procfile: 'web: gunicorn web.wsgi\n# no\n',
		Dockerfile: 'FROM a AS b\nCMD ["no"]\nFROM b\nENTRYPOINT ["tini"]\nCMD ["node", "."]\n'
	});
	expect(
		entryPointsOf(files, manifests, texts).map(({ kind, path, line, what }) => [
			kind,
			`${path}:${line}`,
			what
		])
	).toEqual([
		['main', 'cmd/main.go:2', 'a main function'],
		['main', 'manage.py:2', 'a main function'],
		['manifest', 'src/index.js:1', 'named by package.json'],
		['script', 'package.json:5', 'start: node .'],
		['procfile', 'Procfile:1', 'web: gunicorn web.wsgi'],
		['container', 'Dockerfile:5', 'CMD ["node", "."]'],
		['container', 'Dockerfile:4', 'ENTRYPOINT ["tini"]'],
		['name', 'web/wsgi.py:1', 'the application that a Python server loads']
	]);
});

test('[N3] folders are told with what they hold, packages one by one', async () => {
	const { files } = await look({
		'README.md': 'x',
		'packages/api/a.ts': 'a\nb\n',
		'packages/web/b.svelte': 'a\n',
		'handbook/a.md': 'a',
		'handbook/b.md': 'b',
		'checks/a.test.js': 'a\n',
		'i18n/de.json': '{}'
	});
	expect(
		structureOf(files).map(({ path, purpose, lines, language }) => [path, purpose, lines, language])
	).toEqual([
		['', 'root', 0, undefined],
		['checks', 'tests', 1, 'JavaScript'],
		['handbook', 'documentation', 0, undefined],
		['i18n', 'translations', 0, undefined],
		['packages', 'packages', 3, 'TypeScript'],
		['packages/api', 'back end', 2, 'TypeScript'],
		['packages/web', 'front end', 1, 'Svelte']
	]);
});

test('[N3] the share of tests is of lines of code, and Rust tests in its sources', async () => {
	const { files } = await look({
		'src/lib.rs': 'fn a() {}\n#[cfg(test)]\nmod tests {}\n',
		'tests/a.rs': 'a\n',
		'tests/data.json': '{}\n\n\n'
	});
	expect(testsOf(files, [])).toEqual({
		files: 1,
		lines: 1,
		share: 0.25,
		frameworks: [],
		folders: [{ path: 'tests', files: 1 }],
		inlineFiles: 1
	});
});

test('[N3] documentation: README, folders, records of decisions, descriptions of the API', async () => {
	const { files, texts } = await look({
		'readme.md': '# Shop #\nSells things.',
		'docs/adr/0001-queue.md': 'x',
		'docs/adr/template.md': 'x',
		'CHANGELOG.md': 'x',
		'api/openapi.yaml': 'x',
		'a.ts': '// a\n// b\nc\n\nd\n'
	});
	expect(documentationOf(files, texts)).toEqual({
		readme: { path: 'readme.md', words: 5, headings: ['Shop'] },
		files: 2,
		hasContributing: false,
		hasChangelog: true,
		hasSecurityPolicy: false,
		decisions: ['docs/adr/0001-queue.md'],
		apiDescriptions: ['api/openapi.yaml'],
		commentShare: 0.5
	});
});

describe('anything', () => {
	test('[Q7] every file that is looked into may hold anything', async () => {
		const names = [
			'README.md',
			'LICENSE',
			'Dockerfile',
			'Procfile',
			'compose.yaml',
			'Jenkinsfile',
			'.github/workflows/a.yml',
			'.gitlab-ci.yml',
			'a.go',
			'a.java',
			'A.cs',
			'a.cpp',
			'a.rs',
			'a.js'
		];
		const texts = [
			'',
			'\0',
			'\xff\xfe',
			'#'.repeat(300_000),
			' '.repeat(300_000),
			'- '.repeat(100_000),
			'FROM '.repeat(60_000),
			'\\\n'.repeat(100_000),
			'${'.repeat(100_000),
			'a://'.repeat(70_000),
			'token=\n'.repeat(40_000),
			'/*'.repeat(150_000),
			'static void main '.repeat(20_000),
			'{'.repeat(200_000),
			'a: &a [*a]\n',
			'services: 7',
			'jobs: {a: null, b: [c]}',
			'on: {__proto__: 1}'
		];
		const started = performance.now();
		for (const text of texts) {
			const contents = Object.fromEntries(names.map((name) => [name, text]));
			const { review } = await reviewProject(snapshotOf(contents));
			expect(review.files).toBe(names.length);
		}
		expect(performance.now() - started).toBeLessThan(15_000);
	});

	test('[Q7] 100,000 files are counted, and nobody waits long meanwhile', async () => {
		const contents: Record<string, string> = {};
		for (let index = 0; index < 100_000; index++) {
			contents[`src/${index % 300}/${index}.ts`] = 'export const a = 1;\n';
		}
		const snapshot = snapshotOf(contents);
		const progress: number[] = [];
		const { review } = await reviewProject(snapshot, {
			onStep: (step, done) => step === 'files' && progress.push(done)
		});
		expect(review).toMatchObject({ files: 100_000, lines: 100_000, mainLanguage: 'TypeScript' });
		expect(progress.length).toBeGreaterThanOrEqual(1000);
		expect(JSON.stringify(review).length).toBeLessThan(200_000);
	}, 30_000);
});
