import { parse } from 'smol-toml';
import type { Dependency, Manifest } from '../../../manifests';
import { folderOf, nameOf } from '../paths';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';
import { withoutComments } from './comments';
import { isValues, textOf, valueAt, valuesOf } from './values';

/**
 * Gradle's builds are programs in two languages: what is written plainly in them is read (Groovy,
 * Kotlin, version catalogs), nothing is run.
 */
export const gradle: ManifestReader = {
	ecosystem: 'maven',
	owns: (name) => /\.gradle(?:\.kts)?$/.test(name) || /\.versions\.toml$/.test(name),
	read(files, say) {
		const catalogs = fromEach(
			files.filter(({ path }) => path.endsWith('.toml')),
			say,
			readCatalog
		);
		const builds = files.filter(
			({ path }) => !path.endsWith('.toml') && !/^settings\.gradle/.test(nameOf(path))
		);
		const settings = files.filter(({ path }) => /^settings\.gradle/.test(nameOf(path)));
		return [
			...fromEach(builds, say, (file) => readBuild(file, catalogs)),
			...fromEach(settings, say, readSettings)
		];
	}
};

interface Library {
	name: string;
	version?: string | undefined;
}

/** By what a build calls it: `libs.spring.boot.web`. */
type Catalog = Map<string, Library[]>;

function readCatalog({ path, text }: ManifestFile): Catalog {
	const content: unknown = parse(text);
	const catalog: Catalog = new Map();
	const root = nameOf(path).replace(/\.versions\.toml$/, '');
	const version = (value: unknown) =>
		textOf(value) ??
		textOf(valueAt(content, 'versions', textOf(valueAt(value, 'ref')) ?? '')) ??
		textOf(valueAt(value, 'require'));
	const alias = (...parts: string[]) => [root, ...parts].join('.').replaceAll(/[-_]/g, '.');
	for (const [key, value] of Object.entries(valuesOf(valueAt(content, 'libraries')))) {
		const library = isValues(value)
			? {
					name:
						textOf(value['module']) ??
						`${textOf(value['group']) ?? ''}:${textOf(value['name']) ?? ''}`,
					version: version(value['version'])
				}
			: fromCoordinates(textOf(value) ?? '');
		catalog.set(alias(key), [library]);
	}
	for (const [key, value] of Object.entries(valuesOf(valueAt(content, 'plugins')))) {
		const id = textOf(valueAt(value, 'id'));
		if (id) catalog.set(alias('plugins', key), [plugin(id, version(valueAt(value, 'version')))]);
	}
	for (const [key, value] of Object.entries(valuesOf(valueAt(content, 'bundles')))) {
		const members = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
		catalog.set(
			alias('bundles', key),
			members.flatMap((member) => catalog.get(alias(member)) ?? [])
		);
	}
	return catalog;
}

/** A plugin is published under the name of its marker. */
const plugin = (id: string, version: string | undefined): Library => ({
	name: `${id}:${id}.gradle.plugin`,
	version
});

function fromCoordinates(text: string): Library {
	const [group = '', name = '', version] = text.split('@', 1)[0]!.split(':');
	return { name: `${group}:${name}`, version: version || undefined };
}

const CONFIGURATION =
	/^\s*(?:add\(\s*)?["']?(\w*(?:[iI]mplementation|[aA]pi|[cC]ompile|[cC]ompileOnly|[rR]untime|[rR]untimeOnly|[aA]nnotationProcessor|kapt|ksp|classpath|developmentOnly|[pP]rovided(?:Runtime|Compile)))["']?[\s(,]+(.*)$/;
const COORDINATES = /["']([\w.-]{1,200}:[\w.-]{1,200}(?::[^"']{1,100})?)["']/;
const NAMED =
	/group\s*[:=]\s*["']([^"']{1,200})["']\s*,\s*name\s*[:=]\s*["']([^"']{1,200})["'](?:\s*,\s*version\s*[:=]\s*["']([^"']{1,100})["'])?/;
const ACCESSOR = /\b(\w+(?:\.\w+){1,12})/;
const PLUGIN = /^\s*id[\s(]+["']([\w.-]{1,200})["']\)?(?:\s+version[\s(]+["']([^"']{1,100})["'])?/;

function readBuild({ path, text }: ManifestFile, catalogs: readonly Catalog[]): Manifest {
	const variables = variablesOf(text);
	const dependencies: Dependency[] = [];
	for (const [index, line] of withoutComments(text).split('\n').entries()) {
		for (const { library, isDevelopment } of declared(line, catalogs)) {
			if (dependencies.length >= MOST_DEPENDENCIES) break;
			dependencies.push({
				ecosystem: 'maven',
				name: library.name,
				version: library.version && resolved(library.version, variables),
				isDevelopment,
				path,
				line: index + 1
			});
		}
	}
	const main = /\bmainClass(?:Name)?(?:\.set\(|\s*=)\s*["']([^"'\n]{1,256})["']/.exec(text)?.[1];
	const runtime =
		/\bJavaLanguageVersion\.of\(\s*["']?(\d+)/.exec(text)?.[1] ??
		/\b(?:sourceCompatibility|jvmTarget)\s*=\s*(?:JavaVersion\.)?["']?([\w.]+)/.exec(text)?.[1];
	return {
		...manifestOf('maven', path),
		name: nameOf(folderOf(path)) || undefined,
		dependencies,
		entryPoints: main ? [main] : [],
		runtime
	};
}

function declared(
	line: string,
	catalogs: readonly Catalog[]
): { library: Library; isDevelopment: boolean }[] {
	const asPlugin = PLUGIN.exec(line);
	// Those without a dot come with Gradle itself.
	if (asPlugin && !asPlugin[1]!.includes('.')) return [];
	if (asPlugin) return [{ library: plugin(asPlugin[1]!, asPlugin[2]), isDevelopment: true }];
	const alias = /^\s*alias\(\s*([\w.]{1,200})\s*\)/.exec(line)?.[1];
	if (alias) {
		return inCatalogs(alias, catalogs).map((library) => ({ library, isDevelopment: true }));
	}
	const match = CONFIGURATION.exec(line);
	if (!match) return [];
	const [, configuration = '', rest = ''] = match;
	const isDevelopment = /test|classpath|developmentOnly/i.test(configuration);
	return librariesIn(rest, catalogs).map((library) => ({ library, isDevelopment }));
}

function librariesIn(text: string, catalogs: readonly Catalog[]): Library[] {
	const coordinates = COORDINATES.exec(text)?.[1];
	if (coordinates) return [fromCoordinates(coordinates)];
	const named = NAMED.exec(text);
	if (named) return [{ name: `${named[1]}:${named[2]}`, version: named[3] }];
	const kotlin = /\bkotlin\(\s*["']([\w-]{1,100})["']/.exec(text)?.[1];
	if (kotlin) return [{ name: `org.jetbrains.kotlin:kotlin-${kotlin}` }];
	const accessor = ACCESSOR.exec(text.replace(/\.get\(\).*$/, ''))?.[1];
	return accessor ? inCatalogs(accessor, catalogs) : [];
}

const inCatalogs = (accessor: string, catalogs: readonly Catalog[]) =>
	catalogs.map((catalog) => catalog.get(accessor)).find((found) => found) ?? [];

function variablesOf(text: string): Map<string, string> {
	const pattern = /\b([A-Za-z_]\w{0,100})["'\]]*\s*(?:=|by extra\()\s*["']([^"'\n]{1,100})["']/g;
	return new Map(Array.from(text.matchAll(pattern), (match) => [match[1]!, match[2]!]));
}

const resolved = (version: string, variables: ReadonlyMap<string, string>) =>
	version.replace(
		/\$\{?(?:[\w.]+\.)?(\w+)\}?/g,
		(whole, name: string) => variables.get(name) ?? whole
	);

function readSettings({ path, text }: ManifestFile): Manifest {
	const included = Array.from(
		withoutComments(text).matchAll(/^[ \t]*include[\s(]([^\n]{1,2000})/gm),
		(match) => Array.from(match[1]!.matchAll(/["']:?([^"']{1,256})["']/g), (name) => name[1]!)
	).flat();
	return {
		...manifestOf('maven', path),
		name: /rootProject\.name\s*=\s*["']([^"'\n]{1,256})["']/.exec(text)?.[1],
		members: included.map((name) => name.replaceAll(':', '/'))
	};
}
