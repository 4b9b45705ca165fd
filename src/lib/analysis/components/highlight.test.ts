import { describe, expect, it } from 'vitest';
import { languages } from '../facts';
import { highlighted } from './highlight';

const samples: Record<string, string> = {
	javascript: 'const a = <b>1</b>; // "c"',
	typescript: 'type A = string; const a: A = `x${1}`;',
	svelte: '<p class="a">{#if b}c{/if}</p>',
	vue: '<p :class="a">{{ b }}</p>',
	python: 'def a(b):\n    return "c"',
	java: '@Get\npublic class A { int b = 1; }',
	kotlin: 'fun a(b: Int) = "c$b"',
	go: 'func a(b int) string { return "c" }',
	rust: "fn a<'b>(c: &'b str) -> u8 { 1 }",
	csharp: 'public async Task A() => await B("c");',
	ruby: 'def a(b) = "c#{b}"',
	php: 'public function a(string $b) { return "c"; }',
	c: 'static int a(char *b) { return 1; }',
	cpp: 'template <class T> auto a(T b) { return 1; }',
	sql: "select a from b where c = 'd'"
};

describe('code in words', () => {
	it.each(languages)('[Q4] loses no character and knows key words: %s', async (language) => {
		const code = samples[language]!;
		const lines = await highlighted(code, language);
		expect(lines.map((words) => words.map(({ text }) => text).join('')).join('\n')).toBe(code);
		expect(lines.flat().some(({ sort }) => sort === 'keyword')).toBe(true);
	});

	it('[Q4] tells words of a language apart', async () => {
		const [line] = await highlighted("if (a) f('b', 1); // c", 'typescript');
		const sortOf = (text: string) => line?.find((word) => word.text.includes(text))?.sort;
		expect(['if', 'f', 'b', '1', 'c', 'a'].map(sortOf)).toEqual([
			'keyword',
			'keyword',
			'string',
			'number',
			'comment',
			undefined
		]);
	});

	it('[F7] takes markup for text', async () => {
		const [line] = await highlighted('a("<script>alert(1)</script>")', 'typescript');
		expect(line?.map(({ text }) => text).join('')).toBe('a("<script>alert(1)</script>")');
	});
});
