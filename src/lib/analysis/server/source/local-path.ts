import { constants, type Dirent } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { AnalysisError } from '../../stages';
import { folderOfTools, isWantedOfGit } from '../../worth-sending';
import type { FolderIntake } from './folder-intake';
import { utf8 } from './paths';

/**
 * Where a path leads, links resolved, if that is a folder below one of the roots.
 *
 * @throws AnalysisError UNSUPPORTED_SOURCE otherwise, whether or not there is something
 */
export async function pathBelowRoots(path: string, roots: readonly string[]): Promise<string> {
	if (isAbsolute(path) && !path.includes('\0')) {
		const real = await folderAt(path);
		for (const root of roots) {
			const realRoot = await realpath(root).catch(() => undefined);
			if (real === undefined || realRoot === undefined) continue;
			const below = realRoot.endsWith(sep) ? realRoot : `${realRoot}${sep}`;
			if (real === realRoot || real.startsWith(below)) return real;
		}
	}
	throw new AnalysisError(
		'UNSUPPORTED_SOURCE',
		roots.length === 0
			? 'No folder of this server may be analysed: LOCAL_REPO_ROOTS names none.'
			: 'There is no such folder below those that LOCAL_REPO_ROOTS names. Give its whole path.'
	);
}

async function folderAt(path: string): Promise<string | undefined> {
	const real = await realpath(path).catch(() => undefined);
	const found = real === undefined ? undefined : await lstat(real).catch(() => undefined);
	return found?.isDirectory() === true ? real : undefined;
}

type Kind = Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;

/** A folder of this machine, walked into an intake. Links are said, not followed. */
export class LocalFolder {
	readonly #root: string;
	readonly #intake: FolderIntake;
	/** The folder is itself what is elsewhere called `.git`. */
	#isBare = false;

	/** @param root where it is, links resolved */
	constructor(root: string, intake: FolderIntake) {
		this.#root = root;
		this.#intake = intake;
	}

	/** Takes its `.git`, if there is one, or the folder itself where it is a bare repository. */
	async takeGit(): Promise<void> {
		const git = await lstat(join(this.#root, '.git')).catch(() => undefined);
		this.#isBare = git === undefined && (await this.#looksBare());
		const entry = this.#isBare ? await lstat(this.#root) : git;
		if (entry !== undefined) await this.#take('.git', entry);
	}

	/** Takes all else. */
	async takeFiles(): Promise<void> {
		if (this.#isBare) return;
		for await (const { entry, name } of this.#entries('')) {
			if (name !== '.git') await this.#take(name, entry);
		}
	}

	async #looksBare(): Promise<boolean> {
		const kinds = ['HEAD', 'objects', 'refs'].map((name) => lstat(join(this.#root, name)));
		const [head, objects, refs] = await Promise.allSettled(kinds);
		const isFolder = (found: typeof refs) =>
			found?.status === 'fulfilled' && found.value.isDirectory();
		return head?.status === 'fulfilled' && isFolder(objects) && isFolder(refs);
	}

	/** Where something lies that the intake calls so. */
	#locate(path: string): string {
		return join(this.#root, this.#isBare ? path.replace(/^\.git\/?/, '') : path);
	}

	async #take(path: string, entry: Kind): Promise<void> {
		if (entry.isSymbolicLink()) this.#intake.refuse(path, 'link');
		else if (entry.isFile()) await this.#takeFile(path);
		else if (!entry.isDirectory()) this.#intake.refuse(path, 'special');
		else if (folderOfTools(`${path}/x`) !== undefined) this.#intake.refuse(path, 'installed');
		else if (path.endsWith('/.git')) this.#intake.refuse(path, 'nestedGit');
		else if (isWantedFolder(path)) {
			this.#intake.countEntry();
			for await (const { entry: below, name } of this.#entries(path)) {
				await this.#take(`${path}/${name}`, below);
			}
		}
	}

	async *#entries(folder: string): AsyncGenerator<{ entry: Dirent<Buffer>; name: string }> {
		const path = this.#locate(folder);
		// A folder may have become a link since its name was read.
		if ((await realpath(path).catch(() => undefined)) !== path) {
			return this.#intake.refuse(folder, 'link');
		}
		// Its types know no bytes for names.
		const encoding = 'buffer' as BufferEncoding;
		const entries: AsyncIterable<unknown> | undefined = await opendir(path, { encoding }).catch(
			() => undefined
		);
		if (entries === undefined) return this.#intake.refuse(folder, 'unreadable');
		for await (const found of entries) {
			const entry = found as Dirent<Buffer>;
			const name = utf8(entry.name);
			if (name !== undefined) yield { entry, name };
			else this.#intake.refuse(join(folder, entry.name.toString('latin1')), 'name');
		}
	}

	async #takeFile(path: string): Promise<void> {
		const within = /^\.git\/(.+)$/.exec(path)?.[1];
		if (within !== undefined && !isWantedOfGit(within)) return;
		const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
		const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
		const file = await open(this.#locate(path), flags).catch(() => undefined);
		if (file === undefined) return this.#intake.refuse(path, 'unreadable');
		try {
			if (!(await file.stat()).isFile()) return this.#intake.refuse(path, 'special');
			await this.#intake.add(path, file.createReadStream({ autoClose: false }));
		} finally {
			await file.close();
		}
	}
}

/** Of a `.git` only where objects and refs are: other folders in it can be as large as they like. */
function isWantedFolder(path: string): boolean {
	const within = /^\.git\/(.+)$/.exec(path)?.[1];
	return within === undefined || /^(objects|refs|reftable)(\/|$)/.test(within);
}
