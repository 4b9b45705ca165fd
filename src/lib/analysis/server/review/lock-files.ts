import type { Ecosystem, Manifest } from '../../manifests';
import { folderOf, nameOf } from './paths';

interface LockFile {
	ecosystem: Ecosystem;
	manager: string;
}

/** Which program writes which lock file. */
const locks: Record<string, LockFile> = {
	'package-lock.json': { ecosystem: 'npm', manager: 'npm' },
	'npm-shrinkwrap.json': { ecosystem: 'npm', manager: 'npm' },
	'yarn.lock': { ecosystem: 'npm', manager: 'Yarn' },
	'pnpm-lock.yaml': { ecosystem: 'npm', manager: 'pnpm' },
	'bun.lock': { ecosystem: 'npm', manager: 'Bun' },
	'bun.lockb': { ecosystem: 'npm', manager: 'Bun' },
	'deno.lock': { ecosystem: 'npm', manager: 'Deno' },
	'poetry.lock': { ecosystem: 'pypi', manager: 'Poetry' },
	'Pipfile.lock': { ecosystem: 'pypi', manager: 'Pipenv' },
	'uv.lock': { ecosystem: 'pypi', manager: 'uv' },
	'pdm.lock': { ecosystem: 'pypi', manager: 'PDM' },
	'Cargo.lock': { ecosystem: 'cargo', manager: 'Cargo' },
	'go.sum': { ecosystem: 'go', manager: 'Go' },
	'Gemfile.lock': { ecosystem: 'gem', manager: 'Bundler' },
	'gems.locked': { ecosystem: 'gem', manager: 'Bundler' },
	'composer.lock': { ecosystem: 'composer', manager: 'Composer' },
	'packages.lock.json': { ecosystem: 'nuget', manager: 'NuGet' },
	'gradle.lockfile': { ecosystem: 'maven', manager: 'Gradle' }
};

export const lockAt = (path: string): LockFile | undefined =>
	Object.hasOwn(locks, nameOf(path)) ? locks[nameOf(path)] : undefined;

/** The lock file that holds for a manifest: in its folder, or in the nearest above. */
export function lockOf(manifest: Manifest, paths: ReadonlySet<string>): string | undefined {
	const names = Object.keys(locks).filter((name) => locks[name]!.ecosystem === manifest.ecosystem);
	for (let folder = folderOf(manifest.path); ; folder = folderOf(folder)) {
		const found = names
			.map((name) => (folder ? `${folder}/${name}` : name))
			.find((path) => paths.has(path));
		if (found !== undefined || folder === '') return found;
	}
}
