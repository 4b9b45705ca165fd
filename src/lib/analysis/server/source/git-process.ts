import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { AnalysisError } from '../../stages';

/**
 * git as it may be run on what strangers wrote: with nobody's configuration, nobody's credentials,
 * no hooks, no helpers, no network unless it is asked for, and bounded memory.
 */

/** In force before any configuration of a repository, and for repositories that are ours alone. */
const settings = {
	'protocol.allow': 'never',
	'core.hooksPath': '/dev/null',
	'core.fsmonitor': 'false',
	'core.askPass': '',
	'credential.helper': '',
	'core.useReplaceRefs': 'false',
	'core.commitGraph': 'false',
	'core.multiPackIndex': 'false',
	'core.bigFileThreshold': '8m',
	'core.packedGitWindowSize': '32m',
	'core.packedGitLimit': '256m',
	'pack.threads': '2',
	'gc.auto': '0',
	'maintenance.auto': 'false',
	'log.showSignature': 'false',
	'i18n.logOutputEncoding': 'UTF-8'
};

/** No allocation may be larger: a few bytes can describe an object of gigabytes. */
const MOST_ALLOCATED = '256m';

/** Nor may many small ones add up to more; watched where the system tells it (Linux). In KiB. */
const MOST_MEMORY_KIB = 512 * 1024;

const WATCH_EVERY_MS = 250;

/** Of what it says on its standard error, the end. */
const MOST_SAID = 8192;

export interface GitOptions {
	/** The bare repository, one of ours. */
	repository?: string;
	/** Where it runs, and what it takes for its home. */
	folder: string;
	/** Further settings of this run. */
	config?: Record<string, string>;
	/** Ends it, with all that it started. */
	signal?: AbortSignal;
	/** Ends it where it writes nothing for so long: it counts what has no end. */
	mostSilenceMs?: number;
	/** Hears what it says on its standard error as it comes. */
	onSaid?: (text: string) => void;
}

export interface GitEnd {
	/** 0 where all went well; null where it was ended, or could not start. */
	code: number | null;
	/** The end of what it said on its standard error. */
	said: string;
}

export class GitProcess {
	readonly ended: Promise<GitEnd>;
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	#hasEnded = false;
	#lastWrite = performance.now();

	/** @param args passed on as they are, never through a shell */
	constructor(args: readonly string[], options: GitOptions) {
		const { repository, folder, config = {}, signal, onSaid } = options;
		signal?.throwIfAborted();
		const overrides = Object.entries({ ...settings, ...config });
		const flags = overrides.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const where = repository === undefined ? [] : [`--git-dir=${repository}`];
		this.#child = spawn('git', [...where, ...flags, ...args], {
			cwd: folder,
			env: gitEnvironment(folder),
			stdio: ['pipe', 'pipe', 'pipe'],
			// A group of its own, so that what it starts ends with it.
			detached: true
		});
		let said = '';
		this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
			said = (said + text).slice(-MOST_SAID);
			onSaid?.(text);
		});
		// It may end before it has read everything; how it ended says more than the broken pipe.
		this.#child.stdin.on('error', () => undefined);
		const { mostSilenceMs } = options;
		if (mostSilenceMs !== undefined) {
			this.#child.stdout.on('readable', () => (this.#lastWrite = performance.now()));
		}
		const watch = setInterval(() => void this.#watch(mostSilenceMs), WATCH_EVERY_MS);
		const stop = () => this.stop();
		signal?.addEventListener('abort', stop, { once: true });
		this.ended = new Promise((resolve) => {
			const end = (code: number | null) => {
				this.#hasEnded = true;
				clearInterval(watch);
				signal?.removeEventListener('abort', stop);
				resolve({ code, said });
			};
			this.#child.once('error', (error) => {
				said = error.message;
				end(null);
			});
			this.#child.once('close', end);
		});
	}

	get stdin(): Writable {
		return this.#child.stdin;
	}

	get stdout(): Readable {
		return this.#child.stdout;
	}

	/** Ends it, with all that it started. */
	stop(): void {
		const { pid } = this.#child;
		if (this.#hasEnded || pid === undefined) return;
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// It ended by itself a moment ago.
		}
	}

	async #watch(mostSilenceMs = Infinity): Promise<void> {
		if (performance.now() - this.#lastWrite > mostSilenceMs) this.stop();
		const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '');
		const kibibytes = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
		if (kibibytes > MOST_MEMORY_KIB) this.stop();
	}
}

function gitEnvironment(folder: string): NodeJS.ProcessEnv {
	return {
		PATH: process.env['PATH'],
		HOME: folder,
		LC_ALL: 'C',
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_ATTR_NOSYSTEM: '1',
		GIT_TERMINAL_PROMPT: '0',
		GIT_NO_REPLACE_OBJECTS: '1',
		GIT_NO_LAZY_FETCH: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_ALLOC_LIMIT: MOST_ALLOCATED
	};
}

/** Runs git to its end. @returns also what it wrote, at most a MiB of it */
export async function git(
	args: readonly string[],
	options: GitOptions
): Promise<GitEnd & { output: string }> {
	const running = new GitProcess(args, options);
	running.stdin.end();
	let output = '';
	running.stdout.setEncoding('utf8').on('data', (text: string) => {
		if (output.length < 1024 * 1024) output += text;
	});
	const end = await running.ended;
	options.signal?.throwIfAborted();
	return { ...end, output };
}

/** @throws AnalysisError where this server cannot run git at all */
export async function assertGit(options: GitOptions): Promise<void> {
	const { code } = await git(['--version'], options);
	if (code === 0) return;
	throw new AnalysisError(
		'UNSUPPORTED_SOURCE',
		'This server has no git, so that it can neither clone nor read a history. Bring an archive or a folder without .git, or ask its administrator to install git.'
	);
}
