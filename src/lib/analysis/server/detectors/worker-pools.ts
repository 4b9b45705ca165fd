import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

interface Pool {
	place: Place;
	/** `10 threads`, `nbWorkers goroutines`. */
	what: string;
}

/** A fixed number of workers that share the work: how many, and of what. */
export function workerPools(project: Project): Finding[] {
	const found = project.sources.flatMap((file) =>
		poolsOf(project, file).filter((pool) => !isParameter(project, file, pool))
	);
	const [first] = found;
	if (!first) return [];
	const sizes = distinct(found.map(({ what }) => what));
	return [
		finding(project, {
			detector: 'concurrency',
			subject: 'worker-pools',
			topic: 'concurrency',
			kind: 'decision',
			title: `Workers of a fixed number share the work: ${listed(sizes, 3)}.`,
			detail:
				'A burst waits in line instead of taking all connections and all memory. Worth a look are how long the line may become, and what is lost with it when the process ends.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { places: found.length, sizes: sizes.slice(0, 6) }
		})
	];
}

/** Whose size its caller says, it is a helper, and no pool of this size. */
function isParameter(project: Project, file: FileFacts, { place, what }: Pool): boolean {
	const size = /^([A-Za-z_]\w*) (?:threads|processes|at once)/.exec(what)?.[1];
	if (size === undefined) return false;
	const around = file.symbols
		.filter(({ kind }) => /^(function|method)$/.test(kind))
		.filter((one) => one.startLine <= place.startLine && place.startLine <= one.endLine)
		.at(-1);
	if (!around) return false;
	const head = project
		.lines(file.path)
		.slice(around.startLine - 1, place.startLine)
		.join('\n');
	const parameters = /\(([^)]{0,500})\)/.exec(head)?.[1] ?? '';
	return new RegExp(`\\b${size}\\b`).test(parameters);
}

function poolsOf(project: Project, file: FileFacts): Pool[] {
	const at = (startLine: number, endLine = startLine): Place => ({
		path: file.path,
		startLine,
		endLine
	});
	return file.calls.flatMap(({ callee, args, startLine, endLine }): Pool[] => {
		const [size = ''] = args;
		if (file.language === 'go' && callee === 'go') {
			const started = countedLoop(project, file.path, startLine);
			return started
				? [{ place: at(started.line, startLine), what: `${started.size} goroutines` }]
				: [];
		}
		if (file.language === 'go' && callee === 'make' && /^chan struct\{\}$/.test(size)) {
			const slots = args[1];
			return slots && !/^[01]$/.test(slots) && isSemaphore(project, file.path, startLine)
				? [{ place: at(startLine), what: `${slots} slots of a channel` }]
				: [];
		}
		if (/(^|\.)(Thread|Process)PoolExecutor$/.test(callee) && file.language === 'python') {
			const workers = /^(?:max_workers\s?=\s?)?([\w.]+)$/.exec(size)?.[1];
			const of = callee.includes('Process') ? 'processes' : 'threads';
			return workers ? [{ place: at(startLine), what: `${workers} ${of}` }] : [];
		}
		if (/^Executors\.newFixedThreadPool$/.test(callee) && size) {
			return [{ place: at(startLine), what: `${size} threads` }];
		}
		if (/^(pLimit|semaphore\.NewWeighted|new SemaphoreSlim|asyncio\.Semaphore)$/.test(callee)) {
			// Of one it is a lock.
			return size && !/^1\b/.test(size)
				? [{ place: at(startLine, endLine), what: `${size} at once (${callee})` }]
				: [];
		}
		return [];
	});
}

const LINES_ABOVE = 6;

/** `for i := 0; i < n; i++` or `for range n` around it, where n is a number and no list. */
function countedLoop(project: Project, path: string, at: number) {
	const lines = project.lines(path);
	const depth = (lines[at - 1] ?? '').search(/\S/);
	for (let line = at - 1; line >= Math.max(1, at - LINES_ABOVE); line--) {
		const text = lines[line - 1] ?? '';
		if (text.trim() === '' || text.search(/\S/) >= depth) continue;
		const size =
			/^\s*for\s+\w+\s*:=\s*\d+;\s*\w+\s*<=?\s*([\w.]+);/.exec(text)?.[1] ??
			/^\s*for\s+(?:\w+\s*:=\s*)?range\s+(\d+|[\w.]*(?:[wW]orker|[cC]oncurren|[pP]arallel|num|Num|count|Count)\w*)\s*\{/.exec(
				text
			)?.[1];
		return size ? { size, line } : undefined;
	}
	return undefined;
}

/** Something is put in before the work, and taken out behind it. */
const isSemaphore = (project: Project, path: string, at: number) => {
	const lines = project.lines(path);
	const name = /(\w+)\s*(?::=|=|:)\s*make\(chan struct/.exec(lines[at - 1] ?? '')?.[1];
	return (
		name !== undefined &&
		lines.some((line) => new RegExp(`\\b${name}\\s*<-\\s*struct\\{\\}\\{\\}`).test(line)) &&
		lines.some((line) => new RegExp(`<-\\s*(\\w+\\.)?${name}\\b`).test(line))
	);
};
