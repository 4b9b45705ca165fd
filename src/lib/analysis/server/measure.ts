import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderFor } from './command';
import { MemoryLedger } from './memory-ledger';
import { carryOut } from './pipeline';
import { languageOf } from './read/language-of';
import { ReaderPool, type FileToRead } from './read/reader-pool';
import { openSource } from './source/open-source';
import type { WorkOrder } from './work/order';

/** One repository, as measures Q2 and Q5 want it known. */
export interface Measurement {
	name: string;
	commit?: string;
	/** Those that were parsed. */
	files: number;
	/** List, parse and report, of a source that is on this machine already. */
	seconds: number;
	/** Until the last question was told. */
	wholeSeconds: number;
	/** The same files in the same number of workers, parsed and nothing else. */
	parsingSeconds: number;
	/**
	 * What this process, with all its threads, spent of a core for `seconds` and for `parsingSeconds`:
	 * says more than these where others work on the same machine. Without git's processes.
	 */
	cpuSeconds: number;
	parsingCpuSeconds: number;
	/** Of this process, before it parsed a second time. */
	peakMiB: number;
	findings: number;
	/** Of them, those that only a manifest tells. */
	fromManifests: number;
	questions: number;
}

const { signal } = new AbortController();

type Spent = Pick<Measurement, 'seconds' | 'cpuSeconds'>;

/** @returns what was spent since */
function stopwatch(): () => Spent {
	const [at, cpu] = [performance.now(), process.cpuUsage()];
	return () => {
		const { user, system } = process.cpuUsage(cpu);
		return { seconds: (performance.now() - at) / 1000, cpuSeconds: (user + system) / 1e6 };
	};
}

/** Remembers what was spent when the report was there. */
class ReportTimes extends MemoryLedger {
	reported: Spent = { seconds: 0, cpuSeconds: 0 };
	readonly #spent: () => Spent;

	constructor(spent: () => Spent) {
		super();
		this.#spent = spent;
	}

	override async stageDone(...told: Parameters<MemoryLedger['stageDone']>): Promise<void> {
		if (told[0] === 'intelligence_report') this.reported = this.#spent();
		await super.stageDone(...told);
	}
}

/** To be called once in a process, whose peak of memory it tells. */
export async function measure(source: string): Promise<Measurement> {
	const folder = await mkdtemp(join(tmpdir(), 'greenroom-measure-'));
	try {
		const order = orderFor(source, folder);
		await (await openSource(order.request, { ...order, signal })).close();
		const readers = new ReaderPool();
		const spent = stopwatch();
		const ledger = new ReportTimes(spent);
		await carryOut(order, ledger, { signal, readers });
		const wholeSeconds = spent().seconds;
		const peakMiB = process.resourceUsage().maxRSS / 1024;
		await readers.close();
		const { name, commit } = ledger.opening;
		return {
			name,
			...(commit !== undefined && { commit }),
			...(await parsedAlone(order)),
			...ledger.reported,
			wholeSeconds,
			peakMiB,
			findings: ledger.allFindings.length,
			fromManifests: ledger.allFindings.filter(({ manifestOnly }) => manifestOnly).length,
			questions: ledger.allQuestions.length
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function parsedAlone(
	order: WorkOrder
): Promise<Pick<Measurement, 'files' | 'parsingSeconds' | 'parsingCpuSeconds'>> {
	const snapshot = await openSource(order.request, { ...order, signal });
	const parsers = new ReaderPool({ task: 'parse' });
	try {
		const files: FileToRead[] = [];
		for (const { path } of snapshot.files) {
			const content = await snapshot.read(path).catch(() => undefined);
			if (!content || content.includes(0)) continue;
			const language = languageOf(path, content.toString('utf8', 0, 1_000));
			if (language) files.push({ path, language, content });
		}
		const spent = stopwatch();
		await parsers.read(files);
		const { seconds, cpuSeconds } = spent();
		return { files: files.length, parsingSeconds: seconds, parsingCpuSeconds: cpuSeconds };
	} finally {
		await parsers.close();
		await snapshot.close();
	}
}
