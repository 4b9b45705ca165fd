import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

/** The key that the servers of these tests know (rule A7). */
export const TEST_KEY = 'valid-test-key';

type Variables = Record<string, string>;

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** A server process of our own, with a folder of data that goes with it. */
export class TestServer {
	/** Everything the process has printed, restarts included. */
	output = '';
	readonly dataDir = mkdtempSync(join(tmpdir(), 'greenroom-e2e-'));
	readonly #args: readonly string[];
	#env: Variables;
	#child: ChildProcess | undefined;

	private constructor(
		readonly port: number,
		args: readonly string[],
		variables: Variables
	) {
		this.#args = args;
		this.#env = {
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: this.url,
			DATA_DIR: this.dataDir,
			TEST_API_KEYS: TEST_KEY,
			LOG_LEVEL: 'warn',
			// Every test is a new guest from one address.
			LIMIT_GUESTS_PER_HOUR: '100000',
			LIMIT_REQUESTS_PER_MINUTE: '100000',
			LIMIT_SIGN_INS_PER_QUARTER_HOUR: '100000',
			...variables
		};
	}

	/**
	 * The server as it is in production, from build/.
	 *
	 * @param variables of the environment, over those that every test server has; where they depend on
	 * its port, what makes them from it
	 */
	static async startBuilt(
		variables: Variables | ((port: number) => Variables) = {}
	): Promise<TestServer> {
		const port = await freePort();
		return TestServer.#start(port, ['server.js'], {
			NODE_ENV: 'production',
			...(typeof variables === 'function' ? variables(port) : variables)
		});
	}

	/** Vite's development server, with the line attached. */
	static async startDevelopment(variables: Variables = {}): Promise<TestServer> {
		const port = await freePort();
		const vite = ['node_modules/vite/bin/vite.js', 'dev', '--port', String(port), '--strictPort'];
		return TestServer.#start(port, vite, variables);
	}

	static async #start(
		port: number,
		args: readonly string[],
		variables: Variables
	): Promise<TestServer> {
		const server = new TestServer(port, args, variables);
		await server.start();
		return server;
	}

	get url(): string {
		return `http://localhost:${this.port}`;
	}

	get lineUrl(): string {
		return `ws://localhost:${this.port}/v1/ws`;
	}

	/**
	 * Starts the process, again on the same port and data after `kill`; resolves once it is ready.
	 *
	 * @param variables that are others from now on
	 */
	async start(variables: Variables = {}): Promise<void> {
		this.#env = { ...this.#env, ...variables };
		const child = spawn(process.execPath, this.#args, {
			cwd: join(import.meta.dirname, '..'),
			env: { ...process.env, ...this.#env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.#child = child;
		const keep = (text: string) => (this.output += text);
		child.stdout.setEncoding('utf8').on('data', keep);
		child.stderr.setEncoding('utf8').on('data', keep);
		const deadline = performance.now() + READY_WITHIN_MS;
		while (!(await this.#isReady())) {
			const problem = hasEnded(child)
				? 'The server ended before it was ready'
				: performance.now() > deadline && 'The server is not ready';
			if (problem) throw new Error(`${problem}. It said:\n${this.output}`);
			await delay(50);
		}
	}

	/** Ends the process and waits until it is gone; the data stay. @returns its exit code */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
		const child = this.#child;
		if (!child || hasEnded(child)) return child?.exitCode ?? null;
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
		return child.exitCode;
	}

	/** Ends the process and removes its data. */
	async dispose(): Promise<void> {
		await this.kill();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	async #isReady(): Promise<boolean> {
		try {
			return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(30_000) })).ok;
		} catch {
			return false;
		}
	}
}

/** What has a server's wall clock run ahead of the machine's. */
export const aheadBy = (ms: number): Variables => ({
	NODE_OPTIONS: `--import=${new URL('test-helpers/moved-clock.ts', import.meta.url).href}`,
	CLOCK_AHEAD_MS: String(ms)
});

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
