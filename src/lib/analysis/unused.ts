import type { FileFacts, Language } from './facts';

/** Languages in which whoever calls a function of a module writes its name somewhere. */
const FAMILIES: readonly (readonly Language[])[] = [
	['javascript', 'typescript', 'svelte', 'vue'],
	['python']
];

/** Languages in which whoever makes an object writes its class: neither annotated nor derived, no container finds it. */
const OF_CLASSES: readonly Language[] = ['java', 'kotlin', 'csharp'];

/** Files in which a container or a page may be told of a class. */
const NAMING = /\.(xml|json|ya?ml|properties|config|cshtml|razor|jsp|html|conf)$|(^|\/)META-INF\//;

/** Frameworks call what is called so by its name, or by its place: nobody else has to. */
const BY_CONVENTION =
	/^([A-Z]+|main|run|handler|setup|load|loader|action|actions|register|install|activate|default|use[A-Z]\w*|get(Static|Server|Initial)\w+|generate\w+|pytest_\w+|handler\d+)$/;

/** Shorter ones may be anything. */
const SHORTEST = 5;

/**
 * Tells of functions and classes that nobody uses: their name stands nowhere but where they are made. What is
 * exported on as a whole, marked by a decorator, or in a file that nobody imports may be called by
 * somebody who does not stand here.
 */
export class UnusedCode {
	readonly #files: readonly FileFacts[];
	readonly #lines: (path: string) => readonly string[];
	readonly #words = new Map<readonly Language[], Map<string, number>>();
	readonly #imported = new Map<string, boolean>();
	readonly #paths: readonly string[];
	#classes: ReadonlySet<string> | undefined;

	/**
	 * @param files all that may call one, tests left out: what only they call is used by nobody
	 * @param paths of every text of the project
	 */
	constructor(
		files: readonly FileFacts[],
		paths: readonly string[],
		lines: (path: string) => readonly string[]
	) {
		this.#files = files;
		this.#paths = paths;
		this.#lines = lines;
	}

	/** @param within name of a function of that file */
	has(file: FileFacts, within: string | undefined): boolean {
		if (within && OF_CLASSES.includes(file.language)) return this.#isInUnusedClass(file, within);
		const family = FAMILIES.find((one) => one.includes(file.language));
		if (!within || !family || within.length < SHORTEST || BY_CONVENTION.test(within)) return false;
		const symbol = file.symbols.find(({ kind, name }) => kind === 'function' && name === within);
		if (!symbol || file.annotations.some(({ on }) => on === within)) return false;
		if (file.language !== 'python' && symbol.isExported !== true) return false;
		return this.#timesIn(family, within) === 1 && this.#isImportedByName(file);
	}

	#isInUnusedClass(file: FileFacts, within: string): boolean {
		const [name = ''] = within.split('.');
		const own = file.symbols.filter((one) => one.name === name);
		const isPlain = own.every(
			({ kind, bases = [], startLine }) =>
				kind === 'class' &&
				bases.length === 0 &&
				// Its methods extend others, or are called where its name was imported.
				!/\bstatic\b/.test(this.#lines(file.path)[startLine - 1] ?? '')
		);
		if (own.length !== 1 || !isPlain || name.length < SHORTEST) return false;
		if (file.annotations.some(({ on }) => on === name)) return false;
		if (file.symbols.some((one) => /\.[mM]ain$/.test(one.name))) return false;
		this.#classes ??= this.#namedOnce();
		return this.#classes.has(name);
	}

	/** Names of classes that stand in no file but their own. */
	#namedOnce(): ReadonlySet<string> {
		const files = this.#files.filter(({ language }) => OF_CLASSES.includes(language));
		const once = new Map<string, string>();
		for (const { path, symbols } of files) {
			for (const { name, kind } of symbols) if (kind === 'class') once.set(name, path);
		}
		for (const path of [
			...files.map((file) => file.path),
			...this.#paths.filter((one) => NAMING.test(one))
		]) {
			for (const line of this.#lines(path)) {
				for (const [word] of line.matchAll(/[\w$]{5,}/g)) {
					if (once.has(word) && once.get(word) !== path) once.delete(word);
				}
			}
		}
		return new Set(once.keys());
	}

	#timesIn(family: readonly Language[], name: string): number {
		let words = this.#words.get(family);
		if (!words) {
			words = new Map();
			for (const { path, language } of this.#files) {
				if (!family.includes(language)) continue;
				for (const line of this.#lines(path)) {
					for (const [word] of line.matchAll(/[\w$]{5,}/g)) {
						words.set(word, (words.get(word) ?? 0) + 1);
					}
				}
			}
			this.#words.set(family, words);
		}
		return words.get(name) ?? 0;
	}

	/** Somebody imports something else of the file, and nobody hands all of it on. */
	#isImportedByName({ path }: FileFacts): boolean {
		const known = this.#imported.get(path);
		if (known !== undefined) return known;
		const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '');
		const imports = this.#files.flatMap((file) =>
			file.path === path
				? []
				: file.imports.filter(({ specifier }) => specifier.split(/[./]/).includes(name))
		);
		const isIt =
			imports.length > 0 && imports.every(({ names }) => names.length > 0 && !names.includes('*'));
		this.#imported.set(path, isIt);
		return isIt;
	}
}
