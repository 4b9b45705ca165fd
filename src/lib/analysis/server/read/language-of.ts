import type { Language } from '../../facts';

const BY_ENDING: Readonly<Record<string, Language>> = {
	js: 'javascript',
	cjs: 'javascript',
	mjs: 'javascript',
	jsx: 'javascript',
	ts: 'typescript',
	cts: 'typescript',
	mts: 'typescript',
	tsx: 'typescript',
	svelte: 'svelte',
	vue: 'vue',
	py: 'python',
	pyi: 'python',
	pyw: 'python',
	java: 'java',
	kt: 'kotlin',
	kts: 'kotlin',
	go: 'go',
	rs: 'rust',
	cs: 'csharp',
	rb: 'ruby',
	rake: 'ruby',
	gemspec: 'ruby',
	ru: 'ruby',
	php: 'php',
	phtml: 'php',
	c: 'c',
	cc: 'cpp',
	cpp: 'cpp',
	cxx: 'cpp',
	hh: 'cpp',
	hpp: 'cpp',
	hxx: 'cpp',
	ipp: 'cpp',
	sql: 'sql'
};

const BY_NAME: Readonly<Record<string, Language>> = {
	gemfile: 'ruby',
	rakefile: 'ruby',
	guardfile: 'ruby',
	capfile: 'ruby',
	artisan: 'php'
};

const BY_INTERPRETER: readonly [RegExp, Language][] = [
	[/^#!.*\b(node|bun)\b/, 'javascript'],
	[/^#!.*\b(deno|tsx|ts-node)\b/, 'typescript'],
	[/^#!.*\bpython[\d.]*\b/, 'python'],
	[/^#!.*\bruby\b/, 'ruby'],
	[/^#!.*\bphp\b/, 'php']
];

/** What only C++ writes. */
const CPP =
	/^\s*(class\s+\w+|namespace\s+\w+|namespace\s*\{|template\s*<|using\s+\w+|(public|private|protected)\s*:)|\bstd::|\b(constexpr|noexcept|nullptr|static_cast|virtual)\b/m;

/**
 * @param path with slashes
 * @param head the beginning of its text: decides for `.h`, and for files without an ending
 * @returns undefined of what is not read: it is counted, and that is all
 */
export function languageOf(path: string, head = ''): Language | undefined {
	const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	const dot = name.lastIndexOf('.');
	if (dot <= 0) {
		if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name];
		const [first = ''] = head.slice(0, 200).split('\n', 1);
		return BY_INTERPRETER.find(([interpreter]) => interpreter.test(first))?.[1];
	}
	const ending = name.slice(dot + 1);
	if (ending === 'h') return CPP.test(head.slice(0, 20_000)) ? 'cpp' : 'c';
	// Qt's translations, and videos, have the ending of TypeScript's.
	if (ending === 'ts' && /^\s*<\?xml|^\s*<!DOCTYPE TS|^G[^\n]{0,200}\0/.test(head))
		return undefined;
	return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
}
