import type { CodeLanguage, CodeLength } from '../choices';
import type { FiledSource } from '../settings';

/** Code to type, in words. */

export const languageNames: Record<CodeLanguage, string> = {
	javascript: 'JavaScript',
	typescript: 'TypeScript',
	svelte: 'Svelte',
	vue: 'Vue',
	python: 'Python',
	java: 'Java',
	kotlin: 'Kotlin',
	go: 'Go',
	rust: 'Rust',
	csharp: 'C#',
	ruby: 'Ruby',
	php: 'PHP',
	c: 'C',
	cpp: 'C++',
	sql: 'SQL'
};

export const lengthNames: Record<CodeLength, string> = {
	short: 'Short',
	medium: 'Medium',
	long: 'Long'
};

/** For instance "src/users.ts:12 UserService.create". */
export const describeSource = ({ path, startLine, name }: FiledSource) =>
	`${path}:${startLine} ${name}`;
