import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, TEST_KEY } from './server';

const READY_WITHIN_MS = 60_000;

/** What `npm run cluster` starts, as processes of our own over a folder of their own. */
export class TestCluster {
	/** Everything that was printed. */
	output = '';
	readonly dataDir = mkdtempSync(join(tmpdir(), 'greenroom-cluster-'));
	readonly #child: ChildProcess;
	/** All that ran once, so that none of them is left behind. */
	readonly #seen = new Set<number>();

	private constructor(
		readonly port: number,
		count: number,
		variables: Record<string, string>
	) {
		this.#child = spawn(process.execPath, ['scripts/cluster.js', String(count)], {
			cwd: join(import.meta.dirname, '..'),
			env: {
				...process.env,
				NODE_ENV: 'production',
				HOST: '127.0.0.1',
				PORT: String(port),
				ORIGIN: this.url,
				DATA_DIR: this.dataDir,
				TEST_API_KEYS: TEST_KEY,
				LOG_LEVEL: 'warn',
				LIMIT_GUESTS_PER_HOUR: '100000',
				LIMIT_REQUESTS_PER_MINUTE: '100000',
				LIMIT_MESSAGES_PER_MINUTE: '100000',
				...variables
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		const keep = (text: string) => (this.output += text);
		this.#child.stdout?.setEncoding('utf8').on('data', keep);
		this.#child.stderr?.setEncoding('utf8').on('data', keep);
	}

	/** @param variables of the environment, over those that every test cluster has */
	static async start(count = 2, variables: Record<string, string> = {}): Promise<TestCluster> {
		const cluster = new TestCluster(await freePort(), count, variables);
		await cluster.says(/^Greenroom is ready/m);
		return cluster;
	}

	get url(): string {
		return `http://localhost:${this.port}`;
	}

	get lineUrl(): string {
		return `ws://localhost:${this.port}/v1/ws`;
	}

	get exitCode(): number | null {
		return this.#child.exitCode;
	}

	/** Waits until it has printed something. */
	async says(pattern: RegExp): Promise<void> {
		const deadline = performance.now() + READY_WITHIN_MS;
		while (!pattern.test(this.output)) {
			const ended = this.#child.exitCode !== null || this.#child.signalCode !== null;
			if (ended || performance.now() > deadline) {
				throw new Error(`It did not say ${pattern}, but:\n${this.output}`);
			}
			await delay(20);
		}
	}

	/** @returns the process ids of the instances that run, the oldest first */
	instances(): number[] {
		return this.#idsOf(/server\.js$/);
	}

	/** @returns the process id of the Redis between them */
	redis(): number[] {
		return this.#idsOf(/redis-server .*:\d+$/);
	}

	/** @returns the process ids of all that it has started */
	processes(): number[] {
		return this.#idsOf(/^/);
	}

	signal(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Waits for the end. @returns the exit code */
	async ended(): Promise<number | null> {
		if (this.#child.exitCode === null && this.#child.signalCode === null) {
			await once(this.#child, 'exit');
		}
		return this.#child.exitCode;
	}

	async dispose(): Promise<void> {
		this.processes();
		this.#child.kill('SIGKILL');
		await this.ended();
		for (const pid of this.#seen) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
		rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
	}

	#idsOf(command: RegExp): number[] {
		const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
			.split('\n')
			.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
			.map(([, pid, parent, args = '']) => ({ pid: Number(pid), parent: Number(parent), args }));
		const childrenOf = (parent: number): typeof table =>
			table.filter((row) => row.parent === parent).flatMap((row) => [row, ...childrenOf(row.pid)]);
		const all = childrenOf(this.#child.pid ?? NaN);
		for (const { pid } of all) this.#seen.add(pid);
		return all
			.filter(({ args }) => command.test(args.trim()))
			.map(({ pid }) => pid)
			.sort((one, other) => one - other);
	}
}

/** Whether there is a process of that id that has not ended. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
