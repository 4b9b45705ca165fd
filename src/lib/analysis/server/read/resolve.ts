import { posix } from 'node:path';
import type { FileFacts, ImportFact } from '../../facts';
import type { Alias } from './aliases';
import { TypeIndex } from './type-index';

export interface ResolveOptions {
	aliases?: readonly Alias[];
	/** Of `go.mod`: `github.com/acme/app`, and the folder that it stands in. */
	goModules?: readonly { name: string; folder: string }[];
}

/** What a file imports, and where it says so first. */
export interface Target {
	path: string;
	line: number;
	/** Only types: nothing is left of it when it runs. */
	isType: boolean;
}

const SCRIPT_ENDINGS = [
	'',
	...['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.svelte', '.vue', '.d.ts'],
	...['/index.ts', '/index.tsx', '/index.js', '/index.jsx', '/index.mjs', '/src/index.ts']
];

/** Where nothing says otherwise, what most projects mean. */
const USUAL_ALIASES: readonly [prefix: string, folder: string][] = [
	['$lib', 'src/lib'],
	['@/', 'src/'],
	['~/', 'src/'],
	['@/', ''],
	['~/', ''],
	['src/', 'src/']
];

/** Finds the files behind imports; what is not in the repository has none. */
export class Resolver {
	readonly #files: ReadonlyMap<string, FileFacts>;
	readonly #folders = new Map<string, string[]>();
	readonly #byName = new Map<string, string[]>();
	readonly #aliases: readonly Alias[];
	readonly #goModules: NonNullable<ResolveOptions['goModules']>;
	readonly #types: TypeIndex;

	constructor(files: readonly FileFacts[], { aliases = [], goModules = [] }: ResolveOptions = {}) {
		this.#files = new Map(files.map((file) => [file.path, file]));
		// The most particular first.
		this.#aliases = aliases.toSorted((one, other) => other.prefix.length - one.prefix.length);
		this.#goModules = goModules;
		this.#types = new TypeIndex(files);
		for (const { path } of files) {
			addTo(this.#folders, folderOf(path), path);
			addTo(this.#byName, posix.basename(path), path);
		}
	}

	/** @returns paths, without the file's own */
	targetsOf(file: FileFacts): Target[] {
		const targets = new Map<string, Target>();
		for (const one of file.imports) {
			for (const path of this.#targets(file, one)) {
				const isType = one.isType ?? false;
				const before = targets.get(path);
				// Imported twice, it is imported for more than its types.
				if (before) before.isType &&= isType;
				else if (path !== file.path) targets.set(path, { path, line: one.line, isType });
			}
		}
		for (const { path, line } of this.#types.usedBy(file)) {
			if (path === file.path || targets.has(path)) continue;
			targets.set(path, { path, line, isType: false });
		}
		return [...targets.values()];
	}

	#targets(file: FileFacts, one: ImportFact): readonly string[] {
		switch (file.language) {
			case 'javascript':
			case 'typescript':
			case 'svelte':
			case 'vue':
				return this.#script(file.path, one.specifier);
			case 'python':
				return this.#python(file.path, one);
			case 'go':
				return this.#go(one.specifier);
			case 'rust':
				return this.#rust(file.path, one.specifier);
			case 'ruby':
				return this.#ruby(file.path, one.specifier);
			case 'c':
			case 'cpp':
				return this.#include(file.path, one.specifier);
			case 'php':
				// Files by path; classes are found by the index of types.
				return one.specifier.startsWith('.')
					? this.#existing(posix.join(folderOf(file.path), one.specifier))
					: [];
			default:
				return [];
		}
	}

	#existing(...paths: string[]): string[] {
		const found = paths.find((path) => this.#files.has(path));
		return found === undefined ? [] : [found];
	}

	#script(from: string, specifier: string): string[] {
		const written = specifier.replace(/\?.*$/, '');
		if (written.startsWith('.')) {
			return this.#existing(...scriptPaths(posix.join(folderOf(from), written)));
		}
		for (const { prefix, target, scope } of this.#aliases) {
			if (!written.startsWith(prefix) || (scope && !from.startsWith(`${scope}/`))) continue;
			const found = this.#existing(
				...scriptPaths(posix.join(target, written.slice(prefix.length)))
			);
			if (found.length > 0) return found;
		}
		for (const [prefix, folder] of USUAL_ALIASES) {
			if (!written.startsWith(prefix)) continue;
			for (const root of ancestorsOf(from)) {
				const path = posix.join(root, folder, written.slice(prefix.length));
				const found = this.#existing(...scriptPaths(path));
				if (found.length > 0) return found;
			}
		}
		return [];
	}

	#python(from: string, { specifier, names }: ImportFact): string[] {
		const dots = /^\.*/.exec(specifier)![0].length;
		const path = specifier.slice(dots).replaceAll('.', '/');
		const roots =
			dots > 0
				? [posix.join(folderOf(from), ...Array.from({ length: dots - 1 }, () => '..'))]
				: [...ancestorsOf(from), 'src', 'lib'];
		for (const root of roots) {
			const base = posix.join(root, path);
			const at = (name: string) =>
				this.#existing(posix.join(base, `${name}.py`), posix.join(base, name, '__init__.py'));
			// `from package import module`.
			const modules = names.flatMap(at);
			if (modules.length > 0) return modules;
			const found = this.#existing(`${base}.py`, posix.join(base, '__init__.py'));
			if (found.length > 0) return found;
		}
		return [];
	}

	/** All files of the package: what is imported is the folder. */
	#go(specifier: string): readonly string[] {
		for (const { name, folder } of this.#goModules) {
			if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
			const path = posix.join(folder, specifier.slice(name.length));
			const files = this.#folders.get(path === '.' || path === '/' ? '' : trimmed(path)) ?? [];
			return files.filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'));
		}
		return [];
	}

	#rust(from: string, specifier: string): string[] {
		const parts = specifier.split('::');
		let folder: string | undefined;
		const [first] = parts;
		const own = moduleFolder(from);
		if (first === 'crate') folder = this.#crateOf(from);
		else if (first === 'self') folder = own;
		else if (first === 'super') folder = posix.dirname(own);
		if (folder === undefined) return [];
		let rest = parts.slice(1);
		while (rest[0] === 'super') {
			folder = posix.dirname(folder);
			rest = rest.slice(1);
		}
		// The last names may stand within the file.
		for (let length = rest.length; length > 0; length--) {
			const path = posix.join(folder, ...rest.slice(0, length));
			const found = this.#existing(`${path}.rs`, `${path}/mod.rs`);
			if (found.length > 0) return found;
		}
		return [];
	}

	#crateOf(from: string): string | undefined {
		return ancestorsOf(from).find(
			(folder) =>
				this.#files.has(posix.join(folder, 'lib.rs')) ||
				this.#files.has(posix.join(folder, 'main.rs'))
		);
	}

	#ruby(from: string, specifier: string): string[] {
		const ending = specifier.endsWith('.rb') ? '' : '.rb';
		if (specifier.startsWith('.')) {
			return this.#existing(posix.join(folderOf(from), specifier + ending));
		}
		return this.#existing(
			...ancestorsOf(from).flatMap((root) =>
				['lib', 'app', ''].map((folder) => posix.join(root, folder, specifier + ending))
			)
		);
	}

	/** Beside the file, below a folder of headers, or the only one whose path ends so. */
	#include(from: string, specifier: string): string[] {
		const written = specifier.replace(/^\.\//, '');
		const near = this.#existing(
			posix.join(folderOf(from), specifier),
			...ancestorsOf(from).flatMap((root) =>
				['include', 'src', ''].map((folder) => posix.join(root, folder, written))
			)
		);
		if (near.length > 0) return near;
		const same = (this.#byName.get(posix.basename(written)) ?? []).filter((path) =>
			path.endsWith(`/${written}`)
		);
		return same.length === 1 ? same : [];
	}
}

/** A module's own submodules stand in a folder of its name. */
function moduleFolder(path: string): string {
	const name = posix.basename(path, '.rs');
	const folder = folderOf(path);
	return ['mod', 'lib', 'main'].includes(name) ? folder : posix.join(folder, name);
}

function scriptPaths(path: string): string[] {
	const plain = SCRIPT_ENDINGS.map((ending) => path + ending);
	// TypeScript's are imported by what becomes of them.
	const source = path.replace(/\.(c|m)?js(x?)$/, '.$1ts$2');
	return source === path ? plain : [...plain, source, path.replace(/\.jsx?$/, '.tsx')];
}

const folderOf = (path: string) => (path.includes('/') ? posix.dirname(path) : '');

const trimmed = (path: string) => path.replace(/^\.?\//, '').replace(/\/$/, '');

/** Folders around a file, the nearest first, the root as `''` last. */
function ancestorsOf(path: string): string[] {
	const folders: string[] = [];
	for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
	return [...folders, ''];
}

function addTo(map: Map<string, string[]>, key: string, path: string): void {
	const before = map.get(key);
	if (before) before.push(path);
	else map.set(key, [path]);
}
