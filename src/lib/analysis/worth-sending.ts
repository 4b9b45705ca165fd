/** What of a folder is worth being sent, or read from a disk: browser and server agree. Pure. */

/** Folders that tools fill and nobody writes in; with git, its tree says what is whose. */
const filledByTools = new Set([
	'__MACOSX',
	'__pycache__',
	'.gradle',
	'.mypy_cache',
	'.next',
	'.nuxt',
	'.nx',
	'.pnpm-store',
	'.pytest_cache',
	'.svelte-kit',
	'.terraform',
	'.tox',
	'.turbo',
	'.venv',
	'.vs',
	'.yarn',
	'bower_components',
	'DerivedData',
	'node_modules',
	'Pods',
	'venv'
]);

/** @returns the path of the outermost folder around it that tools fill */
export function folderOfTools(path: string): string | undefined {
	const segments = path.split('/');
	const at = segments.slice(0, -1).findIndex((segment) => filledByTools.has(segment));
	return at < 0 ? undefined : segments.slice(0, at + 1).join('/');
}

/** Folder and rest of an object's id, within a `.git`. */
export const LOOSE_OBJECT = /^objects\/([0-9a-f]{2})\/([0-9a-f]{38}|[0-9a-f]{62})$/;

/** A pack's name, within a `.git`. */
export const PACK = /^objects\/pack\/(pack-[0-9a-f]{40}(?:[0-9a-f]{24})?\.pack)$/;

/** @param path within a `.git`: neither configuration nor hooks, indexes or logs are ever read */
export function isWantedOfGit(path: string): boolean {
	return (
		path === 'HEAD' ||
		path === 'packed-refs' ||
		path === 'shallow' ||
		path === 'objects/info/alternates' ||
		/^reftable\/|^refs\/(heads|tags|remotes)\//.test(path) ||
		LOOSE_OBJECT.test(path) ||
		PACK.test(path)
	);
}
