import { parse } from 'smol-toml';
import type { Dependency, Manifest } from '../../../manifests';
import { tomlLines, tomlSections } from './lines';
import { folderOf } from '../paths';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';
import { textOf, textsOf, valueAt, valuesOf } from './values';

const sections = [
	{ key: 'dependencies', isDevelopment: false },
	{ key: 'build-dependencies', isDevelopment: true },
	{ key: 'dev-dependencies', isDevelopment: true }
] as const;

/** Crates; what a member leaves to its workspace (`workspace = true`) has the workspace's version. */
export const cargo: ManifestReader = {
	ecosystem: 'cargo',
	owns: (name) => name === 'Cargo.toml',
	read(files, say) {
		const parsed = fromEach(files, say, (file) => ({ file, content: parse(file.text) }));
		const workspaces = parsed.filter(({ content }) => 'workspace' in content);
		return parsed.map(({ file, content }) => {
			const around = workspaces
				.filter(({ file: { path } }) => isWithin(file.path, folderOf(path)))
				.sort((one, other) => other.file.path.length - one.file.path.length)[0];
			return readCrate(file, content, around?.content);
		});
	}
};

const isWithin = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`);

function readCrate({ path, text }: ManifestFile, content: unknown, workspace: unknown): Manifest {
	const heads = tomlSections(text);
	const lines = tomlLines(text);
	const read = (values: unknown, head: string, isDevelopment: boolean): Dependency[] =>
		Object.entries(valuesOf(values)).map(([key, value]) => ({
			ecosystem: 'cargo',
			name: textOf(valueAt(value, 'package')) ?? key,
			version: versionOf(key, value, workspace),
			isDevelopment,
			path,
			line: Math.max(lines.line(key, heads.line(head)), heads.line(`${head}.${key}`))
		}));
	const targets = Object.entries(valuesOf(valueAt(content, 'target')));
	const dependencies = sections.flatMap(({ key, isDevelopment }) => [
		...read(valueAt(content, key), key, isDevelopment),
		...targets.flatMap(([name, target]) =>
			read(valueAt(target, key), `target.${name.replaceAll(/["' \t]/g, '')}.${key}`, isDevelopment)
		)
	]);
	const isMember = valueAt(content, 'package') !== undefined;
	if (!isMember) {
		const shared = valueAt(content, 'workspace', 'dependencies');
		dependencies.push(...read(shared, 'workspace.dependencies', false));
	}
	const binaries = valueAt(content, 'bin');
	return {
		...manifestOf('cargo', path),
		name: textOf(valueAt(content, 'package', 'name')),
		dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
		entryPoints: (Array.isArray(binaries) ? binaries : []).flatMap((binary) =>
			textsOf(valueAt(binary, 'path'))
		),
		license: inherited(content, workspace, 'license'),
		runtime: inherited(content, workspace, 'rust-version'),
		members: textsOf(valueAt(content, 'workspace', 'members'))
	};
}

function versionOf(key: string, value: unknown, workspace: unknown): string | undefined {
	const own = textOf(value) ?? textOf(valueAt(value, 'version'));
	if (own !== undefined || valueAt(value, 'workspace') !== true) return own;
	const shared = valueAt(workspace, 'workspace', 'dependencies', key);
	return textOf(shared) ?? textOf(valueAt(shared, 'version'));
}

const inherited = (content: unknown, workspace: unknown, key: string) =>
	textOf(valueAt(content, 'package', key)) ??
	textOf(valueAt(workspace, 'workspace', 'package', key));
