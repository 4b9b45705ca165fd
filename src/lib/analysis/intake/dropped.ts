import { folderOfTools } from '../worth-sending';
import type { PickedFile, PickedFiles } from './picked';

/** What was chosen as a folder or dropped on the page, as files with paths. */

/** Of a folder that was chosen: `<input webkitdirectory>`. */
export const filesOfInput = (list: Iterable<File>): PickedFiles => ({
	files: Array.from(list, (file) => ({
		path: file.webkitRelativePath || file.name,
		content: file
	})),
	unreadable: 0
});

/** What a drop brings. */
export interface Dropped {
	/** Files and folders, where the browser tells of folders. */
	entries: readonly FileSystemEntry[];
	files: readonly File[];
	/** Of something that was dragged out of another page. */
	address: string;
}

/** To be called while the event lasts: afterwards it is empty. */
export function droppedIn(transfer: DataTransfer): Dropped {
	const entries = [...transfer.items].flatMap((item) => {
		const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
		return entry === null ? [] : [entry];
	});
	const address = transfer.getData('text/uri-list').split('\n')[0]?.trim() ?? '';
	return { entries, files: [...transfer.files], address };
}

/** The file that was dropped, where it was nothing but one. */
export function onlyFileOf({ entries, files }: Dropped): File | undefined {
	return entries.some(({ isDirectory }) => isDirectory) || files.length !== 1
		? undefined
		: files[0];
}

/**
 * Everything below what was dropped, hidden files included. Folders that would not be read are not
 * looked through; an empty file stands for each.
 *
 * @param onFound how many files there are so far
 * @throws the signal's reason; a DOMException where a folder cannot be read
 */
export async function filesBelow(
	entries: readonly FileSystemEntry[],
	{ onFound, signal }: { onFound: (files: number) => void; signal: AbortSignal }
): Promise<PickedFiles> {
	const files: PickedFile[] = [];
	let unreadable = 0;
	const folders = [entries];
	for (let children = folders.pop(); children !== undefined; children = folders.pop()) {
		signal.throwIfAborted();
		const within = children.filter(({ isFile }) => isFile);
		// A link that leads nowhere, and what this person may not read.
		for (const [index, read] of (await Promise.allSettled(within.map(fileOf))).entries()) {
			if (read.status === 'rejected') unreadable += 1;
			else files.push({ path: pathOf(within[index]!), content: read.value });
		}
		for (const folder of children.filter(({ isDirectory }) => isDirectory)) {
			const path = pathOf(folder);
			if (isWorthALook(path)) folders.push(await childrenOf(folder as FileSystemDirectoryEntry));
			else files.push({ path: `${path}/-`, content: new Blob() });
		}
		onFound(files.length);
	}
	return { files, unreadable };
}

const pathOf = ({ fullPath }: FileSystemEntry) => fullPath.replace(/^\//, '');

/** Of a repository within the repository nothing is; of a `.git` only objects and refs are. */
function isWorthALook(folder: string): boolean {
	if (folderOfTools(`${folder}/-`) !== undefined) return false;
	const segments = folder.split('/');
	const git = segments.indexOf('.git');
	if (git < 0) return true;
	const within = segments[git + 1];
	return git <= 1 && (within === undefined || /^(objects|refs|reftable)$/.test(within));
}

const fileOf = (entry: FileSystemEntry) =>
	new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));

/** A browser gives them by the hundred. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const children: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject)
		);
		if (some.length === 0) return children;
		children.push(...some);
	}
}
