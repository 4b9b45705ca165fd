import type { FileFacts, Language } from '../../facts';
import { isGenerated, isTest } from './kinds-of-file';

/** What is known of a file that was not parsed. */
export function emptyFacts(path: string, language: Language, text: string): FileFacts {
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	return {
		path,
		language,
		lines: lines.length,
		codeLines: lines.filter((line) => line.trim() !== '').length,
		hasErrors: false,
		isTest: isTest(path),
		isGenerated: isGenerated(path, text.slice(0, 1_000)),
		symbols: [],
		imports: [],
		calls: [],
		annotations: [],
		catches: [],
		texts: [],
		assignments: [],
		notes: [],
		windows: []
	};
}
