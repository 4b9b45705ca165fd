import { posix } from 'node:path';
import type { FileFacts } from '../../facts';

/** Which files of tests stand for a file by their names or by the packages that they import. */
export interface TestsOfFiles {
	/** `user.test.ts`, `test_user.py`, `user_test.go`, `UserTest.java`, `user_spec.rb` of `user`. */
	namedAfter(path: string): string[];
	/** Of Python: `import flask` uses whatever lies in the folder `flask`. */
	importingFolderOf(path: string): string[];
}

export function testsOfFiles(files: readonly FileFacts[]): TestsOfFiles {
	const tests = files.filter(({ isTest }) => isTest);
	const byName = Map.groupBy(tests, ({ path }) => keyOf(path, testedBy(path) ?? ''));
	const byFolder = new Map<string, string[]>();
	for (const { path, language, imports } of tests) {
		if (language !== 'python') continue;
		const names = imports.map(({ specifier }) => specifier.split('.').at(-1) ?? '');
		for (const name of new Set(names)) byFolder.set(name, [...(byFolder.get(name) ?? []), path]);
	}
	return {
		namedAfter: (path) =>
			(byName.get(keyOf(path, stemOf(path))) ?? [])
				.map((test) => test.path)
				.filter((test) => test !== path),
		importingFolderOf: (path) =>
			path.endsWith('.py') ? (byFolder.get(posix.basename(posix.dirname(path))) ?? []) : []
	};
}

const TEST_WORDS = /^tests?_|[._-]?(?:unit|integration)?[._-]?(?:tests?|specs?|it)$/g;

/** Tests are written in the language of what they test. */
const keyOf = (path: string, stem: string) =>
	`${/\.(?:[cm]?[jt]sx?|svelte|vue)$/.test(path) ? 'script' : posix.extname(path)} ${stem}`;

function testedBy(path: string): string | undefined {
	const name = nameOf(path);
	const tested = name.replace(TEST_WORDS, '');
	return tested === name ? undefined : standingFor(tested, path);
}

const nameOf = (path: string) => posix.basename(path, posix.extname(path)).toLowerCase();

const stemOf = (path: string) => standingFor(nameOf(path), path);

/** What stands for its folder is called as that is. */
const standingFor = (stem: string, path: string) =>
	/^(?:index|mod|main|__init__)$/.test(stem)
		? posix.basename(posix.dirname(path)).toLowerCase()
		: stem;
