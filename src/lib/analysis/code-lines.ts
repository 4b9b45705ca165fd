import type { Language } from './facts';
import { visible } from './visible-text';

/** A snippet of code as it is laid out. Pure. */

/**
 * Lines without the indentation that all of them share, which says nothing of where they stand, and
 * with nothing unseen in them. Blank lines share any indentation.
 */
export function codeLines(snippet: string): string[] {
	const lines = snippet.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
	const shared = lines
		.filter((line) => line.trim() !== '')
		.reduce<string | undefined>(common, undefined);
	const length = shared?.length ?? 0;
	return lines.map((line) => visible(line.slice(Math.min(length, indentation(line).length))));
}

const indentation = (line: string) => /^[ \t]*/.exec(line)?.[0] ?? '';

function common(shared: string | undefined, line: string): string {
	const own = indentation(line);
	if (shared === undefined) return own;
	let length = 0;
	while (length < shared.length && shared[length] === own[length]) length += 1;
	return shared.slice(0, length);
}

const byEnding: Record<string, Language> = {
	js: 'javascript',
	mjs: 'javascript',
	cjs: 'javascript',
	jsx: 'javascript',
	ts: 'typescript',
	mts: 'typescript',
	cts: 'typescript',
	tsx: 'typescript',
	svelte: 'svelte',
	vue: 'vue',
	py: 'python',
	pyi: 'python',
	java: 'java',
	kt: 'kotlin',
	kts: 'kotlin',
	go: 'go',
	rs: 'rust',
	cs: 'csharp',
	rb: 'ruby',
	rake: 'ruby',
	php: 'php',
	c: 'c',
	h: 'c',
	cc: 'cpp',
	cpp: 'cpp',
	cxx: 'cpp',
	hpp: 'cpp',
	hh: 'cpp',
	sql: 'sql'
};

/**
 * Of a piece out of a file. One that stands in the middle of a component's script has no tag that
 * says so.
 *
 * @returns undefined for what is shown plain
 */
export function languageOfPiece(path: string, snippet: string): Language | undefined {
	const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
	const language = Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
	const isComponent = language === 'svelte' || language === 'vue';
	return isComponent && !/^\s*[<{]/.test(snippet) ? 'typescript' : language;
}
