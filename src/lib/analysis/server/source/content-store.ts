import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SourceFile, Truncation } from '../../source';

/** What an intake leaves on disk beside the content, and how it is found again. */
export interface IntakeRecord {
	name: string;
	truncations: Truncation[];
	/** The bare repository's folder, relative; null where there is none. */
	repository: string | null;
	/** It was cloned without the blobs that nobody will read. */
	isPartialClone: boolean;
}

const CONTENT = 'files.bin';
const LIST = 'files.jsonl';
const RECORD = 'intake.json';

/** Repositories of ours: cloned, or made from a `.git` in the root or in the one folder around all. */
export const REPOSITORIES = { cloned: 'clone.git', root: 'root.git', top: 'top.git' };

const LINES_AT_ONCE = 1000;

/** Makes a folder ready for an intake: what an earlier one left is removed, and nothing else. */
export async function clearFolder(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	for (const name of [RECORD, CONTENT, LIST, ...Object.values(REPOSITORIES)]) {
		await rm(join(folder, name), { recursive: true, force: true });
	}
}

/** As git names a blob, so that a file is the same whether it came with git or without. */
export function blobId(content: Uint8Array): string {
	const header = `blob ${content.length}\0`;
	return createHash('sha1').update(header).update(content).digest('hex');
}

interface StoredFile extends SourceFile {
	/** Where it begins in the one file that holds them all. */
	at: number;
}

/**
 * The content of files in a single file of ours. No name that a stranger chose ever becomes a path of
 * this machine; a hundred thousand small files cost one.
 */
export class ContentStore {
	readonly #handle: FileHandle;
	#end = 0;
	readonly #files = new Map<string, StoredFile>();
	/** The same content is kept once. */
	readonly #known = new Map<string, number>();

	private constructor(handle: FileHandle) {
		this.#handle = handle;
	}

	static async create(folder: string): Promise<ContentStore> {
		return new ContentStore(await open(join(folder, CONTENT), 'w+', 0o600));
	}

	/** What `finish` left. */
	static async open(folder: string): Promise<ContentStore> {
		const store = new ContentStore(await open(join(folder, CONTENT), 'r'));
		const lines = createInterface({ input: createReadStream(join(folder, LIST)) });
		for await (const line of lines) {
			const [path, bytes, hash, at] = JSON.parse(line) as [string, number, string, number];
			store.#files.set(path, { path, bytes, hash, at });
		}
		return store;
	}

	get count(): number {
		return this.#files.size;
	}

	get files(): SourceFile[] {
		return Array.from(this.#files.values(), ({ path, bytes, hash }) => ({ path, bytes, hash }));
	}

	has(path: string): boolean {
		return this.#files.has(path);
	}

	/** One that was added before under this path is forgotten. */
	async add(path: string, content: Buffer): Promise<void> {
		const hash = blobId(content);
		const known = this.#known.get(hash);
		const at = known ?? this.#end;
		this.#files.set(path, { path, bytes: content.length, hash, at });
		if (known !== undefined) return;
		this.#known.set(hash, at);
		this.#end += content.length;
		await this.#handle.write(content, 0, content.length, at);
	}

	/** Writes the list, paths without `prefix`. */
	async finish(folder: string, prefix: string): Promise<void> {
		const list = await open(join(folder, LIST), 'w', 0o600);
		try {
			let lines: string[] = [];
			const flush = async () => {
				await list.appendFile(lines.join(''));
				lines = [];
			};
			for (const { path, bytes, hash, at } of this.#files.values()) {
				const own = path.slice(prefix.length);
				lines.push(`${JSON.stringify([own, bytes, hash, at])}\n`);
				if (lines.length >= LINES_AT_ONCE) await flush();
			}
			await flush();
		} finally {
			await list.close();
		}
	}

	/** @returns undefined where there is no such file, or the disk does not give it back */
	async read(path: string): Promise<Buffer | undefined> {
		const file = this.#files.get(path);
		if (file === undefined) return undefined;
		const content = Buffer.alloc(file.bytes);
		const { bytesRead } = await this.#handle.read(content, 0, file.bytes, file.at);
		return bytesRead === file.bytes ? content : undefined;
	}

	close(): Promise<void> {
		return this.#handle.close();
	}
}

/** Written last and at once: where it is, all of the intake is. */
export async function writeRecord(folder: string, record: IntakeRecord): Promise<void> {
	const path = join(folder, RECORD);
	await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
	await rename(`${path}.new`, path);
}

/** @returns undefined where no intake was finished */
export async function readRecord(folder: string): Promise<IntakeRecord | undefined> {
	const file = await open(join(folder, RECORD), 'r').catch(() => undefined);
	if (file === undefined) return undefined;
	try {
		return JSON.parse(await file.readFile('utf8')) as IntakeRecord;
	} finally {
		await file.close();
	}
}
