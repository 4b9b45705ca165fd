import type { Dependency, Manifest } from '../../../manifests';
import { folderOf } from '../paths';
import { fromEach, manifestOf, MOST_DEPENDENCIES, resolvePath } from './reader';
import type { ManifestReader } from './reader';
import { along, below, parseXml, textAlong, type XmlNode } from './xml';

interface Pom {
	path: string;
	project: XmlNode;
	parent?: Pom | undefined;
}

/**
 * Projects of Maven: properties and versions come from the project and from those parents that are
 * in the repository; of others only the name is known.
 */
export const maven: ManifestReader = {
	ecosystem: 'maven',
	owns: (name) => name === 'pom.xml',
	read(files, say) {
		const poms = fromEach<Pom>(files, say, ({ path, text }) => {
			const project = parseXml(text);
			if (project.name !== 'project') throw new Error('it holds no <project>');
			return { path, project };
		});
		const byPath = new Map(poms.map((pom) => [pom.path, pom]));
		for (const pom of poms) pom.parent = parentOf(pom, byPath);
		return poms.map(manifest);
	}
};

function parentOf({ path, project }: Pom, byPath: ReadonlyMap<string, Pom>): Pom | undefined {
	const [parent] = along(project, 'parent');
	if (!parent) return undefined;
	const relative = along(parent, 'relativePath')[0]?.text ?? '../pom.xml';
	const resolved = relative === '' ? undefined : resolvePath(folderOf(path), relative);
	if (resolved === undefined) return undefined;
	const found = byPath.get(resolved) ?? byPath.get(`${resolved}/pom.xml`);
	const isMeant =
		textAlong(found?.project, 'artifactId') === textAlong(parent, 'artifactId') ||
		textAlong(found?.project, 'artifactId') === undefined;
	return isMeant ? found : undefined;
}

/** The project and its parents, the nearest first; a circle ends where it closes. */
function lineage(pom: Pom): Pom[] {
	const seen = new Set<Pom>();
	for (let one: Pom | undefined = pom; one && !seen.has(one); one = one.parent) seen.add(one);
	return [...seen];
}

function manifest(pom: Pom): Manifest {
	const { path, project } = pom;
	const family = lineage(pom);
	const properties = propertiesOf(family);
	const resolve = (text: string | undefined) => resolved(text, properties);
	const managed = managedVersions(family, resolve);
	const [parent] = along(project, 'parent');
	const dependencies = [
		...along(project, 'dependencies', 'dependency'),
		...along(project, 'profiles', 'profile', 'dependencies', 'dependency')
	].flatMap((node) => dependencyOf(node, path, resolve, managed));
	if (parent && !pom.parent) dependencies.unshift(...dependencyOf(parent, path, resolve, managed));
	const group = textAlong(project, 'groupId') ?? textAlong(parent, 'groupId');
	const name = textAlong(project, 'artifactId');
	return {
		...manifestOf('maven', path),
		name: name && (group ? `${resolve(group)}:${resolve(name)}` : resolve(name)),
		dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
		entryPoints: [
			properties.get('start-class'),
			...below(project, 'mainClass').map(({ text }) => resolve(text))
		].filter((entry) => entry !== undefined && entry !== '' && !entry.includes('${')) as string[],
		license: textAlong(project, 'licenses', 'license', 'name'),
		runtime: ['maven.compiler.release', 'java.version', 'maven.compiler.source']
			.map((key) => resolve(properties.get(key)))
			.find((version) => version !== undefined),
		members: along(project, 'modules', 'module').map(({ text }) => text)
	};
}

function propertiesOf(family: readonly Pom[]): Map<string, string> {
	const properties = new Map<string, string>();
	// The farthest first, so that the nearest has the last word.
	for (const { project } of family.toReversed()) {
		for (const one of along(project, 'properties')[0]?.children ?? []) {
			properties.set(one.name, one.text);
		}
		const version = textAlong(project, 'version') ?? textAlong(project, 'parent', 'version');
		const group = textAlong(project, 'groupId') ?? textAlong(project, 'parent', 'groupId');
		for (const prefix of ['project.', 'pom.']) {
			if (version) properties.set(`${prefix}version`, version);
			if (group) properties.set(`${prefix}groupId`, group);
		}
	}
	return properties;
}

/** Properties in properties, five deep: who goes in circles stays as written. */
function resolved(text: string | undefined, properties: ReadonlyMap<string, string>) {
	let current = text;
	for (let depth = 0; depth < 5 && current?.includes('${'); depth++) {
		current = current
			.replace(/\$\{([^{}]{1,256})\}/g, (whole, key: string) => properties.get(key) ?? whole)
			.slice(0, 256);
	}
	return current;
}

type Resolve = (text: string | undefined) => string | undefined;

function managedVersions(family: readonly Pom[], resolve: Resolve): Map<string, string> {
	const managed = new Map<string, string>();
	for (const { project } of family.toReversed()) {
		for (const node of along(project, 'dependencyManagement', 'dependencies', 'dependency')) {
			const version = resolve(textAlong(node, 'version'));
			if (version) managed.set(coordinates(node, resolve), version);
		}
	}
	return managed;
}

const coordinates = (node: XmlNode, resolve: Resolve) =>
	`${resolve(textAlong(node, 'groupId')) ?? ''}:${resolve(textAlong(node, 'artifactId')) ?? ''}`;

function dependencyOf(
	node: XmlNode,
	path: string,
	resolve: Resolve,
	managed: ReadonlyMap<string, string>
): Dependency[] {
	const name = coordinates(node, resolve);
	if (name.startsWith(':') || name.endsWith(':')) return [];
	return [
		{
			ecosystem: 'maven',
			name,
			version: resolve(textAlong(node, 'version')) ?? managed.get(name),
			isDevelopment: textAlong(node, 'scope') === 'test',
			path,
			line: along(node, 'artifactId')[0]?.line ?? node.line
		}
	];
}
