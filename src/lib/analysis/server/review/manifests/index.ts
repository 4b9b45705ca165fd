import type { Manifest } from '../../../manifests';
import { cargo } from './cargo';
import { composer } from './composer';
import { gem } from './gem';
import { go } from './go';
import { gradle } from './gradle';
import { maven } from './maven';
import { npm } from './npm';
import { nuget } from './nuget';
import { python } from './python';
import { nameOf } from '../paths';
import { type ManifestFile, type ManifestProblem, type ManifestReader } from './reader';

export type { ManifestFile, ManifestProblem };

const readers: readonly ManifestReader[] = [
	npm,
	python,
	maven,
	gradle,
	go,
	cargo,
	nuget,
	gem,
	composer
];

export const isManifest = (path: string) =>
	readers.some((reader) => reader.owns(nameOf(path), path));

export interface ManifestReading {
	/** By path. */
	manifests: Manifest[];
	problems: ManifestProblem[];
}

/**
 * What the files of package managers say. Nothing is run, nothing is fetched; what cannot be read
 * becomes a problem, and never an error.
 */
export function readManifests(files: readonly ManifestFile[]): ManifestReading {
	const problems: ManifestProblem[] = [];
	const manifests = readers.flatMap((reader) => {
		const own = files.filter(({ path }) => reader.owns(nameOf(path), path));
		return own.length === 0 ? [] : reader.read(own, (problem) => problems.push(problem));
	});
	return { manifests: manifests.sort((one, other) => byPath(one.path, other.path)), problems };
}

const byPath = (one: string, other: string) => (one < other ? -1 : Number(one > other));
