import { fromEach, manifestOf, type ManifestFile, type ManifestReader } from './reader';
import { MOST_DEPENDENCIES } from './reader';
import { jsonLines, type LineIndex } from './lines';
import { textEntries, textOf, textsOf, valueAt, valuesOf } from './values';
import type { Dependency, Manifest } from '../../../manifests';

const sections = [
	{ key: 'dependencies', isDevelopment: false },
	{ key: 'peerDependencies', isDevelopment: false },
	{ key: 'optionalDependencies', isDevelopment: false },
	{ key: 'devDependencies', isDevelopment: true }
] as const;

export const npm: ManifestReader = {
	ecosystem: 'npm',
	owns: (name) => name === 'package.json',
	read: (files, say) => fromEach(files, say, readPackage)
};

function readPackage({ path, text }: ManifestFile): Manifest {
	const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
	if (typeof content !== 'object' || content === null || Array.isArray(content)) {
		throw new Error('it is no JSON object');
	}
	const lines = jsonLines(text);
	return {
		...manifestOf('npm', path),
		name: textOf(valueAt(content, 'name')),
		dependencies: sections
			.flatMap(({ key, isDevelopment }) => dependencies(content, key, isDevelopment, path, lines))
			.slice(0, MOST_DEPENDENCIES),
		scripts: Object.fromEntries(textEntries(valueAt(content, 'scripts'))),
		entryPoints: entryPoints(content),
		license: textOf(valueAt(content, 'license')) ?? textOf(valueAt(content, 'license', 'type')),
		runtime: textOf(valueAt(content, 'engines', 'node')),
		members: textsOf(valueAt(content, 'workspaces') ?? []).concat(
			textsOf(valueAt(content, 'workspaces', 'packages'))
		)
	};
}

function dependencies(
	content: unknown,
	key: string,
	isDevelopment: boolean,
	path: string,
	lines: LineIndex
): Dependency[] {
	const head = lines.line(key);
	return Object.entries(valuesOf(valueAt(content, key))).map(([name, version]) => ({
		ecosystem: 'npm',
		name,
		version: textOf(version),
		isDevelopment,
		path,
		line: lines.line(name, head)
	}));
}

/** What runs when the package is imported or called. */
function entryPoints(content: unknown): string[] {
	const bin = valueAt(content, 'bin');
	const exported = valueAt(content, 'exports', '.');
	const named = [
		textOf(valueAt(content, 'main')),
		textOf(valueAt(content, 'module')),
		textOf(valueAt(content, 'exports')) ?? textOf(exported) ?? textOf(valueAt(exported, 'import')),
		textOf(bin),
		...textEntries(bin).map(([, file]) => file)
	];
	return [...new Set(named.filter((file) => file !== undefined))];
}
