import type { CallFact, FileFacts, SymbolFact } from '../../facts';
import type { Found, Place, Project } from '../../project';
import { Resolver } from '../read/resolve';
import { resolutionOf } from '../report/resolution';
import { testsOfFiles } from './tests-of-files';

/** Who has to do with whom: what a question needs to show the second of two places. */
export interface Surroundings {
	/** Where production code imports or names this file, at the line that says so. */
	importersOf(path: string): Place[];
	/**
	 * Files of tests that use this file, or the package that stands for its folder, or are named after
	 * it, those first.
	 */
	testsOf(path: string): string[];
	testNamedAfter(path: string): string | undefined;
	/** Whether what any test uses leads to this file, by however many steps. */
	isReachedByTests(path: string): boolean;
	/** Calls of a function of this file elsewhere, where its name stands for nothing else. */
	callersOf(path: string, symbol: string): Found<CallFact>[];
	/** The line at which one file imports or first names the other. */
	importAt(from: string, to: string): Place | undefined;
	/** Every use of one file of production code by another. */
	edges(): { from: string; to: string; line: number }[];
}

const known = new WeakMap<Project, Surroundings>();

/** Made once for a project, since several makers ask. */
export function surroundingsOf(project: Project): Surroundings {
	const before = known.get(project);
	if (before) return before;
	const made = surroundings(project);
	known.set(project, made);
	return made;
}

function surroundings(project: Project): Surroundings {
	const { files, sources } = project;
	const isSource = new Set(sources);
	const settings = project.paths.filter((path) => SETTINGS.test(path));
	const texts = new Map(settings.map((path) => [path, project.lines(path).join('\n')]));
	const resolver = new Resolver(files, resolutionOf(texts));
	const importers = new Map<string, { file: FileFacts; line: number }[]>();
	const targets = new Map<string, string[]>();
	for (const file of files) {
		for (const { path, line } of resolver.targetsOf(file)) {
			addTo(importers, path, { file, line });
			addTo(targets, file.path, path);
		}
	}
	const tests = testsOfFiles(files);
	const reached = reachableFrom(
		files.filter(({ isTest }) => isTest).map(({ path }) => path),
		targets
	);
	const definitions = Map.groupBy(
		sources.flatMap(({ path, symbols }) =>
			symbols.filter(isFunction).map((one) => ({ path, one }))
		),
		({ one }) => lastOf(one.name)
	);
	const importersOf = (path: string) =>
		(importers.get(path) ?? [])
			.filter(({ file }) => isSource.has(file))
			.map(({ file, line }): Place => ({ path: file.path, startLine: line }));
	return {
		importersOf,
		testNamedAfter: (path) => tests.namedAfter(path)[0],
		testsOf(path) {
			const importing = (importers.get(path) ?? [])
				.filter(({ file }) => file.isTest)
				.map(({ file }) => file.path);
			return [
				...new Set([...tests.namedAfter(path), ...importing, ...tests.importingFolderOf(path)])
			];
		},
		isReachedByTests: (path) => reached.has(path),
		callersOf(path, symbol) {
			const name = lastOf(symbol);
			if (name.length < SHORTEST_NAME || (definitions.get(name)?.length ?? 0) !== 1) return [];
			const near = new Set(importersOf(path).map((place) => place.path));
			return sources
				.filter((file) => file.path === path || near.has(file.path))
				.flatMap((file) =>
					file.calls
						.filter(({ callee, within }) => lastOf(callee) === name && within !== symbol)
						.map((fact) => ({ file, fact }))
				);
		},
		importAt: (from, to) => importersOf(to).find(({ path }) => path === from),
		edges: () =>
			[...importers].flatMap(([to, users]) =>
				users
					.filter(({ file }) => isSource.has(file))
					.map(({ file, line }) => ({ from: file.path, to, line }))
			)
	};
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
	const before = map.get(key);
	if (before) before.push(value);
	else map.set(key, [value]);
}

function reachableFrom(
	starts: readonly string[],
	targets: ReadonlyMap<string, readonly string[]>
): Set<string> {
	const reached = new Set(starts);
	// A set is walked on to what is added meanwhile.
	for (const path of reached) for (const target of targets.get(path) ?? []) reached.add(target);
	return reached;
}

/** Files that say how imports are meant. */
const SETTINGS = /(^|\/)([tj]sconfig[\w.-]*\.json|go\.mod)$/;

/** Shorter ones stand for too much: `get`, `run`. */
const SHORTEST_NAME = 5;

const isFunction = ({ kind }: SymbolFact) => kind === 'function' || kind === 'method';

const lastOf = (name: string) => name.slice(name.lastIndexOf('.') + 1);
