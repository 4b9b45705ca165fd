import type { Dependency, Manifest } from '../../../manifests';
import { folderOf, nameOf } from '../paths';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';
import { below, parseXml, textAlong, type XmlNode } from './xml';

/** Projects of .NET, with versions kept centrally, and the older packages.config. */
export const nuget: ManifestReader = {
	ecosystem: 'nuget',
	owns: (name) =>
		/\.(?:cs|fs|vb)proj$/i.test(name) ||
		/^(?:Directory\.(?:Packages|Build)\.props|packages\.config)$/i.test(name),
	read(files, say) {
		const parsed = fromEach(files, say, (file) => ({ file, root: parseXml(file.text) }));
		const central = parsed
			.filter(({ file: { path } }) => /\.props$/i.test(path))
			.sort((one, other) => folderOf(one.file.path).length - folderOf(other.file.path).length);
		return parsed.map(({ file, root }) =>
			/\.config$/i.test(file.path)
				? packagesConfig(file, root)
				: project(file, root, centralVersions(file.path, central))
		);
	}
};

/** The nearest file that says a version has the last word. */
function centralVersions(
	path: string,
	central: readonly { file: ManifestFile; root: XmlNode }[]
): Map<string, string> {
	const versions = new Map<string, string>();
	for (const { file, root } of central) {
		const folder = folderOf(file.path);
		if (folder !== '' && !path.startsWith(`${folder}/`)) continue;
		for (const { attributes } of below(root, 'PackageVersion')) {
			const { Include: name, Version: version } = attributes;
			if (name && version) versions.set(name.toLowerCase(), version);
		}
	}
	return versions;
}

function project(
	{ path }: ManifestFile,
	root: XmlNode,
	versions: ReadonlyMap<string, string>
): Manifest {
	const isTest = below(root, 'IsTestProject').some(({ text }) => /^true$/i.test(text));
	const dependencies = below(root, 'PackageReference', 'FrameworkReference').flatMap(
		(node): Dependency[] => {
			const name = node.attributes['Include'];
			if (!name) return [];
			const privately = node.attributes['PrivateAssets'] ?? textAlong(node, 'PrivateAssets');
			return [
				{
					ecosystem: 'nuget',
					name,
					version:
						node.attributes['Version'] ??
						node.attributes['VersionOverride'] ??
						textAlong(node, 'Version') ??
						versions.get(name.toLowerCase()),
					isDevelopment: isTest || /^all$/i.test(privately ?? ''),
					path,
					line: node.line
				}
			];
		}
	);
	// The SDK for the web brings the framework along without naming it.
	if (/^Microsoft\.NET\.Sdk\.Web$/i.test(root.attributes['Sdk'] ?? '')) {
		const name = 'Microsoft.AspNetCore.App';
		const { line } = root;
		dependencies.unshift({ ecosystem: 'nuget', name, isDevelopment: false, path, line });
	}
	const frameworks = below(root, 'TargetFramework', 'TargetFrameworks', 'TargetFrameworkVersion');
	const first = (name: string) => below(root, name)[0]?.text || undefined;
	return {
		...manifestOf('nuget', path),
		name: /\.props$/i.test(path)
			? undefined
			: (first('PackageId') ?? first('AssemblyName') ?? nameOf(path).replace(/\.\w+proj$/i, '')),
		dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
		entryPoints: below(root, 'StartupObject').flatMap(({ text }) => (text ? [text] : [])),
		license: first('PackageLicenseExpression'),
		runtime: frameworks[0]?.text || undefined
	};
}

function packagesConfig({ path }: ManifestFile, root: XmlNode): Manifest {
	const dependencies = below(root, 'package').flatMap(({ attributes, line }): Dependency[] => {
		const { id: name, version, developmentDependency } = attributes;
		if (!name) return [];
		const isDevelopment = developmentDependency === 'true';
		return [{ ecosystem: 'nuget', name, version, isDevelopment, path, line }];
	});
	return { ...manifestOf('nuget', path), dependencies: dependencies.slice(0, MOST_DEPENDENCIES) };
}
