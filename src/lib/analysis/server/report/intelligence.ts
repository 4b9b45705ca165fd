import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { detectors } from '../detectors';
import { coChanges, type CoChange } from '../read/co-change';
import { duplicatesIn, type Duplicate } from '../read/duplicates';
import { cyclesOf, fansOf, layersOf, moduleGraph } from '../read/graph';
import { hotSpots, type HotSpot } from '../read/hot-spots';

/** Of each list, what a person reads. */
const MOST_LISTED = 50;

/** A function that is hard to follow, and one that is harder than all others, have at least this many ways through. */
const COMPLEX_FROM = 10;

/** What the second stage tells of a repository, beside its findings. */
export interface IntelligenceReport {
	/** Files by language, as they were parsed. */
	files: Record<string, number>;
	/** Files that could not be read whole, and why. */
	unread: Record<string, number>;
	functions: number;
	modules: {
		count: number;
		imports: number;
		/** Groups that need each other round about, the largest first. */
		cycles: string[][];
		layers: number;
		/** Those that most others import. */
		central: { path: string; in: number; out: number; layer: number }[];
	};
	complex: { path: string; name: string; complexity: number; startLine: number; endLine: number }[];
	hotSpots: HotSpot[];
	coChanges: CoChange[];
	duplicates: Duplicate[];
}

/**
 * The second stage: what the syntax trees, the manifests and the history tell together.
 *
 * @param onDetected how many detectors of how many have looked
 * @throws the signal's reason, where it is aborted
 */
export async function reportOn(
	project: Project,
	{
		signal,
		onDetected
	}: { signal?: AbortSignal; onDetected: (done: number, total: number) => void }
): Promise<{ report: IntelligenceReport; findings: Finding[] }> {
	const findings: Finding[] = [];
	for (const [done, detector] of detectors.entries()) {
		signal?.throwIfAborted();
		findings.push(...(await detector.detect(project)));
		onDetected(done + 1, detectors.length);
	}
	return { report: reportOf(project), findings };
}

function reportOf({ files, sources, history }: Project): IntelligenceReport {
	const graph = moduleGraph(sources);
	const fans = fansOf(graph);
	const layers = layersOf(graph);
	const own = new Set(sources.map(({ path }) => path));
	return {
		files: countBy(files.map(({ language }) => language)),
		unread: countBy(files.flatMap(({ skipped }) => skipped ?? [])),
		functions: sources.reduce((sum, { symbols }) => sum + symbols.filter(isFunction).length, 0),
		modules: {
			count: graph.modules.length,
			imports: graph.edges.length,
			cycles: cyclesOf(graph).slice(0, MOST_LISTED),
			layers: Math.max(0, ...layers.values()) + 1,
			central: Array.from(fans, ([path, fan]) => ({ path, ...fan, layer: layers.get(path) ?? 0 }))
				.filter((module) => module.in > 0)
				.toSorted((one, other) => other.in - one.in)
				.slice(0, MOST_LISTED)
		},
		complex: sources
			.flatMap(({ path, symbols }) =>
				symbols.map(({ name, complexity = 0, startLine, endLine }) => ({
					path,
					name,
					complexity,
					startLine,
					endLine
				}))
			)
			.filter(({ complexity }) => complexity >= COMPLEX_FROM)
			.toSorted((one, other) => other.complexity - one.complexity)
			.slice(0, MOST_LISTED),
		hotSpots: history ? hotSpots(files, history).slice(0, MOST_LISTED) : [],
		coChanges: history ? coChanges(history, (path) => own.has(path)).slice(0, MOST_LISTED) : [],
		duplicates: duplicatesIn(sources).slice(0, MOST_LISTED)
	};
}

const isFunction = ({ kind }: { kind: string }) => kind === 'function' || kind === 'method';

function countBy(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}
