import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { builtFile } from '../built-file';
import { AnalysisError } from '../../stages';
import type { Ledger } from '../ledger';
import type { WorkOrder } from './order';
import type { FromChild, ToChild } from './wire';

export interface ProcessLimits {
	/** Of JavaScript's heap. */
	heapMiB: number;
	/** Of everything together; watched where the system tells it (Linux). */
	memoryMiB: number;
	/** How long it may not be heard of; it says every second that it is there. */
	silenceMs: number;
	/** How long it may take altogether: others wait for its place. */
	mostMs: number;
}

const usualLimits: ProcessLimits = {
	heapMiB: 1024,
	memoryMiB: 1536,
	silenceMs: 120_000,
	mostMs: 2 * 60 * 60 * 1000
};

const WATCH_EVERY_MS = 1_000;

/** How long one that was told to stop may take to end what it has started. */
const STOPPING_MS = 2_000;

/** Of what it says on its standard error, the end. */
const MOST_SAID = 8192;

/**
 * Carries out an analysis in a process of its own, from the first step on that the ledger does not
 * know as done. Resolves once the last stage is kept.
 *
 * @throws AnalysisError, also where the process hangs or needs too much memory; the signal's reason
 * where it aborts; what the ledger rejects with, where it does; an Error with the reason as its
 * `cause` where the process breaks off. By then the process is gone
 */
export async function runAnalysis(
	order: WorkOrder,
	ledger: Ledger,
	signal: AbortSignal,
	limits: Partial<ProcessLimits> = {}
): Promise<void> {
	signal.throwIfAborted();
	const running = new AnalysisProcess(order, ledger, { ...usualLimits, ...limits });
	const stop = () => running.stop(signal.reason);
	signal.addEventListener('abort', stop, { once: true });
	try {
		await running.ended;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** How it ended; the first that is known counts. */
type End = { ok: true } | { ok: false; error: unknown };

class AnalysisProcess {
	/** Once the process is gone. */
	readonly ended: Promise<void>;
	readonly #ledger: Ledger;
	readonly #limits: ProcessLimits;
	readonly #child: ChildProcess;
	#end: End | undefined;
	#said = '';
	readonly #begunAt = performance.now();
	#heardAt = performance.now();
	#killing: NodeJS.Timeout | undefined;

	constructor(order: WorkOrder, ledger: Ledger, limits: ProcessLimits) {
		this.#ledger = ledger;
		this.#limits = limits;
		this.#child = fork(builtFile('analysis-process.js'), [], {
			serialization: 'advanced',
			// What the server's environment holds is no business of one who reads what strangers wrote.
			env: environment(),
			execArgv: [`--max-old-space-size=${limits.heapMiB}`],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc']
		});
		this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
			this.#said = (this.#said + text).slice(-MOST_SAID);
		});
		this.#child.on('message', (message: FromChild) => this.#hear(message));
		this.#tell({ type: 'begin', order });
		const watching = setInterval(() => void this.#watch(), WATCH_EVERY_MS);
		this.ended = new Promise((resolve, reject) => {
			const ended = (reason: unknown) => {
				clearInterval(watching);
				clearTimeout(this.#killing);
				const end = this.#end ?? { ok: false, error: this.#death(reason) };
				if (end.ok) resolve();
				else reject(end.error as Error);
			};
			this.#child.once('error', ended);
			this.#child.once('close', (code, signal) => ended(`it ended with ${code ?? signal}`));
		});
	}

	/** Ends it; `ended` rejects with `reason`, unless it has ended otherwise already. */
	stop(reason: unknown): void {
		this.#end ??= { ok: false, error: reason };
		this.#tell({ type: 'stop' });
		this.#killing ??= setTimeout(() => this.#child.kill('SIGKILL'), STOPPING_MS);
	}

	#tell(message: ToChild): void {
		// Where it is gone, its end says more than the broken channel.
		if (this.#child.connected) this.#child.send(message, () => undefined);
	}

	#hear(message: FromChild): void {
		this.#heardAt = performance.now();
		if (this.#end) return;
		switch (message.type) {
			case 'alive':
				return;
			case 'progress':
				return this.#ledger.progress(message.progress);
			case 'call':
				return void this.#call(message);
			case 'done':
				this.#end = { ok: true };
				return;
			case 'refused':
				this.#end = { ok: false, error: new AnalysisError(message.code, message.message) };
				return;
			case 'failed':
				this.#end = { ok: false, error: broken(message.stack) };
		}
	}

	async #call({ id, name, args }: Extract<FromChild, { type: 'call' }>): Promise<void> {
		try {
			const call = this.#ledger[name] as (...args: unknown[]) => Promise<unknown>;
			const answer = await call.apply(this.#ledger, args);
			this.#tell({ type: 'answer', id, answer });
		} catch (error) {
			this.stop(error);
		}
	}

	async #watch(): Promise<void> {
		if (performance.now() - this.#heardAt > this.#limits.silenceMs) {
			return this.#kill(hung(this.#limits.silenceMs));
		}
		if (performance.now() - this.#begunAt > this.#limits.mostMs) {
			return this.#kill(tooLong(this.#limits.mostMs));
		}
		const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '');
		const kibibytes = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
		if (kibibytes > this.#limits.memoryMiB * 1024) {
			this.#kill(tooLarge(`${Math.round(kibibytes / 1024)} MiB`));
		}
	}

	#kill(error: AnalysisError): void {
		this.#end ??= { ok: false, error };
		this.#child.kill('SIGKILL');
	}

	/** Why it has died though nobody ended it. */
	#death(reason: unknown): Error {
		const cause = `${String(reason)}\n${this.#said}`.trim();
		return /heap out of memory|heap limit/i.test(this.#said) ? tooLarge(cause) : broken(cause);
	}
}

/** To find git, and a folder for what is temporary. */
function environment(): NodeJS.ProcessEnv {
	const names = ['PATH', 'TMPDIR', 'TZ', 'NODE_ENV'];
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		})
	);
}

const broken = (cause: string) =>
	new Error('The process of the analysis broke off. What is done so far is kept.', { cause });

const tooLarge = (cause: string) =>
	new AnalysisError(
		'REPO_TOO_LARGE',
		'This repository needs more memory than an analysis may have. Bring the part of it that matters.',
		{ cause }
	);

const hung = (milliseconds: number) =>
	new AnalysisError(
		'TIMEOUT',
		`A step did not come to an end: nothing was heard of it for ${Math.round(milliseconds / 1000)} seconds. Bring the part of the repository that matters.`
	);

const tooLong = (milliseconds: number) =>
	new AnalysisError(
		'TIMEOUT',
		`The analysis did not end within ${Math.round(milliseconds / 60_000)} minutes. What is done so far is kept: try again, or bring the part of the repository that matters.`
	);
