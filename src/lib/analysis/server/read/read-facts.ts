import type { FileFacts, Language, SkipReason } from '../../facts';
import { emptyFacts } from './empty-facts';
import { FlatTree } from './flat-tree';
import { grammarOf, type ParsedLanguage } from './grammar-of';
import { loadGrammar } from './grammars';
import { isTest } from './kinds-of-file';
import { Reading } from './reading';
import { codeLinesOfMarkup, scriptsOf } from './script-blocks';
import { lineAt, lineStartsOf } from './line-starts';
import { readSql } from './sql/read-sql';
import { tokenAt } from './sql/tokens';

/** Facts of another reader's are made anew: to be raised whenever what is told of a file changes. */
export const readerVersion = '1';

const MOST_BYTES = 1024 * 1024;
const LONGEST_LINE = 10_000;

export interface ReadOptions {
	/** How long parsing one file may take, in ms. */
	parseTimeoutMs?: number;
}

/**
 * What is known of a file from its text: parsed once, walked once. Never rejects: what cannot be
 * parsed has its lines counted and says why in `skipped`.
 *
 * @param path relative to the repository's root, with slashes
 */
export async function readFacts(
	path: string,
	language: Language,
	text: string,
	{ parseTimeoutMs = 5_000 }: ReadOptions = {}
): Promise<FileFacts> {
	const facts = emptyFacts(path, language, text);
	const skipped = reasonToSkip(text);
	if (skipped) return { ...facts, skipped };
	try {
		const read =
			language === 'sql'
				? readSqlFacts(facts, text)
				: await readTree(facts, language, text, parseTimeoutMs);
		return read;
	} catch {
		return { ...facts, skipped: 'failed' };
	}
}

export function reasonToSkip(text: string): SkipReason | undefined {
	// Only long texts need their bytes counted.
	if (text.length > MOST_BYTES / 4 && Buffer.byteLength(text) > MOST_BYTES) return 'too_large';
	let start = 0;
	while (start <= text.length) {
		const end = text.indexOf('\n', start);
		if ((end === -1 ? text.length : end) - start > LONGEST_LINE) return 'minified';
		if (end === -1) return undefined;
		start = end + 1;
	}
	return undefined;
}

async function readTree(
	facts: FileFacts,
	language: ParsedLanguage,
	text: string,
	parseTimeoutMs: number
): Promise<FileFacts> {
	const isComponent = language === 'svelte' || language === 'vue';
	const code = isComponent ? scriptsOf(text) : text;
	const { grammar, table, parser } = await loadGrammar(grammarOf(facts.path, language, text));
	const deadline = performance.now() + parseTimeoutMs;
	const tree = parser.parse(code, null, {
		progressCallback: () => performance.now() > deadline
	});
	if (!tree) {
		parser.reset();
		return { ...facts, skipped: 'too_slow' };
	}
	try {
		const flat = new FlatTree(tree, code);
		const told = new Reading(flat, grammar).run(table);
		return {
			...facts,
			...told,
			codeLines: isComponent ? codeLinesOfMarkup(text) : told.codeLines,
			hasErrors: tree.rootNode.hasError,
			isTest: facts.isTest || isTest(facts.path, told.imports)
		};
	} finally {
		tree.delete();
	}
}

function readSqlFacts(facts: FileFacts, text: string): FileFacts {
	const starts = lineStartsOf(text);
	const sql = readSql(text, (offset) => lineAt(starts, offset));
	return {
		...facts,
		sql,
		codeLines: codeLinesOfSql(text, starts),
		symbols: sql.tables.map(({ name, startLine, endLine }) => ({
			kind: 'struct',
			name,
			startLine,
			endLine
		}))
	};
}

function codeLinesOfSql(text: string, starts: readonly number[]): number {
	let count = 0;
	let last = 0;
	for (let token = tokenAt(text, 0); token; token = tokenAt(text, token.end)) {
		const end = lineAt(starts, token.end - 1);
		count += end - Math.max(lineAt(starts, token.start) - 1, last);
		last = end;
	}
	return count;
}
