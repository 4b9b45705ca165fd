import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { detectors } from '../detectors';
import type { IntelligenceReport } from '../../reports';
import { coChanges } from '../read/co-change';
import { duplicatesIn } from '../read/duplicates';
import { cyclesOf, fansOf, layersOf, moduleGraph } from '../read/graph';
import { hotSpots } from '../read/hot-spots';
import type { ResolveOptions } from '../read/resolve';
import { fileWeights } from './file-weights';
import { moduleMap } from './module-map';

/** Of each list, what a person reads. */
const MOST_LISTED = 50;

/** A function that is hard to follow, and one that is harder than all others, have at least this many ways through. */
const COMPLEX_FROM = 10;

export interface ReportOptions {
	signal: AbortSignal;
	/** How imports of this repository are meant. */
	resolution: ResolveOptions;
	/** As each detector ends; the next one begins when it resolves. */
	onFindings: (findings: readonly Finding[]) => Promise<void>;
	/** How many detectors of how many have looked. */
	onDetected: (done: number, total: number) => void;
	/** How much of what holds modules together is known. */
	onConnected: (done: number, total: number) => void;
}

/**
 * The second stage: what the syntax trees, the manifests and the history tell together.
 *
 * @throws the signal's reason, where it is aborted
 */
export async function reportOn(
	project: Project,
	{ signal, resolution, onFindings, onDetected, onConnected }: ReportOptions
): Promise<{ report: IntelligenceReport; findings: Finding[] }> {
	const findings: Finding[] = [];
	for (const [done, detector] of detectors.entries()) {
		signal.throwIfAborted();
		const found = await detector.detect(project);
		if (found.length > 0) await onFindings(found);
		findings.push(...found);
		onDetected(done + 1, detectors.length);
	}
	onConnected(0, 1);
	// It takes a while, and what was found has a right to be sent first.
	await new Promise(setImmediate);
	const report = reportOf(project, resolution);
	onConnected(1, 1);
	return { report, findings };
}

function reportOf(
	{ files, sources, history }: Project,
	resolution: ResolveOptions
): IntelligenceReport {
	const graph = moduleGraph(sources, resolution);
	const hot = history ? hotSpots(files, history) : [];
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
		map: moduleMap(sources, graph),
		weights: fileWeights(sources, history, hot),
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
		hotSpots: hot.slice(0, MOST_LISTED),
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
