import { describe, expect, test } from 'vitest';
import { snapshotOf } from '../../analysis.fixtures';
import { LanguageNames } from './language-names';
import { languageShares, leftOutOf } from './languages';
import { countLines } from './line-count';
import { survey } from './survey';

describe('languages', () => {
	test('[Q4] names of files tell the languages that people mean by them', async () => {
		const paths = [
			'a.js',
			'a.ts',
			'a.tsx',
			'a.svelte',
			'a.vue',
			'a.py',
			'a.java',
			'a.go',
			'a.rs',
			'a.cs',
			'a.rb',
			'a.php',
			'a.c',
			'a.cpp',
			'a.sql',
			'a.kt',
			'a.md',
			'a.yml',
			'Makefile',
			'go.mod',
			'a.zzz'
		];
		const names = await LanguageNames.of(paths);
		expect(paths.map((path) => names.of(path)?.name)).toEqual([
			'JavaScript',
			'TypeScript',
			'TypeScript',
			'Svelte',
			'Vue',
			'Python',
			'Java',
			'Go',
			'Rust',
			'C#',
			'Ruby',
			'PHP',
			'C',
			'C++',
			'SQL',
			'Kotlin',
			'Markdown',
			'YAML',
			'Makefile',
			'Go Module',
			undefined
		]);
		expect(names.of('bin/run', '#!/usr/bin/env python3')?.name).toBe('Python');
		expect(names.of('bin/run', 'plain')).toBeUndefined();
		expect(names.of('a.svelte')?.kind).toBe('programming');
	});

	test('[N3] shares are of programming languages; lock, built and vendored files are said apart', async () => {
		const { files } = await survey(
			snapshotOf({
				'src/a.ts': 'x'.repeat(300),
				'src/b.py': 'y'.repeat(100),
				'data.json': '1'.repeat(9000),
				'package-lock.json': '2'.repeat(90_000),
				'node_modules/x/index.js': 'z'.repeat(9000),
				'public/app.js': `var a=1;${'f();'.repeat(5000)}`,
				'logo.png': Buffer.from([137, 80, 0, 0]),
				'strange.ts': Buffer.from([0, 1, 2])
			})
		);
		const shares = languageShares(files);
		expect(shares.map(({ name, share }) => [name, share])).toEqual([
			['TypeScript', 0.75],
			['Python', 0.25],
			['JSON', 0]
		]);
		expect(
			leftOutOf(files)
				.map(({ role, examples }) => [role, ...examples])
				.sort()
		).toEqual([
			['binary', 'logo.png', 'strange.ts'],
			['lock', 'package-lock.json'],
			['minified', 'public/app.js'],
			['vendored', 'node_modules/x/index.js']
		]);
	});

	test('[Q4] headers are C++ where the rest is', async () => {
		const language = async (other: string) =>
			(await survey(snapshotOf({ 'a.h': 'int x;', [other]: 'int y;' }))).files[0]!.language;
		expect(await language('a.cc')).toBe('C++');
		expect(await language('a.c')).toBe('C');
	});

	test('[Q7] a thousand made-up endings hide no language that came before them', async () => {
		const strange = Array.from({ length: 1000 }, (_, index) => `a.q${index}`);
		const names = await LanguageNames.of(['a.ts', ...strange]);
		expect(names.of('b.ts')?.name).toBe('TypeScript');
		expect(names.of('a.q999')).toBeUndefined();
	});

	test('[Q7] names out of the ordinary are counted', async () => {
		const { files } = await survey(
			snapshotOf({ __proto__x: 'a', constructor: 'b', 'a/.toString': 'c', 'ü.päß': 'd' })
		);
		expect(files.map(({ language }) => language)).toEqual([
			undefined,
			undefined,
			undefined,
			undefined
		]);
	});
});

test('[N3] lines are told apart: blank, comment, code', () => {
	const count = (text: string, language: string) => countLines(Buffer.from(text), language);
	expect(count('/* a\n * b\n */\n\nx; // c\n// d\n', 'Java')).toEqual({
		lines: 6,
		blank: 1,
		comments: 4
	});
	expect(count('# a\n\n  \r\nx = "# no"', 'Python')).toEqual({ lines: 4, blank: 2, comments: 1 });
	expect(count('/* never closed\nx\n', 'C')).toEqual({ lines: 2, blank: 0, comments: 2 });
	expect(count('', 'C')).toEqual({ lines: 0, blank: 0, comments: 0 });
});

test('[N3] a main function is found in the languages that have one, and not in examples', async () => {
	const main = 'package main\n\nfunc main() {\n}\n';
	const { files } = await survey(
		snapshotOf({
			'cmd/a/main.go': main,
			'examples/b/main.go': main,
			'a.py': 'x = 1\nif __name__ == "__main__":\n    x\n',
			'src/App.java': 'class App {\n  public static void main(String[] a) {}\n}',
			'src/main.rs': 'use x;\nasync fn main() {}\n',
			'src/util.rs': 'fn main() {}\n'
		})
	);
	expect(files.map(({ mainLine }) => mainLine)).toEqual([3, undefined, 2, 2, 2, undefined]);
});

test('[Q7] a file that cannot be read is said, and the others are counted', async () => {
	const snapshot = snapshotOf({ 'a.ts': 'a\n' });
	const missing = { path: 'gone.ts', bytes: 10, hash: '0' };
	const { files, left } = await survey({ ...snapshot, files: [...snapshot.files, missing] });
	expect(files.map(({ path, lines }) => [path, lines])).toEqual([
		['a.ts', 1],
		['gone.ts', 0]
	]);
	expect(left).toEqual(['gone.ts cannot be read: its content is missing or damaged.']);
});
