import {
	codeToTokensBase,
	createShikiPrimitiveAsync,
	type LanguageRegistration,
	type ThemeRegistration
} from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import type { Language } from '../facts';

/**
 * Code as words of a few sorts. Import it when code is first seen: it weighs more than a page. Each
 * language comes when it is first asked for. No regular expression is of WebAssembly, which the
 * page's policy forbids.
 */

/** What a word is to the eye; what is not said is plain. */
export type Sort = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'mark';

export interface Word {
	text: string;
	sort?: Sort;
}

type Grammar = () => Promise<{ default: LanguageRegistration[] }>;

const grammars: Record<Language, { name: string; load: Grammar; before?: string }> = {
	javascript: { name: 'jsx', load: () => import('shiki/langs/jsx.mjs') },
	typescript: { name: 'tsx', load: () => import('shiki/langs/tsx.mjs') },
	svelte: { name: 'svelte', load: () => import('shiki/langs/svelte.mjs') },
	vue: { name: 'vue', load: () => import('shiki/langs/vue.mjs') },
	python: { name: 'python', load: () => import('shiki/langs/python.mjs') },
	java: { name: 'java', load: () => import('shiki/langs/java.mjs') },
	kotlin: { name: 'kotlin', load: () => import('shiki/langs/kotlin.mjs') },
	go: { name: 'go', load: () => import('shiki/langs/go.mjs') },
	rust: { name: 'rust', load: () => import('shiki/langs/rust.mjs') },
	csharp: { name: 'csharp', load: () => import('shiki/langs/csharp.mjs') },
	ruby: { name: 'ruby', load: () => import('shiki/langs/ruby.mjs') },
	// Before its opening mark PHP is HTML.
	php: { name: 'php', load: () => import('shiki/langs/php.mjs'), before: '<?php ' },
	c: { name: 'c', load: () => import('shiki/langs/c.mjs') },
	cpp: { name: 'cpp', load: () => import('shiki/langs/cpp.mjs') },
	sql: { name: 'sql', load: () => import('shiki/langs/sql.mjs') }
};

/** The theme's colours are numbers of sorts; what they look like is the style sheet's. */
const sorts: Record<string, Sort> = {
	'#000001': 'keyword',
	'#000002': 'string',
	'#000003': 'number',
	'#000004': 'comment',
	'#000005': 'name',
	'#000006': 'mark'
};

const rule = (foreground: string, ...scope: string[]) => ({ scope, settings: { foreground } });

const theme: ThemeRegistration = {
	name: 'sorts',
	fg: '#000000',
	bg: '#ffffff',
	settings: [
		rule('#000006', 'punctuation', 'keyword.operator', 'meta.brace'),
		rule('#000001', 'keyword', 'storage', 'variable.language', 'entity.name.tag'),
		rule('#000000', 'keyword.operator.accessor', 'storage.type.java', 'storage.type.generic'),
		rule(
			'#000001',
			'keyword.operator.new',
			'keyword.operator.expression',
			'keyword.operator.logical.python'
		),
		rule(
			'#000005',
			'entity.name.function',
			'support.function',
			'entity.other.attribute-name',
			'meta.decorator'
		),
		rule('#000003', 'constant', 'support.constant'),
		rule(
			'#000002',
			'string',
			'string.regexp',
			'punctuation.definition.string',
			'constant.character.escape'
		),
		rule('#000000', 'meta.template.expression', 'meta.embedded', 'string source'),
		rule('#000004', 'comment', 'punctuation.definition.comment', 'string.quoted.docstring')
	]
};

let starting: ReturnType<typeof start> | undefined;
const loading = new Map<Language, Promise<void>>();

/**
 * @param code as it is shown
 * @returns its lines; rejects where the highlighter cannot be fetched
 */
export async function highlighted(code: string, language: Language): Promise<Word[][]> {
	const highlighter = await (starting ??= start());
	const { name, load, before } = grammars[language];
	const loaded =
		loading.get(language) ?? load().then((grammar) => highlighter.loadLanguage(...grammar.default));
	loading.set(language, loaded);
	// The network may have been away: the next piece of code asks again.
	loaded.catch(() => loading.delete(language));
	await loaded;
	const lines = codeToTokensBase(highlighter, code, {
		lang: name,
		theme: 'sorts',
		...(before !== undefined && { grammarContextCode: before })
	});
	return lines.map((tokens) => tokens.map(({ content, color }) => wordOf(content, color)));
}

function wordOf(text: string, color: string | undefined): Word {
	const sort = sorts[color?.toLowerCase() ?? ''];
	return sort ? { text, sort } : { text };
}

/** Only what splits code into words: what writes HTML stays behind. */
const start = () =>
	createShikiPrimitiveAsync({
		themes: [theme],
		engine: createJavaScriptRegexEngine({ forgiving: true })
	});
