import type { Ecosystem, Manifest } from '../../../manifests';

/** A file of a package manager, as it was read: its text is anybody's. */
export interface ManifestFile {
	path: string;
	text: string;
}

/** What a manifest could not say, in a sentence for the report. */
export interface ManifestProblem {
	path: string;
	sentence: string;
}

/** One package manager: which files are its own, and what they say together. */
export interface ManifestReader {
	ecosystem: Ecosystem;
	/** @param name the file's name without its folders */
	owns(name: string, path: string): boolean;
	/** Never throws: what cannot be read is told to `say`, and the rest goes on. */
	read(files: readonly ManifestFile[], say: (problem: ManifestProblem) => void): Manifest[];
}

/** More in one file, and nobody wrote them by hand: the rest is left out and said. */
export const MOST_DEPENDENCIES = 5000;

/** An empty manifest, for a reader to fill. */
export const manifestOf = (ecosystem: Ecosystem, path: string): Manifest => ({
	ecosystem,
	path,
	dependencies: [],
	scripts: {},
	entryPoints: []
});

/** What each file says; a file that cannot be read is said to be so, and left out. */
export function fromEach<T>(
	files: readonly ManifestFile[],
	say: (problem: ManifestProblem) => void,
	read: (file: ManifestFile) => T
): T[] {
	return files.flatMap((file) => {
		try {
			return [read(file)];
		} catch (error) {
			say({ path: file.path, sentence: `${file.path} could not be read: ${reasonOf(error)}.` });
			return [];
		}
	});
}

/** The first line of what a parser says, short enough for a sentence. */
function reasonOf(error: unknown): string {
	const message = error instanceof Error ? error.message : 'unknown reason';
	const first = message.split('\n', 1)[0] ?? '';
	return Array.from(first.replace(/[.:\s]+$/, ''))
		.slice(0, 160)
		.join('');
}

/**
 * A path seen from a folder: `../pom.xml` from `a/b` is `a/pom.xml`.
 *
 * @returns undefined where it leaves the repository
 */
export function resolvePath(folder: string, relative: string): string | undefined {
	const parts = folder === '' ? [] : folder.split('/');
	for (const part of relative.replaceAll('\\', '/').split('/')) {
		if (part === '..') {
			if (parts.pop() === undefined) return undefined;
		} else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
}
