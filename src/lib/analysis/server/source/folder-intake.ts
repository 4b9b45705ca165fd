import { basename, join, relative } from 'node:path';
import { MOST_READ_BYTES } from '../../source';
import { AnalysisError } from '../../stages';
import { folderOfTools, isWantedOfGit } from '../../worth-sending';
import { clearFolder, ContentStore, REPOSITORIES, writeRecord } from './content-store';
import { LeftOut, type Reason } from './left-out';
import { MOST_RATIO, RATIO_FROM, mebibytes, type SourceLimits } from './limits';
import { cleanPath } from './paths';
import { drain, SuppliedGit } from './supplied-git';
import { listTree } from './tree';

/** What is read and not kept may be more than what is, but not endless. */
const READ_FOR_KEPT = 4;

/** What macOS puts beside the one folder that somebody packed. */
const besideEverything = new Set(['__MACOSX', '.DS_Store']);

type Content = AsyncIterable<Uint8Array>;

export interface IntakeOptions {
	/** For people: the archive's or the folder's name. */
	name: string;
	limits: SourceLimits;
	signal?: AbortSignal;
	/** Bytes of the archive that it comes from, to know a bomb by. */
	packedBytes?: number;
	/** One folder around everything is no part of any path. On by default. */
	stripsTop?: boolean;
}

/**
 * Takes the files of a source one by one, whoever sends them: an archive, a browser, a local folder.
 * A `.git` among them goes to a repository of ours; all else to one file, under checked names.
 */
export class FolderIntake {
	readonly leftOut = new LeftOut();
	readonly #folder: string;
	readonly #options: IntakeOptions;
	readonly #store: ContentStore;
	/** Within the root, and within the one folder around everything. */
	readonly #gits: { root: SuppliedGit; top: SuppliedGit };
	#top: string | undefined;
	#hasOneTop = true;
	#entries = 0;
	#readBytes = 0;
	#keptBytes = 0;

	private constructor(folder: string, store: ContentStore, options: IntakeOptions) {
		this.#folder = folder;
		this.#store = store;
		this.#options = options;
		this.#gits = {
			root: new SuppliedGit(join(folder, REPOSITORIES.root), this.leftOut),
			top: new SuppliedGit(join(folder, REPOSITORIES.top), this.leftOut)
		};
	}

	/** @param folder ours; what an earlier intake left in it is forgotten */
	static async begin(folder: string, options: IntakeOptions): Promise<FolderIntake> {
		await clearFolder(folder);
		return new FolderIntake(folder, await ContentStore.create(folder), options);
	}

	/**
	 * Takes a file, or says why not; its content is read to the end either way.
	 *
	 * @param said the path as it was sent; @param content in pieces
	 * @throws AnalysisError REPO_TOO_LARGE or ARCHIVE_INVALID, after which nothing more can be added
	 */
	async add(said: string, content: Content): Promise<void> {
		this.countEntry();
		const read = this.#counted(content);
		const clean = cleanPath(said);
		if ('refused' in clean || clean.path === '') {
			this.leftOut.add('refused' in clean ? clean.refused : 'special', said);
			await drain(read);
			return;
		}
		const { path } = clean;
		this.#seeTop(path);
		const segments = path.split('/');
		const git = segments.indexOf('.git');
		if (git >= 0) await this.#addGit(segments, git, read);
		else await this.#addFile(path, read);
	}

	/** Says that something was there which cannot be taken: a link, a device. */
	refuse(said: string, reason: Reason): void {
		this.countEntry();
		const clean = cleanPath(said);
		if ('path' in clean) this.#seeTop(clean.path);
		this.leftOut.add(reason, said);
	}

	/** Counts an entry that holds nothing, such as a folder. */
	countEntry(): void {
		this.#options.signal?.throwIfAborted();
		this.#entries += 1;
		// Of git's own files there may be several for each file that is looked at.
		if (this.#entries <= this.#options.limits.files * 4) return;
		throw new AnalysisError(
			'REPO_TOO_LARGE',
			`There are more than ${(this.#options.limits.files * 4).toLocaleString('en')} entries. Bring the part of it that matters.`
		);
	}

	get isEmpty(): boolean {
		return this.#entries === 0;
	}

	/**
	 * Whether the `.git` that came tells the newest commit whole: files beside it need not come then.
	 * Nothing more of the `.git` may be added afterwards.
	 */
	async hasWholeHead(): Promise<boolean> {
		const { limits, signal = new AbortController().signal } = this.#options;
		const repository = await this.#supplied().finish({ signal });
		if (repository === undefined) return false;
		const folder = this.#folder;
		const onProgress = () => undefined;
		const read = { repository, folder, signal, limits, onProgress, isPartialClone: false };
		return (await listTree('HEAD', { ...read, leftOut: new LeftOut() })).isWhole;
	}

	/** Makes what came readable, across a restart too. */
	async finish(): Promise<void> {
		const { name, signal } = this.#options;
		const prefix = this.#prefix();
		const repository = await this.#supplied().finish({ signal });
		const finished = repository === undefined ? null : relative(this.#folder, repository);
		await this.#store.finish(this.#folder, prefix);
		await this.#store.close();
		await writeRecord(this.#folder, {
			name: basename(name) || 'folder',
			truncations: this.leftOut.truncations,
			repository: finished,
			isPartialClone: false
		});
	}

	/** Lets go of an intake that will not be finished. */
	async abandon(): Promise<void> {
		await this.#store.close().catch(() => undefined);
		await clearFolder(this.#folder);
	}

	async #addGit(segments: readonly string[], at: number, content: Content): Promise<void> {
		const within = segments.slice(at + 1).join('/');
		if (at > 1 || (at === 1 && segments[0] !== this.#top)) {
			this.leftOut.add('nestedGit', segments.join('/'), segments.slice(0, at + 1).join('/'));
		} else if (within === '') {
			this.leftOut.say({
				what: 'history',
				sentence:
					'The .git is a file that leads elsewhere, as in a worktree or a submodule, so that there is no history: bring the folder that holds the repository itself.'
			});
		} else if (isWantedOfGit(within)) {
			await (at === 0 ? this.#gits.root : this.#gits.top).add(within, this.#kept(content));
			return;
		}
		await drain(content);
	}

	async #addFile(path: string, content: Content): Promise<void> {
		const tools = folderOfTools(path);
		if (tools !== undefined) {
			this.leftOut.add('installed', path, tools);
			await drain(content);
			return;
		}
		const chunks: Uint8Array[] = [];
		let bytes = 0;
		for await (const chunk of content) {
			bytes += chunk.length;
			if (bytes <= MOST_READ_BYTES) chunks.push(chunk);
			else chunks.length = 0;
		}
		if (bytes > MOST_READ_BYTES) {
			this.leftOut.add('large', path);
			return;
		}
		if (this.#store.has(path)) this.leftOut.add('duplicate', path);
		else if (this.#store.count >= this.#options.limits.files) {
			this.leftOut.say({
				what: 'files',
				sentence: `There are more files than are looked at: only the first ${this.#options.limits.files.toLocaleString('en')} were.`
			});
			return;
		}
		this.#keep(bytes);
		await this.#store.add(path, Buffer.concat(chunks));
	}

	#supplied(): SuppliedGit {
		return this.#prefix() === '' ? this.#gits.root : this.#gits.top;
	}

	/** The one folder around everything, with its slash; '' where there is none. */
	#prefix(): string {
		if (this.#options.stripsTop === false || this.#top === undefined) return '';
		return this.#hasOneTop ? `${this.#top}/` : '';
	}

	#seeTop(path: string): void {
		const slash = path.indexOf('/');
		const top = slash < 0 ? path : path.slice(0, slash);
		if (besideEverything.has(top)) return;
		this.#top ??= top;
		if (slash < 0 || top !== this.#top) this.#hasOneTop = false;
	}

	async *#counted(content: Content): AsyncGenerator<Uint8Array> {
		const { limits, signal, packedBytes } = this.#options;
		const mostRead = limits.bytes * READ_FOR_KEPT;
		const mostUnpacked =
			packedBytes === undefined ? Infinity : Math.max(RATIO_FROM, packedBytes * MOST_RATIO);
		for await (const chunk of content) {
			signal?.throwIfAborted();
			this.#readBytes += chunk.length;
			if (this.#readBytes > mostUnpacked) {
				throw new AnalysisError(
					'ARCHIVE_INVALID',
					`The archive unpacks to more than ${MOST_RATIO} times its size, as only archives do that are made to do harm. Pack the folder anew.`
				);
			}
			if (this.#readBytes > mostRead) throw this.#tooLarge();
			yield chunk;
		}
	}

	async *#kept(content: Content): AsyncGenerator<Uint8Array> {
		for await (const chunk of content) {
			this.#keep(chunk.length);
			yield chunk;
		}
	}

	#keep(bytes: number): void {
		this.#keptBytes += bytes;
		if (this.#keptBytes > this.#options.limits.bytes) throw this.#tooLarge();
	}

	#tooLarge(): AnalysisError {
		return new AnalysisError(
			'REPO_TOO_LARGE',
			`This is more than the ${mebibytes(this.#options.limits.bytes)} that are taken. Bring the part of it that matters.`
		);
	}
}
