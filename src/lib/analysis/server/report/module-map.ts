import type { FileFacts } from '../../facts';
import type { IntelligenceReport, MapEdge } from '../../reports';
import { cyclesOf, layersOf, moduleOf, type ModuleGraph } from '../read/graph';

/** More boxes, or lines between them, nobody takes in. */
const MOST_NODES = 40;
const MOST_EDGES = 200;

/** A file, or in Go a package. */
interface Unit {
	module: string;
	folder: string;
	files: number;
	codeLines: number;
}

/** A box: what it stands for, and what it could be taken apart into. */
interface Part {
	id: string;
	units: readonly Unit[];
	/** Undefined where it is as small as it gets. */
	apart: () => Part[] | undefined;
}

/**
 * The modules of a repository as one looks at them: the heaviest folder is taken apart until there are
 * as many parts as fit, and what its modules import is told between parts.
 */
export function moduleMap(
	sources: readonly FileFacts[],
	graph: ModuleGraph
): IntelligenceReport['map'] {
	const parts = partsOf(unitsOf(sources));
	const partOf = new Map(
		parts.flatMap(({ id, units }) => units.map(({ module }) => [module, id] as const))
	);
	const lifted = graph.edges.flatMap(({ from, to, isType }) => {
		const [source, target] = [partOf.get(from)!, partOf.get(to)!];
		return source === target ? [] : [{ from: source, to: target, isType: isType ?? false }];
	});
	const map: ModuleGraph = {
		modules: parts.map(({ id }) => id),
		edges: lifted.map((edge) => ({ ...edge, line: 0 }))
	};
	const layers = layersOf(map);
	const inCycle = new Set(cyclesOf(map).flat());
	return {
		nodes: parts.map(({ id, units }) => ({
			id,
			files: sum(units.map(({ files }) => files)),
			codeLines: weightOf(units),
			layer: layers.get(id) ?? 0,
			isInCycle: inCycle.has(id)
		})),
		edges: counted(lifted)
	};
}

function unitsOf(sources: readonly FileFacts[]): Unit[] {
	const units = new Map<string, Unit>();
	for (const file of sources) {
		const module = moduleOf(file);
		const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
		const before = units.get(module);
		if (before) {
			before.files += 1;
			before.codeLines += file.codeLines;
		} else units.set(module, { module, folder, files: 1, codeLines: file.codeLines });
	}
	return [...units.values()];
}

function partsOf(units: readonly Unit[]): Part[] {
	if (units.length === 0) return [];
	let parts = units.length <= MOST_NODES ? units.map(single) : [folderPart('', units)];
	for (;;) {
		const heaviestFirst = parts.toSorted((a, b) => weightOf(b.units) - weightOf(a.units));
		const split = heaviestFirst
			.map((part) => ({ part, pieces: part.apart() ?? [] }))
			.find(({ pieces }) => pieces.length > 0 && parts.length - 1 + pieces.length <= MOST_NODES);
		if (!split) return parts;
		parts = parts.flatMap((part) => (part === split.part ? split.pieces : part));
	}
}

const single = (unit: Unit): Part => ({
	id: unit.module.replace(/(.)\/$/, '$1'),
	units: [unit],
	apart: () => undefined
});

/** A folder with all below it: apart it is its folders, and what lies in itself. */
function folderPart(folder: string, units: readonly Unit[]): Part {
	const own = units.filter((unit) => unit.folder === folder);
	const below = Map.groupBy(
		units.filter((unit) => unit.folder !== folder),
		(unit) => childOf(folder, unit.folder)
	);
	const apart = () => {
		const folders = Array.from(below, ([child, inside]) => folderPart(child, inside));
		return own.length > 0 ? [...folders, ownPart(folder, own)] : folders;
	};
	return below.size === 0 ? ownPart(folder, own) : { id: nameOf(folder), units, apart };
}

/** What lies in a folder itself: apart it is its files. */
const ownPart = (folder: string, units: readonly Unit[]): Part => ({
	id: nameOf(folder),
	units,
	apart: () => (units.length > 1 ? units.map(single) : undefined)
});

const nameOf = (folder: string) => (folder === '' ? './' : folder);

/** The folder within `folder` that `path` lies in or is. */
function childOf(folder: string, path: string): string {
	const from = folder === '' ? 0 : folder.length + 1;
	const end = path.indexOf('/', from);
	return end === -1 ? path : path.slice(0, end);
}

function counted(edges: readonly { from: string; to: string }[]): MapEdge[] {
	const counts = new Map<string, MapEdge>();
	for (const { from, to } of edges) {
		const key = `${from}\0${to}`;
		const before = counts.get(key);
		if (before) before.imports += 1;
		else counts.set(key, { from, to, imports: 1 });
	}
	return [...counts.values()].toSorted((a, b) => b.imports - a.imports).slice(0, MOST_EDGES);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

const weightOf = (units: readonly Unit[]) => sum(units.map(({ codeLines }) => codeLines));
