import type { FileFacts } from '../../facts';
import { Resolver, type ResolveOptions } from './resolve';

export interface Edge {
	from: string;
	to: string;
	/** Where `from` says so. */
	line: number;
	/** Only types are imported: nothing is left of it when it runs. */
	isType?: boolean;
}

/** Who imports whom: modules are files, in Go folders, for there the folder is the unit. */
export interface ModuleGraph {
	/** In the files' order. */
	modules: string[];
	/** One a pair, none from a module to itself. */
	edges: Edge[];
}

/** A folder's files hold together in Go without a word. */
export const moduleOf = ({ path, language }: Pick<FileFacts, 'path' | 'language'>) =>
	language === 'go' ? path.slice(0, path.lastIndexOf('/') + 1) || './' : path;

export function moduleGraph(
	files: readonly FileFacts[],
	options: ResolveOptions = {}
): ModuleGraph {
	const resolver = new Resolver(files, options);
	const modules = new Map(files.map((file) => [file.path, moduleOf(file)]));
	const edges = new Map<string, Edge>();
	for (const file of files) {
		const from = modules.get(file.path)!;
		for (const { path, line, isType } of resolver.targetsOf(file)) {
			const to = modules.get(path)!;
			const key = `${from}\0${to}`;
			if (from !== to && !edges.has(key)) {
				edges.set(key, { from, to, line, ...(isType && { isType }) });
			}
		}
	}
	return { modules: [...new Set(modules.values())], edges: [...edges.values()] };
}

/**
 * Strongly connected components (Tarjan 1972), without recursion: each module in exactly one, those
 * that are imported before those that import them.
 */
export function componentsOf({ modules, edges }: ModuleGraph): string[][] {
	const targets = targetsBy(edges);
	const index = new Map<string, number>();
	const low = new Map<string, number>();
	const stack: string[] = [];
	const onStack = new Set<string>();
	const components: string[][] = [];
	for (const start of modules) {
		if (index.has(start)) continue;
		const path: { module: string; next: number }[] = [{ module: start, next: 0 }];
		while (path.length > 0) {
			const at = path.at(-1)!;
			if (at.next === 0) {
				index.set(at.module, index.size);
				low.set(at.module, index.get(at.module)!);
				stack.push(at.module);
				onStack.add(at.module);
			}
			const target = targets.get(at.module)?.[at.next++];
			if (target !== undefined) {
				if (!index.has(target)) path.push({ module: target, next: 0 });
				else if (onStack.has(target)) lower(low, at.module, index.get(target)!);
				continue;
			}
			path.pop();
			const above = path.at(-1);
			if (above) lower(low, above.module, low.get(at.module)!);
			if (low.get(at.module) !== index.get(at.module)) continue;
			const component = stack.splice(stack.lastIndexOf(at.module));
			for (const module of component) onStack.delete(module);
			components.push(component);
		}
	}
	return components;
}

const lower = (low: Map<string, number>, module: string, value: number) => {
	low.set(module, Math.min(low.get(module)!, value));
};

/** Groups of modules that need each other round about when they run, the largest first. */
export const cyclesOf = ({ modules, edges }: ModuleGraph): string[][] =>
	componentsOf({ modules, edges: edges.filter(({ isType }) => !isType) })
		.filter(({ length }) => length > 1)
		.toSorted((one, other) => other.length - one.length);

/**
 * Longest way down: 0 for modules that import none of the others, one more than the highest of
 * those that it imports for the rest; a cycle stands on one layer.
 */
export function layersOf(graph: ModuleGraph): Map<string, number> {
	const components = componentsOf(graph);
	const componentOf = new Map<string, number>();
	components.forEach((modules, place) => {
		for (const module of modules) componentOf.set(module, place);
	});
	const targets = targetsBy(graph.edges);
	const layers: number[] = [];
	components.forEach((modules, place) => {
		const below = modules
			.flatMap((module) => targets.get(module) ?? [])
			.map((target) => componentOf.get(target)!)
			.filter((component) => component !== place)
			.map((component) => layers[component]! + 1);
		layers[place] = below.reduce((highest, layer) => Math.max(highest, layer), 0);
	});
	return new Map([...componentOf].map(([module, component]) => [module, layers[component]!]));
}

/** `in`: how many import it; `out`: how many it imports. */
export function fansOf({ modules, edges }: ModuleGraph): Map<string, { in: number; out: number }> {
	const fans = new Map(modules.map((module) => [module, { in: 0, out: 0 }]));
	for (const { from, to } of edges) {
		fans.get(from)!.out++;
		fans.get(to)!.in++;
	}
	return fans;
}

function targetsBy(edges: readonly Edge[]): Map<string, string[]> {
	const targets = new Map<string, string[]>();
	for (const { from, to } of edges) {
		const before = targets.get(from);
		if (before) before.push(to);
		else targets.set(from, [to]);
	}
	return targets;
}
