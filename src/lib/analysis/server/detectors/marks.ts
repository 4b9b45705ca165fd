import type { FileFacts, ImportFact, Language } from '../../facts';
import type { Dependency, Ecosystem } from '../../manifests';
import type { Place, Project } from '../../project';
import { isOfPage } from './pages';

export const SCRIPTS: readonly Language[] = ['javascript', 'typescript', 'svelte', 'vue'];
export const JVM: readonly Language[] = ['java', 'kotlin'];

/** How a library, or a part of a language's own, shows in syntax trees and manifests. */
export interface Mark {
	/** What people call it: `Bean Validation`. */
	name: string;
	in: readonly Language[];
	/** A file counts where it imports this; of every file where absent. */
	imports?: RegExp;
	/** Of calls, of annotations, of what classes extend: what uses it. */
	calls?: RegExp;
	annotations?: RegExp;
	bases?: RegExp;
	/**
	 * Its name in a registry, which alone says little. Where there is one, importing is using: the
	 * import brings nothing else.
	 */
	dependency?: RegExp;
	/** What a page does with it for itself counts for nothing. */
	isOfServers?: boolean;
	/** What its calls and imports are called has other meanings too: nothing counts unless a manifest names this. */
	needs?: RegExp;
}

export interface Use<M extends Mark = Mark> {
	mark: M;
	/** The first are uses, imports where no use was recognised, the manifest's line where no code was. */
	places: Place[];
	/** How many uses were seen. */
	uses: number;
	/** How many files of code. */
	files: number;
	manifestOnly: boolean;
}

/** Which of them the project uses, the most used first, what only a manifest names last. */
export function usesOf<M extends Mark>(project: Project, marks: readonly M[]): Use<M>[] {
	return marks
		.map((mark) => useOf(project, mark))
		.filter((use) => use !== undefined)
		.sort(
			(one, other) => Number(one.manifestOnly) - Number(other.manifestOnly) || other.uses - one.uses
		);
}

/** Files that a tool writes once for everybody. */
const SKELETON = /(^|\/)(migrations|alembic)\/env\.py$/;

function useOf<M extends Mark>(project: Project, mark: M): Use<M> | undefined {
	if (mark.needs && !project.dependency(mark.needs)) return undefined;
	const uses: Place[] = [];
	const imports: Place[] = [];
	const files = new Set<string>();
	for (const file of project.sources) {
		if (!mark.in.includes(file.language)) continue;
		const isImport = ({ specifier }: ImportFact) => mark.imports!.test(specifier);
		const imported =
			mark.imports && (file.imports.find(isImport) ?? forAll(project, file).find(isImport));
		if (mark.imports && !imported) continue;
		if (SKELETON.test(file.path) || (mark.isOfServers && isOfPage(file))) continue;
		const { path } = file;
		const before = uses.length;
		if (mark.calls) {
			for (const { callee, startLine, endLine, within } of file.calls) {
				if (!mark.calls.test(callee) || !project.isUsed(file, { within })) continue;
				uses.push({ path, startLine, endLine });
			}
		}
		if (mark.annotations) {
			for (const { name, line } of file.annotations) {
				if (mark.annotations.test(name)) uses.push({ path, startLine: line });
			}
		}
		if (mark.bases) {
			for (const { bases, startLine } of file.symbols) {
				if (bases?.some((base) => mark.bases!.test(base))) uses.push({ path, startLine });
			}
		}
		const counts = imported && (mark.dependency || !(mark.calls ?? mark.annotations ?? mark.bases));
		if (counts) imports.push({ path, startLine: imported.line });
		if (counts || uses.length > before) files.add(path);
	}
	if (uses.length + imports.length > 0) {
		const places = uses.length > 0 ? uses : imports;
		return { mark, places, uses: uses.length, files: files.size, manifestOnly: false };
	}
	const named = mark.dependency && runtimeDependency(project, mark.dependency, mark.in);
	if (!named) return undefined;
	const places = [{ path: named.path, startLine: named.line }];
	return { mark, places, uses: 0, files: 0, manifestOnly: true };
}

const GLOBAL_USINGS = /(^|\/)(Global)?(Usings|Imports)\.cs$/;

const globals = new WeakMap<Project, { folder: string; imports: ImportFact[] }[]>();

/** C#’s `global using`: what one file of a folder imports for all below it. */
function forAll(project: Project, { path, language }: FileFacts): ImportFact[] {
	if (language !== 'csharp') return [];
	let known = globals.get(project);
	if (!known) {
		known = project.sources
			.filter((file) => GLOBAL_USINGS.test(file.path))
			.map((file) => ({ folder: file.path.replace(/[^/]+$/, ''), imports: file.imports }));
		globals.set(project, known);
	}
	return known.flatMap(({ folder, imports }) => (path.startsWith(folder) ? imports : []));
}

const ECOSYSTEM: Partial<Record<Language, Ecosystem>> = {
	javascript: 'npm',
	typescript: 'npm',
	svelte: 'npm',
	vue: 'npm',
	python: 'pypi',
	java: 'maven',
	kotlin: 'maven',
	go: 'go',
	rust: 'cargo',
	csharp: 'nuget',
	ruby: 'gem',
	php: 'composer'
};

/**
 * The first dependency of that name that is not for developing alone.
 *
 * @param of languages whose registries are meant: `validator` is one thing in npm, another in cargo
 */
export function runtimeDependency(
	project: Project,
	name: RegExp,
	of?: readonly Language[]
): Dependency | undefined {
	const registries = of?.map((language) => ECOSYSTEM[language]);
	return project.dependencies.find(
		(one) =>
			!one.isDevelopment &&
			name.test(one.name) &&
			(!registries || registries.includes(one.ecosystem))
	);
}

/** Sureness of "the project uses it", by what was seen of it. */
export const sureness = ({ uses, manifestOnly }: Use): number =>
	manifestOnly ? 0.5 : uses > 0 ? 0.95 : 0.85;
