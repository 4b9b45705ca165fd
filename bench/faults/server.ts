import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 20;

export interface FaultServerOptions {
	/** Variables of the environment, over those that raise what is no fault's business. */
	env?: Record<string, string>;
	/** Of node. */
	args?: string[];
	/** Of another instance, which is started first and disposed of last; one of its own unless told. */
	dataDir?: string;
	/** What runs it: a command that ends in the one given. */
	wrap?: (command: string[], dataDir: string) => string[];
}

const running = new Set<ChildProcess>();
// Whatever ends a test or a bench, its servers end with it.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The built server as a process that is begun and ended at any moment; its data stay. */
export class FaultServer {
	readonly dataDir: string;
	readonly #folder = mkdtempSync(join(tmpdir(), 'greenroom-faults-'));
	readonly #options: FaultServerOptions;
	#child: ChildProcess | undefined;

	private constructor(port: number, options: FaultServerOptions) {
		this.port = port;
		this.#options = options;
		this.dataDir = options.dataDir ?? join(this.#folder, 'data');
		mkdirSync(this.dataDir, { recursive: true });
	}

	readonly port: number;

	static async make(options: FaultServerOptions = {}): Promise<FaultServer> {
		return new FaultServer(await freePort(), options);
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get lineUrl(): string {
		return `ws://127.0.0.1:${this.port}/v1/ws`;
	}

	get pid(): number {
		return this.#child!.pid!;
	}

	/** All that the process has printed, restarts included. */
	get output(): string {
		return readFileSync(join(this.#folder, 'output'), 'utf8');
	}

	/** What the process has complained about: errors of its log, and what threw past it. */
	get complaints(): string[] {
		return this.output
			.split('\n')
			.filter((line) => /^\{"level":[56]0,/.test(line) || /^\w*Error\b/.test(line));
	}

	get isRunning(): boolean {
		return this.#child !== undefined && !hasEnded(this.#child);
	}

	/** Begins the process, and waits for nothing. */
	begin(): void {
		const { env, args = [], wrap = (command) => command } = this.#options;
		const [command, ...rest] = wrap([process.execPath, ...args, 'server.js'], this.dataDir);
		const output = openSync(join(this.#folder, 'output'), 'a');
		const child = spawn(command!, rest, {
			env: {
				...process.env,
				NODE_ENV: 'production',
				HOST: '127.0.0.1',
				PORT: String(this.port),
				DATA_DIR: this.dataDir,
				LOG_LEVEL: 'warn',
				LIMIT_GUESTS_PER_HOUR: '100000000',
				LIMIT_REQUESTS_PER_MINUTE: '100000000',
				LIMIT_CONNECTIONS_PER_USER: '1000000',
				LIMIT_CONNECTIONS_PER_ADDRESS: '1000000',
				...env
			},
			stdio: ['ignore', output, output]
		});
		closeSync(output);
		running.add(child);
		child.once('exit', () => running.delete(child));
		this.#child = child;
	}

	/** Begins the process; resolves once it is ready. */
	async start(): Promise<void> {
		this.begin();
		await this.ready();
	}

	async ready(): Promise<void> {
		const deadline = performance.now() + READY_WITHIN_MS;
		for (;;) {
			if (!this.isRunning) throw new Error(`The server ended. It said:\n${this.output}`);
			if ((await this.readiness())?.status === 200) return;
			if (performance.now() > deadline) throw new Error(`Not ready. It said:\n${this.output}`);
			await delay(ASK_EVERY_MS);
		}
	}

	/** What /readyz answers; undefined where nobody does. */
	async readiness(): Promise<{ status: number; body: unknown } | undefined> {
		try {
			const signal = AbortSignal.timeout(READY_WITHIN_MS);
			const response = await fetch(`${this.url}/readyz`, { signal });
			return { status: response.status, body: await response.json() };
		} catch {
			return undefined;
		}
	}

	/** Ends the process and waits until it is gone. @returns its exit code */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
		const child = this.#child;
		if (!child || hasEnded(child)) return child?.exitCode ?? null;
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
		return child.exitCode;
	}

	/** Resolves with the exit code once the process has ended by itself. */
	async ended(): Promise<number | null> {
		if (this.isRunning) await once(this.#child!, 'exit');
		return this.#child!.exitCode;
	}

	/** Ends the process and removes its data. */
	async dispose(): Promise<void> {
		await this.kill();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
	exitCode !== null || signalCode !== null;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
