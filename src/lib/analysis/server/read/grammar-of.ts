import type { Language } from '../../facts';
import type { grammarFiles } from './grammar-files.js';

export type GrammarName = keyof typeof grammarFiles;

/** SQL has a parser of its own. */
export type ParsedLanguage = Exclude<Language, 'sql'>;

/** @param text of a component: its script block says whether it is TypeScript */
export function grammarOf(path: string, language: ParsedLanguage, text: string): GrammarName {
	if (language === 'typescript') return /\.tsx$/i.test(path) ? 'tsx' : 'typescript';
	if (language !== 'svelte' && language !== 'vue') return language;
	const written = /<script\b[^>]{0,500}\blang\s*=\s*["']?(ts|tsx|typescript|jsx)\b/i.exec(
		text
	)?.[1];
	if (!written || written.toLowerCase() === 'jsx') return 'javascript';
	return written.toLowerCase() === 'tsx' ? 'tsx' : 'typescript';
}
