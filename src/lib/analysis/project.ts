import { evidenceFrom, type Evidence } from './evidence';
import type { CallFact, FileFacts, Language } from './facts';
import type { Dependency, Manifest } from './manifests';
import type { History } from './source';

/** A place in a file: what evidence is made of. */
export interface Place {
	path: string;
	startLine: number;
	endLine?: number;
}

export interface Found<T> {
	file: FileFacts;
	fact: T;
}

/**
 * A whole project, as detectors look at it: facts of syntax trees, manifests and history, with the
 * questions that they ask again and again.
 */
export class Project {
	readonly files: readonly FileFacts[];
	readonly manifests: readonly Manifest[];
	readonly history: History | undefined;
	readonly #lines: (path: string) => readonly string[];

	/** @param lines of a file, at once: what is asked for was read */
	constructor(parts: {
		files: readonly FileFacts[];
		manifests: readonly Manifest[];
		history?: History | undefined;
		lines: (path: string) => readonly string[];
	}) {
		this.files = parts.files;
		this.manifests = parts.manifests;
		this.history = parts.history;
		this.#lines = parts.lines;
	}

	/** What people wrote for production: neither tests nor generated. */
	get sources(): readonly FileFacts[] {
		return this.files.filter(({ isTest, isGenerated }) => !isTest && !isGenerated);
	}

	get dependencies(): readonly Dependency[] {
		return this.manifests.flatMap(({ dependencies }) => dependencies);
	}

	/** The first dependency whose name is one of these, or matches. */
	dependency(...names: (string | RegExp)[]): Dependency | undefined {
		return this.dependencies.find(({ name }) =>
			names.some((wanted) => (typeof wanted === 'string' ? wanted === name : wanted.test(name)))
		);
	}

	/** Calls in production code whose callee matches. */
	calls(callee: RegExp, ...inLanguages: Language[]): Found<CallFact>[] {
		return this.sources
			.filter(({ language }) => inLanguages.length === 0 || inLanguages.includes(language))
			.flatMap((file) =>
				file.calls.filter((call) => callee.test(call.callee)).map((fact) => ({ file, fact }))
			);
	}

	/** Files of production code that import what matches. */
	importing(specifier: RegExp): FileFacts[] {
		return this.sources.filter(({ imports }) =>
			imports.some((one) => specifier.test(one.specifier))
		);
	}

	lines(path: string): readonly string[] {
		return this.#lines(path);
	}

	evidence({ path, startLine, endLine = startLine }: Place): Evidence {
		return evidenceFrom(path, this.#lines(path), startLine, endLine);
	}
}
