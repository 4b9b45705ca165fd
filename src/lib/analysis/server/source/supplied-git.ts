import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LOOSE_OBJECT, PACK } from '../../worth-sending';
import { git } from './git-process';
import type { LeftOut } from './left-out';
import { makeRepository, writeRepositoryState, type ObjectFormat } from './own-repository';
import { isRefName, parsePackedRefs, refOfHead } from './refs';

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const MOST_REFS = 100_000;
const MOST_REF_BYTES = 1024;
const MOST_STATE_BYTES = 16 * 1024 * 1024;

type Content = AsyncIterable<Uint8Array>;

/**
 * A `.git` that came with files. git never runs in it, since its configuration runs programs: its
 * objects, refs and HEAD are taken, as they are written or in our own words, into a bare repository
 * of ours. Nothing else of it is: no configuration, hooks, alternates, links, grafts, indexes.
 */
export class SuppliedGit {
	readonly #repository: string;
	readonly #leftOut: LeftOut;
	#head = '';
	readonly #looseRefs = new Map<string, string>();
	#packedRefs = new Map<string, string>();
	#shallow: string[] = [];
	#objects = 0;
	#looseFormat: ObjectFormat = 'sha1';
	readonly #folders = new Set<string>();
	#finished: Promise<string | undefined> | undefined;

	/** @param repository where ours is made, with the first thing that is added */
	constructor(repository: string, leftOut: LeftOut) {
		this.#repository = repository;
		this.#leftOut = leftOut;
	}

	/** Nothing of a repository has come. */
	get isEmpty(): boolean {
		return this.#folders.size === 0;
	}

	/** @param path within the `.git`, with slashes; what is not wanted is passed over */
	async add(path: string, content: Content): Promise<void> {
		if (this.#folders.size === 0) await this.#begin();
		const loose = LOOSE_OBJECT.exec(path);
		const pack = PACK.exec(path)?.[1];
		if (loose !== null) await this.#addLoose(loose[1]!, loose[2]!, content);
		else if (pack !== undefined) await this.#write(join('objects', 'pack', pack), content);
		else if (path === 'HEAD') this.#head = (await textOf(content, MOST_REF_BYTES)).trim();
		else if (path === 'packed-refs') {
			this.#packedRefs = parsePackedRefs(await textOf(content, MOST_STATE_BYTES), MOST_REFS);
		} else if (path === 'shallow') {
			const lines = (await textOf(content, MOST_STATE_BYTES)).split('\n');
			this.#shallow = lines.filter((line) => ID.test(line));
		} else if (path.startsWith('refs/')) await this.#addRef(path, content);
		else await this.#refuse(path, content);
	}

	/**
	 * Makes the repository whole: its state in our own words, its packs read through from end to end,
	 * which names every object anew; nobody's index is believed.
	 *
	 * @returns where it is; undefined where there are neither refs nor objects
	 */
	finish(options: { signal?: AbortSignal }): Promise<string | undefined> {
		this.#finished ??= this.#finish(options);
		return this.#finished;
	}

	async #finish(options: { signal?: AbortSignal }): Promise<string | undefined> {
		if (this.isEmpty) return undefined;
		if (this.#objects === 0) {
			this.#sayHistory('The repository has no commits yet, so that there is no history.');
			return undefined;
		}
		const refs = new Map([...this.#packedRefs, ...this.#looseRefs]);
		const head = refOfHead(this.#head, refs);
		if (head === undefined) {
			this.#sayHistory('No branch of the repository names a commit, so that there is no history.');
			return undefined;
		}
		if (head.sentence !== undefined) this.#sayHistory(head.sentence);
		if (this.#shallow.length > 0) {
			this.#sayHistory(
				'This is a shallow clone: what happened before its oldest commits is missing.'
			);
		}
		const isLong = this.#looseFormat === 'sha256' || head.id.length === 64;
		const format = isLong ? 'sha256' : 'sha1';
		const shallow = this.#shallow;
		await writeRepositoryState(this.#repository, { format, head: head.written, refs, shallow });
		await this.#indexPacks(options);
		return this.#repository;
	}

	async #begin(): Promise<void> {
		this.#folders.add('pack');
		await makeRepository(this.#repository);
	}

	async #addLoose(folder: string, rest: string, content: Content): Promise<void> {
		if (!this.#folders.has(folder)) {
			await mkdir(join(this.#repository, 'objects', folder), { recursive: true });
			this.#folders.add(folder);
		}
		if (rest.length === 62) this.#looseFormat = 'sha256';
		await this.#write(join('objects', folder, rest), content);
	}

	async #write(path: string, content: Content): Promise<void> {
		this.#objects += 1;
		await pipeline(content, createWriteStream(join(this.#repository, path), { mode: 0o600 }));
	}

	async #addRef(path: string, content: Content): Promise<void> {
		const id = (await textOf(content, MOST_REF_BYTES)).trim();
		if (this.#looseRefs.size >= MOST_REFS || !isRefName(path) || !ID.test(id)) return;
		this.#looseRefs.set(path, id);
	}

	async #refuse(path: string, content: Content): Promise<void> {
		await drain(content);
		if (path === 'objects/info/alternates') {
			this.#sayHistory(
				'The repository borrows objects from another one, which is not looked at: parts of its history may be missing.'
			);
		} else if (path.startsWith('reftable/')) {
			this.#sayHistory(
				'The repository keeps its branches as reftables, which are not read: bring a clone of it that does not.'
			);
		}
	}

	async #indexPacks({ signal }: { signal?: AbortSignal }): Promise<void> {
		const folder = join(this.#repository, 'objects', 'pack');
		for (const name of await readdir(folder)) {
			if (!name.endsWith('.pack')) continue;
			const repository = this.#repository;
			const args = ['index-pack', join(folder, name)];
			const { code } = await git(args, { repository, folder, signal });
			if (code === 0) continue;
			await rm(join(folder, name), { force: true });
			this.#sayHistory(
				'A pack of the repository is damaged and was left out, with the files and commits in it.'
			);
		}
	}

	#sayHistory(sentence: string): void {
		this.#leftOut.say({ what: 'history', sentence });
	}
}

/** The beginning of it; all of it is read. */
async function textOf(content: Content, most: number): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of content) {
		if (bytes < most) chunks.push(chunk);
		bytes += chunk.length;
	}
	return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}

/** Reads and forgets: an archive or an upload goes on only behind it. */
export async function drain(content: Content): Promise<number> {
	let bytes = 0;
	for await (const chunk of content) bytes += chunk.length;
	return bytes;
}
