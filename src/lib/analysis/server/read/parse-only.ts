import type { Language } from '../../facts';
import { grammarOf } from './grammar-of';
import { loadGrammar } from './grammars';
import { reasonToSkip, type ReadOptions } from './read-facts';
import { scriptsOf } from './script-blocks';
import { readSql } from './sql/read-sql';

/** Parses a file as `readFacts` does, and looks at nothing of the tree. */
export async function parseOnly(
	path: string,
	language: Language,
	text: string,
	{ parseTimeoutMs = 5_000 }: ReadOptions = {}
): Promise<void> {
	if (reasonToSkip(text)) return;
	if (language === 'sql') return void readSql(text, () => 1);
	const isComponent = language === 'svelte' || language === 'vue';
	const { parser } = await loadGrammar(grammarOf(path, language, text));
	const deadline = performance.now() + parseTimeoutMs;
	const tree = parser.parse(isComponent ? scriptsOf(text) : text, null, {
		progressCallback: () => performance.now() > deadline
	});
	if (tree) tree.delete();
	else parser.reset();
}
