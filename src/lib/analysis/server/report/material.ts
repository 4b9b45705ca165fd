import type { FileFacts, Language } from '../../facts';
import { UnreadableFile, type Snapshot, type SourceFile } from '../../source';
import { languageOf } from '../read/language-of';
import type { ReaderPool } from '../read/reader-pool';
import { roleOf } from '../review/paths';
import type { KeptFacts } from './kept-facts';

/** What is kept of all texts together, in bytes; beyond it evidence has no snippet. */
const MOST_TEXT_BYTES = 256 * 1024 * 1024;

/** What is kept of it as lines besides: as much again. */
const MOST_SPLIT_CHARACTERS = 16 * 1024 * 1024;

/** Files that go to the readers together, in bytes; two such are on their way: what a crash loses. */
const AT_ONCE_BYTES = 2 * 1024 * 1024;

/** And the first: the readers wait for it. */
const FIRST_BYTES = 256 * 1024;

/** How much of a file tells its language where its name does not. */
const HEAD_CHARACTERS = 1_000;

/** Every file that syntax trees were made of, and the texts that evidence is taken from. */
export interface Material {
	/** In the files' order. */
	facts: FileFacts[];
	/** By path; of those that are text and fit. */
	texts: ReadonlyMap<string, string>;
}

export interface MaterialOptions {
	readers: ReaderPool;
	/** Facts that are known already; those that are new are kept there. */
	kept: KeptFacts;
	signal: AbortSignal;
	/** How many files of how many were looked at. */
	onRead: (done: number, total: number) => void;
}

/** So many files are asked for at once: git looks for the next while one is on its way. */
const FILES_AHEAD = 16;

interface ToRead {
	path: string;
	language: Language;
	content: string;
	hash: string;
}

interface Batch {
	files: ToRead[];
	/** Of those that were looked at for it and are in no language that is read. */
	others: number;
}

/**
 * Reads all files of a snapshot, a few at a time, so that memory holds what is being read and what
 * is kept of it. While a batch is parsed the next one comes from the disk and waits behind it, and
 * the facts of the one before it are put away: the readers are never idle.
 *
 * @throws the signal's reason, where it is aborted
 */
export async function readMaterial(
	snapshot: Snapshot,
	{ readers, kept, signal, onRead }: MaterialOptions
): Promise<Material> {
	const texts = new Map<string, string>();
	const facts: FileFacts[] = [];
	const total = snapshot.files.length;
	let done = 0;
	const told = (count: number) => onRead((done += count), total);
	const batches = batchesOf(snapshot, texts);
	/** Until the last batch but one, and the last, are read and put away. */
	let [before, last]: [Promise<void>, Promise<void>] = [Promise.resolve(), Promise.resolve()];
	const take = async (batch: Batch, turn: Promise<void>) => {
		const known = await kept.of(batch.files);
		const fresh = batch.files.filter((_, place) => !known[place]);
		told(batch.files.length - fresh.length + batch.others);
		const read = await readers.read(fresh, { signal, onRead: told });
		await turn;
		const others = read.values();
		facts.push(...known.map((one) => one ?? others.next().value!));
		await kept.add(fresh, read);
	};
	let next = batches.next();
	try {
		for (;;) {
			const { value: batch, done: isLast } = await next;
			if (isLast) break;
			signal.throwIfAborted();
			next = batches.next();
			await before;
			[before, last] = [last, take(batch, last)];
			// A failure is found where it is waited for; until then it is nobody's.
			last.catch(() => undefined);
		}
		await last;
	} finally {
		await Promise.allSettled([next, before, last]);
	}
	return { facts, texts };
}

/** Puts each text into `texts` on its way. */
async function* batchesOf(snapshot: Snapshot, texts: Map<string, string>): AsyncGenerator<Batch> {
	let batch: Batch = { files: [], others: 0 };
	let bytes = 0;
	let enough = FIRST_BYTES;
	let textBytes = 0;
	for await (const [{ path, hash }, content] of contentsOf(snapshot)) {
		if (content && textBytes + content.length <= MOST_TEXT_BYTES && !content.includes(0)) {
			textBytes += content.length;
			texts.set(path, content.toString('utf8'));
		}
		const text = texts.get(path);
		const language =
			text === undefined ? undefined : languageOf(path, text.slice(0, HEAD_CHARACTERS));
		if (text !== undefined && language) {
			batch.files.push({ path, language, content: withoutMark(text), hash });
		} else batch.others += 1;
		bytes += content?.length ?? 0;
		if (bytes < enough) continue;
		yield batch;
		[batch, bytes, enough] = [{ files: [], others: 0 }, 0, AT_ONCE_BYTES];
	}
	yield batch;
}

/** Some editors put it before everything else; no parser knows it. */
const withoutMark = (text: string) => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** Each file with its content, in order. */
async function* contentsOf(snapshot: Snapshot): AsyncGenerator<[SourceFile, Buffer | undefined]> {
	const ahead: Promise<Buffer | undefined>[] = [];
	for (const [place, file] of snapshot.files.entries()) {
		while (ahead.length < FILES_AHEAD && place + ahead.length < snapshot.files.length) {
			ahead.push(contentOf(snapshot, snapshot.files[place + ahead.length]!));
		}
		yield [file, await ahead.shift()];
	}
}

/** @returns undefined for one that is damaged: the rest is good */
async function contentOf(snapshot: Snapshot, { path }: SourceFile): Promise<Buffer | undefined> {
	if (roleOf(path) === 'binary') return undefined;
	try {
		return await snapshot.read(path);
	} catch (error) {
		if (error instanceof UnreadableFile) return undefined;
		throw error;
	}
}

/** @returns lines of a file; of those asked for lately at no cost: detectors go through the same files */
export function linesOf(texts: Material['texts']): (path: string) => readonly string[] {
	const lately = new Map<string, readonly string[]>();
	let characters = 0;
	return (path) => {
		const known = lately.get(path);
		if (known) return known;
		const text = texts.get(path);
		const lines = text?.split('\n') ?? [];
		characters += text?.length ?? 0;
		if (characters > MOST_SPLIT_CHARACTERS) {
			lately.clear();
			characters = text?.length ?? 0;
		}
		lately.set(path, lines);
		return lines;
	};
}
