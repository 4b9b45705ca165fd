import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What runs in a thread or a process of its own, and stands beside the server's chunks in a build. */
const fromSource = {
	'reader-worker.js': 'read/worker-from-source.js',
	'analysis-process.js': 'work/child-from-source.js'
};

/** @returns its path: in the sources of what loads them as they are, in a build of what was built */
export function builtFile(name: keyof typeof fromSource): string {
	return isBuilt() ? fileOfBuild(name) : join(dirname(here()), fromSource[name]);
}

export const isBuilt = () => !here().endsWith('.ts');

/** @param path relative to the build's folder, which lies somewhere above the chunk that this is in */
export function fileOfBuild(path: string): string {
	for (let folder = dirname(here()); ; folder = dirname(folder)) {
		const file = join(folder, path);
		if (existsSync(file)) return file;
		if (folder === dirname(folder)) throw new Error(`${path} was not built.`);
	}
}

const here = () => fileURLToPath(import.meta.url);
