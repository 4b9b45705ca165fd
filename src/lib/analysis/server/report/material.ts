import type { FileFacts, Language } from '../../facts';
import { UnreadableFile, type Snapshot, type SourceFile } from '../../source';
import { languageOf } from '../read/language-of';
import type { ReaderPool } from '../read/reader-pool';

/** What is kept of all texts together, in bytes; beyond it evidence has no snippet. */
const MOST_TEXT_BYTES = 256 * 1024 * 1024;

/** Files on their way to the readers at once, in bytes. */
const AT_ONCE_BYTES = 8 * 1024 * 1024;

/** How much of a file tells its language where its name does not. */
const HEAD_CHARACTERS = 1_000;

/** Every file that syntax trees were made of, and the texts that evidence is taken from. */
export interface Material {
	facts: FileFacts[];
	lines: (path: string) => readonly string[];
}

interface Waiting {
	path: string;
	language: Language;
	content: Buffer;
}

/**
 * Reads all files of a snapshot, a few at a time, so that memory holds what is being read and what
 * is kept of it.
 *
 * @param onRead how many files of how many were looked at
 * @throws the signal's reason, where it is aborted
 */
export async function readMaterial(
	snapshot: Snapshot,
	readers: ReaderPool,
	{ signal, onRead }: { signal?: AbortSignal; onRead: (done: number, total: number) => void }
): Promise<Material> {
	const texts = new Map<string, string>();
	const facts: FileFacts[] = [];
	const total = snapshot.files.length;
	let kept = 0;
	let done = 0;
	const readAll = async (waiting: Waiting[], others: number) => {
		const request = {
			...(signal && { signal }),
			onRead: (count: number) => onRead((done += count), total)
		};
		facts.push(...(await readers.read(waiting, request)));
		onRead((done += others), total);
	};
	let waiting: Waiting[] = [];
	let others = 0;
	let bytes = 0;
	for (const file of snapshot.files) {
		signal?.throwIfAborted();
		const content = await contentOf(snapshot, file);
		if (content && kept + content.length <= MOST_TEXT_BYTES && !content.includes(0)) {
			kept += content.length;
			texts.set(file.path, content.toString('utf8'));
		}
		const text = texts.get(file.path);
		const language =
			text === undefined ? undefined : languageOf(file.path, text.slice(0, HEAD_CHARACTERS));
		if (content && language) waiting.push({ path: file.path, language, content });
		else others += 1;
		bytes += content?.length ?? 0;
		if (bytes < AT_ONCE_BYTES) continue;
		await readAll(waiting, others);
		[waiting, others, bytes] = [[], 0, 0];
	}
	await readAll(waiting, others);
	return { facts, lines: (path) => texts.get(path)?.split('\n') ?? [] };
}

/** @returns undefined for one that is damaged: the rest is good */
async function contentOf(snapshot: Snapshot, { path }: SourceFile): Promise<Buffer | undefined> {
	try {
		return await snapshot.read(path);
	} catch (error) {
		if (error instanceof UnreadableFile) return undefined;
		throw error;
	}
}
