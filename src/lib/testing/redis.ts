import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Debian puts it here; elsewhere it is looked for in the PATH. */
const DEBIAN = '/usr/bin/redis-server';

/** No start takes longer on any machine that tests run on. */
const PATIENCE_MS = 10_000;

/** A real Redis of a test's own, with nothing kept on the disk. */
export interface TestRedis {
	readonly url: string;
	readonly port: number;
	/** Ends it with `kill -9`; what it held is lost. */
	kill(): Promise<void>;
	/** Starts it at the same port, empty, where it was ended. */
	restart(): Promise<void>;
	/** It takes connections and answers nothing, until `resume`. */
	pause(): void;
	resume(): void;
	/** Ends it, and removes its folder. */
	stop(): Promise<void>;
}

/** @param words more of its configuration, such as `--requirepass` and the password */
export async function startRedis(...words: string[]): Promise<TestRedis> {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-redis-'));
	const port = await freePort();
	let redis: ChildProcess | undefined = await run(port, folder, words);
	const end = async () => {
		if (!redis || redis.exitCode !== null || redis.signalCode !== null) return;
		const ended = once(redis, 'exit');
		redis.kill('SIGKILL');
		await ended;
		redis = undefined;
	};
	return {
		url: `redis://127.0.0.1:${port}`,
		port,
		kill: end,
		async restart() {
			await end();
			redis = await run(port, folder, words);
		},
		pause: () => void redis?.kill('SIGSTOP'),
		resume: () => void redis?.kill('SIGCONT'),
		async stop() {
			await end();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

async function run(port: number, folder: string, words: string[]): Promise<ChildProcess> {
	const command = existsSync(DEBIAN) ? DEBIAN : 'redis-server';
	const redis = spawn(
		command,
		[
			...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
			...['--save', '', '--appendonly', 'no', '--loglevel', 'warning', ...words]
		],
		{ stdio: 'ignore' }
	);
	const failed = new Promise<never>((_, reject) => {
		redis.once('error', () =>
			reject(
				new Error(
					'There is no redis-server. On Debian: apt-get install --no-install-recommends redis-server'
				)
			)
		);
		redis.once('exit', (code) => reject(new Error(`redis-server ended at once with code ${code}`)));
	});
	// Whoever kills it later is not told of it here.
	failed.catch(() => undefined);
	await Promise.race([failed, listening(port)]);
	// A test that is cut short leaves nothing behind.
	const onExit = () => void redis.kill('SIGKILL');
	process.once('exit', onExit);
	redis.once('exit', () => process.off('exit', onExit));
	return redis;
}

async function listening(port: number): Promise<void> {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(20)) {
		const socket = connect(port, '127.0.0.1');
		const isThere = await new Promise((resolve) => {
			socket.once('connect', () => resolve(true));
			socket.once('error', () => resolve(false));
		});
		socket.destroy();
		if (isThere) return;
	}
	throw new Error('redis-server does not listen');
}

async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
