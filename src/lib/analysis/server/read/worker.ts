import type { FileFacts, Language } from '../../facts';
import { parseOnly } from './parse-only';
import { readFacts } from './read-facts';

/** Files as they travel to a worker. */
export interface ReadTask {
	files: { path: string; language: Language; content: Uint8Array | string }[];
	parseTimeoutMs?: number;
}

const decoder = new TextDecoder('utf-8');

/** What a worker does: called by name. */
export async function read({ files, parseTimeoutMs }: ReadTask): Promise<FileFacts[]> {
	const facts: FileFacts[] = [];
	for (const { path, language, content } of files) {
		const text = typeof content === 'string' ? content : decoder.decode(content);
		facts.push(await readFacts(path, language, text, { parseTimeoutMs }));
	}
	return facts;
}

/** Parses what `read` would, and tells nothing: what measurements hold the whole against. */
export async function parse({ files, parseTimeoutMs }: ReadTask): Promise<FileFacts[]> {
	for (const { path, language, content } of files) {
		const text = typeof content === 'string' ? content : decoder.decode(content);
		await parseOnly(path, language, text, { parseTimeoutMs });
	}
	return [];
}
