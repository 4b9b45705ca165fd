import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { FileFacts } from '../../facts';
import { builtFile } from '../built-file';
import { emptyFacts } from './empty-facts';
import { Slots } from './slots';
import type { ReadTask } from './worker';

/** A file's path, language and content, which is copied to the worker. */
export type FileToRead = ReadTask['files'][number];

export interface ReaderPoolOptions {
	/** Workers; one core is left to the server. Each needs up to 200 MiB, so that four are the most. */
	size?: number;
	/** Characters after which workers are replaced: WebAssembly's memory grows and never shrinks. */
	recycleAfter?: number;
	/** How long parsing one file may take, in ms. */
	parseTimeoutMs?: number;
	/** `parse` tells no facts: for measurements. */
	task?: 'read' | 'parse';
	/** How long a worker may be silent over one batch before it is ended, in ms. */
	batchTimeoutMs?: number;
}

export interface ReadRequest {
	signal?: AbortSignal;
	/** How many files of this request were read since it was called last. */
	onRead?: (count: number) => void;
}

/** A batch is short, so that requests take turns and a cancelled one is soon out of the way. */
const BATCH_FILES = 24;
const BATCH_CHARACTERS = 256 * 1024;

/** While a worker is at one batch the next one waits beside it: it need not wait for this thread. */
const BATCHES_A_WORKER = 2;

/**
 * Reads files in worker threads. Requests that come at the same time take turns batch by batch. A
 * worker that dies or hangs takes nobody along: its files are read again one by one, and the one
 * that did it is counted with `skipped: 'failed'`.
 */
export class ReaderPool {
	readonly size: number;
	readonly #options: Required<Omit<ReaderPoolOptions, 'size'>>;
	readonly #slots: Slots;
	#workers: Piscina | undefined;
	#characters = 0;
	#isClosed = false;

	constructor({
		size = Math.min(4, Math.max(1, availableParallelism() - 1)),
		recycleAfter = 64 * 1024 * 1024,
		parseTimeoutMs = 5_000,
		task = 'read',
		batchTimeoutMs = 60_000
	}: ReaderPoolOptions = {}) {
		this.size = size;
		this.#slots = new Slots(size * BATCHES_A_WORKER);
		this.#options = { recycleAfter, parseTimeoutMs, task, batchTimeoutMs };
	}

	/** Starts the workers, for what will soon be read. */
	start(): void {
		if (this.#isClosed) return;
		const warm = Array.from({ length: this.size }, () => this.#run([], undefined));
		void Promise.allSettled(warm);
	}

	/**
	 * @returns facts in the files' order
	 * @throws the signal's reason, where it is aborted
	 */
	async read(
		files: readonly FileToRead[],
		{ signal, onRead }: ReadRequest = {}
	): Promise<FileFacts[]> {
		const batches = batchesOf(files);
		const facts: FileFacts[][] = [];
		let next = 0;
		const takeTurns = async () => {
			while (next < batches.length) {
				const place = next++;
				const batch = batches[place]!;
				facts[place] = await this.#slots.run(() => this.#readBatch(batch, signal));
				onRead?.(batch.length);
			}
		};
		await Promise.all(Array.from({ length: this.size * BATCHES_A_WORKER }, takeTurns));
		return facts.flat();
	}

	/** Ends the workers; what is being read rejects. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#workers?.destroy();
		this.#workers = undefined;
	}

	async #readBatch(batch: FileToRead[], signal: AbortSignal | undefined): Promise<FileFacts[]> {
		try {
			return await this.#run(batch, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (this.#isClosed) throw error;
			const [only] = batch;
			if (batch.length === 1 && only) return [failed(only)];
			const alone: FileFacts[] = [];
			for (const file of batch) alone.push(...(await this.#readBatch([file], signal)));
			return alone;
		}
	}

	async #run(files: FileToRead[], signal: AbortSignal | undefined): Promise<FileFacts[]> {
		signal?.throwIfAborted();
		if (this.#isClosed) throw new Error('The readers are closed.');
		const task: ReadTask = { files, parseTimeoutMs: this.#options.parseTimeoutMs };
		const late = AbortSignal.timeout(this.#options.batchTimeoutMs);
		const workers = this.#takeWorkers(files);
		return workers.run(task, {
			name: this.#options.task,
			signal: signal ? AbortSignal.any([signal, late]) : late
		});
	}

	#takeWorkers(files: readonly FileToRead[]): Piscina {
		this.#characters += files.reduce((sum, { content }) => sum + content.length, 0);
		if (this.#workers && this.#characters > this.#options.recycleAfter * this.size) {
			// They finish what they are at.
			void this.#workers.close();
			this.#workers = undefined;
			this.#characters = 0;
		}
		this.#workers ??= this.#newWorkers();
		return this.#workers;
	}

	#newWorkers(): Piscina {
		const workers = new Piscina({
			filename: builtFile('reader-worker.js'),
			minThreads: 0,
			maxThreads: this.size,
			concurrentTasksPerWorker: BATCHES_A_WORKER,
			idleTimeout: 10_000,
			resourceLimits: { maxOldGenerationSizeMb: 512 }
		});
		// Whoever asked hears of failures by his own promise. What is told here besides, an answer to a
		// request that was given up meanwhile, is nobody's, and would end the process unheard.
		return workers.on('error', () => undefined);
	}
}

function batchesOf(files: readonly FileToRead[]): FileToRead[][] {
	const batches: FileToRead[][] = [];
	let characters = Infinity;
	for (const file of files) {
		const last = batches.at(-1);
		if (last && last.length < BATCH_FILES && characters + file.content.length <= BATCH_CHARACTERS) {
			last.push(file);
			characters += file.content.length;
		} else {
			batches.push([file]);
			characters = file.content.length;
		}
	}
	return batches;
}

function failed({ path, language, content }: FileToRead): FileFacts {
	const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
	return { ...emptyFacts(path, language, text), skipped: 'failed' };
}
