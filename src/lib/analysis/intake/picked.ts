import { MOST_READ_BYTES } from '../source';
import { packTar } from '../tar';
import { folderOfTools, isWantedOfGit } from '../worth-sending';

/** What a person picked or dropped, before it is sent (rule N1). */

/** A file within a folder; `path` begins with the folder's own name. */
export interface PickedFile {
	path: string;
	content: Blob;
}

export interface PickedFiles {
	files: readonly PickedFile[];
	/** How many more there were, which could not be read. */
	unreadable: number;
}

/** What is sent, and what is to be known of it. */
export interface Parcel {
	kind: 'archive' | 'folder';
	/** For people. */
	name: string;
	body: Blob;
	/** Folders of installed packages and caches, and repositories within it, that are not sent. */
	leftBehind: readonly string[];
	unreadable: number;
}

/** Whether somebody packed it already, by its name. */
export const isArchiveName = (name: string) => /\.(zip|tar|tar\.gz|tgz)$/i.test(name);

export const archiveParcel = (file: File): Parcel => ({
	kind: 'archive',
	name: file.name,
	body: file,
	leftBehind: [],
	unreadable: 0
});

/**
 * Packs a folder as one .tar that refers to its files: none is read before it is sent. Of what the
 * server would read past only as much goes as it needs to say so: a file that is too large is cut,
 * a folder of installed packages is one empty file.
 */
export function folderParcel({ files, unreadable }: PickedFiles): Parcel {
	const leftBehind = new Set<string>();
	const sent: PickedFile[] = [];
	for (const { path, content } of files) {
		const folder = leftFolderOf(path);
		if (folder === undefined) {
			if (!isUnheardOf(path)) sent.push({ path, content: shortened(path, content) });
		} else if (!leftBehind.has(folder)) {
			leftBehind.add(folder);
			sent.push({ path, content: new Blob() });
		}
	}
	const tops = new Set(files.map(({ path }) => path.split('/')[0]!));
	const name = tops.size === 1 ? [...tops][0]! : 'Files';
	return { kind: 'folder', name, body: packTar(sent), leftBehind: [...leftBehind], unreadable };
}

/** The part of a path within the outermost `.git`, and where that is; undefined outside of any. */
function withinGit(path: string): { git: string; depth: number; within: string } | undefined {
	const segments = path.split('/');
	const depth = segments.indexOf('.git');
	if (depth < 0) return undefined;
	const git = segments.slice(0, depth + 1).join('/');
	return { git, depth, within: segments.slice(depth + 1).join('/') };
}

/** @returns the folder around a file that is left behind as a whole */
function leftFolderOf(path: string): string | undefined {
	const inGit = withinGit(path);
	if (inGit === undefined || inGit.within === '') return folderOfTools(path);
	// The one folder that was picked stands in front of every path.
	return inGit.depth > 1 ? inGit.git : undefined;
}

/** Of git's own files those that are never read. */
function isUnheardOf(path: string): boolean {
	const within = withinGit(path)?.within ?? '';
	return within !== '' && !isWantedOfGit(within);
}

function shortened(path: string, content: Blob): Blob {
	if (content.size <= MOST_READ_BYTES || withinGit(path) !== undefined) return content;
	return content.slice(0, MOST_READ_BYTES + 1);
}
