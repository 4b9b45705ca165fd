import type { Manifest } from './manifests';

/** A folder of its own below `lib` or `libs`, with a licence of its own. */
const LICENSED = /^((?:.*\/)?libs?\/[^/]+\/)(?:licen[cs]e|copying)(?:\.\w+)?$/i;

const LICENSE_OF_ALL = /^(licen[cs]e|copying)(\.\w+)?$/i;

/**
 * Folders of libraries that were copied into the tree. A package of a workspace may bring a licence,
 * too: a folder with a manifest counts only where that names another vendor than the root's.
 *
 * @param paths of every text file
 * @returns folders with the slash behind them
 */
export function copiedLibraries(
	paths: readonly string[],
	manifests: readonly Manifest[]
): readonly string[] {
	if (!paths.some((path) => LICENSE_OF_ALL.test(path))) return [];
	const own = manifests.find(({ path }) => path === 'composer.json');
	return paths
		.flatMap((path) => LICENSED.exec(path)?.[1] ?? [])
		.filter((folder) =>
			manifests
				.filter(({ path }) => path.startsWith(folder))
				.every(
					({ ecosystem, name }) =>
						ecosystem === 'composer' && name !== undefined && vendorOf(name) !== vendorOf(own?.name)
				)
		);
}

/** Of `vendor/package`. */
const vendorOf = (name = '') => name.slice(0, Math.max(0, name.indexOf('/')));
