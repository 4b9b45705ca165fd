import type { Framework } from './frameworks';
import { codeFiles } from './languages';
import { folderOf } from './paths';
import type { Tests } from './report';
import type { SurveyedFile } from './survey';

/** How much of the code is tests, by path; frameworks by the manifests. */
export function testsOf(files: readonly SurveyedFile[], frameworks: readonly Framework[]): Tests {
	const code = codeFiles(files);
	const tests = code.filter(({ role }) => role === 'test');
	const lines = tests.reduce((total, file) => total + file.lines, 0);
	const all = code.reduce((total, file) => total + file.lines, 0);
	const folders = Map.groupBy(tests, ({ path }) => folderOf(path));
	return {
		files: tests.length,
		lines,
		share: all === 0 ? 0 : lines / all,
		frameworks: [
			...new Set(frameworks.filter(({ purpose }) => purpose === 'test').map(({ name }) => name))
		],
		folders: Array.from(folders, ([path, members]) => ({ path, files: members.length }))
			.sort((one, other) => other.files - one.files)
			.slice(0, 20),
		inlineFiles: files.filter(({ hasInlineTests, role }) => hasInlineTests && role === 'source')
			.length
	};
}
