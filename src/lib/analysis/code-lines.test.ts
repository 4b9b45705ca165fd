import { describe, expect, it } from 'vitest';
import { codeLines, languageOfPiece } from './code-lines';

describe('a snippet', () => {
	it('[R4] stands without the indentation that all its lines share', () => {
		expect(codeLines('\t\tif (a) {\n\n\t\t\tb();\n\t\t}\n')).toEqual([
			'if (a) {',
			'',
			'\tb();',
			'}'
		]);
		expect(codeLines('  a\n    b\n \n')).toEqual(['a', '  b', '']);
	});

	it('[R4] keeps what only looks alike: tabs are not spaces', () => {
		expect(codeLines('\ta\n  b')).toEqual(['\ta', '  b']);
	});

	it('[R4] shows what would turn or hide its own text', () => {
		expect(codeLines('a = "\u202e";\r\nb')).toEqual(['a = "[U+202E]";', 'b']);
	});

	it('[R4] of nothing is one empty line', () => {
		expect(codeLines('')).toEqual(['']);
	});
});

describe('the language of a snippet', () => {
	it('[Q4] goes by its path', () => {
		expect(languageOfPiece('a/b.test.tsx', 'x')).toBe('typescript');
		expect(languageOfPiece('Main.PY', 'x')).toBe('python');
		expect(languageOfPiece('README.md', 'x')).toBeUndefined();
		expect(languageOfPiece('a.constructor', 'x')).toBeUndefined();
		expect(languageOfPiece('Makefile', 'x')).toBeUndefined();
	});

	it('[Q4] is that of the script where a component’s tag is not in it', () => {
		expect(languageOfPiece('a.svelte', '\t<p>{a}</p>')).toBe('svelte');
		expect(languageOfPiece('a.vue', 'const a = ref(1)')).toBe('typescript');
	});
});
