import { copiedLibraries } from './copied-libraries';
import { evidenceFrom, type Evidence } from './evidence';
import type { CallFact, FileFacts, Language } from './facts';
import type { Dependency, Manifest } from './manifests';
import { redactedCode } from './redact';
import type { History } from './source';
import { UnusedCode } from './unused';

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
	/** Of all manifests. */
	readonly dependencies: readonly Dependency[];
	readonly history: History | undefined;
	/** Of every text file, also of those in no language that is parsed: `.env.example`, `Dockerfile`. */
	readonly paths: readonly string[];
	/** What people wrote for production: neither tests, nor generated, nor copied, nor examples beside it. */
	readonly sources: readonly FileFacts[];
	readonly #lines: (path: string) => readonly string[];
	readonly #unused: UnusedCode;
	#hidden: readonly string[] = [];

	/** @param lines of a file, at once: what is asked for was read */
	constructor(parts: {
		files: readonly FileFacts[];
		manifests: readonly Manifest[];
		history?: History | undefined;
		paths?: readonly string[];
		lines: (path: string) => readonly string[];
	}) {
		this.files = parts.files;
		this.manifests = parts.manifests;
		this.dependencies = parts.manifests.flatMap(({ dependencies }) => dependencies);
		this.history = parts.history;
		this.paths = parts.paths ?? parts.files.map(({ path }) => path);
		const copied = copiedLibraries(this.paths, parts.manifests);
		this.sources = withoutExamples(
			parts.files.filter(
				({ path, isTest, isGenerated }) =>
					!isTest && !isGenerated && !copied.some((folder) => path.startsWith(folder))
			)
		);
		this.#lines = parts.lines;
		this.#unused = new UnusedCode(this.sources, this.paths, parts.lines);
	}

	/** The first dependency whose name is one of these, or matches. */
	dependency(...names: (string | RegExp)[]): Dependency | undefined {
		return this.dependencies.find(({ name }) =>
			names.some((wanted) => (typeof wanted === 'string' ? wanted === name : wanted.test(name)))
		);
	}

	/** Calls in production code whose callee matches, but those in functions that nobody calls. */
	calls(callee: RegExp, ...inLanguages: Language[]): Found<CallFact>[] {
		return this.sources
			.filter(({ language }) => inLanguages.length === 0 || inLanguages.includes(language))
			.flatMap((file) =>
				file.calls
					.filter((call) => callee.test(call.callee) && this.isUsed(file, call))
					.map((fact) => ({ file, fact }))
			);
	}

	/** Whether the function around a call may be called by anybody. */
	isUsed(file: FileFacts, { within }: Pick<CallFact, 'within'>): boolean {
		return !this.#unused.has(file, within);
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

	/** From now on no evidence shows these literals, whoever asks for it. */
	hide(secrets: readonly string[]): void {
		this.#hidden = secrets;
	}

	/** @param secrets literals that it must not show, beside those that look like secrets */
	shown(code: string, secrets: readonly string[] = []): string {
		return redactedCode(code, [...this.#hidden, ...secrets]);
	}

	/** @param secrets literals that the snippet must not show, beside those that look like secrets */
	evidence({ path, startLine, endLine = startLine }: Place, secrets?: readonly string[]): Evidence {
		const evidence = evidenceFrom(path, this.#lines(path), startLine, endLine);
		return { ...evidence, snippet: this.shown(evidence.snippet, secrets) };
	}
}

/** `com/example` is where the namespaces of the JVM begin. */
const EXAMPLE =
	/^(examples?|samples?|demos?|[\w-]*docs?|docs_src|bench(marks?)?|playgrounds?|website)\/|\/(examples|benchmarks|playground)\/|^(?!.*(^|\/)(java|kotlin|scala|groovy|com|org|net|io)\/).*\/example\//;

/** Where examples are most of what there is, they are what the project is about. */
function withoutExamples(files: readonly FileFacts[]): readonly FileFacts[] {
	const own = files.filter(({ path }) => !EXAMPLE.test(path));
	return own.length * 2 >= files.length ? own : files;
}
