import { LineCounter, parseDocument, type Document } from 'yaml';

/** Longer ones are no workflows and no services, and take seconds to parse. */
const MOST_CHARACTERS = 256 * 1024;
const MOST_DEPTH = 100;

export interface YamlText {
	document: Document;
	content: unknown;
	lines: LineCounter;
}

/**
 * Anybody's YAML.
 *
 * @throws Error where it is none, too long, nested deeper than a hundred, or a bomb of aliases
 */
export function parseYaml(text: string): YamlText {
	if (text.length > MOST_CHARACTERS || isDeep(text)) throw new Error('too long or too deep');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
	if (document.errors[0]) throw document.errors[0];
	return { document, content: document.toJS({ maxAliasCount: 100 }), lines };
}

/** Brackets that open, less those that close, and `- - -`: the parser's time grows with its square. */
function isDeep(text: string): boolean {
	let depth = 0;
	for (const [character] of text.matchAll(/[[\]{}]/g)) {
		depth = character === '[' || character === '{' ? depth + 1 : Math.max(0, depth - 1);
		if (depth > MOST_DEPTH) return true;
	}
	return /(?:[-?][ \t]+){100}/.test(text);
}
