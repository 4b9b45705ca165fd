/** What a test can be asked for (rule T1); apart from the schema, so that a page need not load it. */

export const testModes = ['time', 'words', 'code', 'custom'] as const;
export const testSeconds = [15, 30, 60, 120] as const;
export const testWordCounts = [10, 25, 50, 100] as const;
export const languages = ['english'] as const;
export const MOST_RESERVED = 5;

/** Languages that there may be code in. */
export const codeLanguages = [
	'javascript',
	'typescript',
	'svelte',
	'vue',
	'python',
	'java',
	'kotlin',
	'go',
	'rust',
	'csharp',
	'ruby',
	'php',
	'c',
	'cpp',
	'sql'
] as const;

export type CodeLanguage = (typeof codeLanguages)[number];

export const codeLengths = ['short', 'medium', 'long'] as const;

export type CodeLength = (typeof codeLengths)[number];
