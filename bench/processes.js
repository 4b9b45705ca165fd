// Servers and load generators as processes of their own, each on a core of its own where the
// system lets us say so.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

// Whatever ends a bench, its servers end with it.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
process.on('SIGTERM', () => process.exit(1));
process.on('SIGINT', () => process.exit(1));

/**
 * @param {string[]} args of node
 * @param {{ core: number, env?: Record<string, string>, cwd?: string, ipc?: boolean }} options
 */
export function start(args, { core, env = {}, cwd, ipc = false }) {
	const command = [...(canPin ? ['taskset', '-c', String(core)] : []), process.execPath, ...args];
	const child = spawn(/** @type {string} */ (command[0]), command.slice(1), {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'ignore', 'inherit', ...(ipc ? /** @type {const} */ (['ipc']) : [])]
	});
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

/** @returns {Promise<number>} a loopback port that is free now */
export function freePort() {
	return new Promise((resolve, reject) => {
		const probe = createServer().on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
			probe.close(() => resolve(port));
		});
	});
}

/**
 * Polls until the address answers with a good status.
 * @param {string} url
 * @param {number} [everyMs]
 */
export async function answering(url, everyMs = 10) {
	const deadline = Date.now() + 30_000;
	for (;;) {
		const response = await fetch(url).catch(() => undefined);
		await response?.arrayBuffer();
		if (response?.ok) return;
		if (Date.now() > deadline) throw new Error(`${url} does not answer`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}

/** @param {import('node:child_process').ChildProcess} child */
export function stop(child) {
	return new Promise((resolve) => {
		child.once('exit', resolve);
		child.kill('SIGKILL');
	});
}

/**
 * The built server with its limits raised by configuration, and a key to use it.
 * @param {number} port
 * @param {Record<string, string>} [env]
 */
export function startGreenroom(port, env = {}) {
	return start(['server.js'], {
		core: 0,
		env: {
			PORT: String(port),
			DATA_DIR: mkdtempSync(join(tmpdir(), 'greenroom-bench-')),
			LOG_LEVEL: 'error',
			TEST_API_KEYS: 'bench',
			LIMIT_MESSAGES_PER_MINUTE: '1000000000',
			LIMIT_INPUT_PER_SECOND: '1000000000',
			LIMIT_INPUT_BURST: '1000000000',
			LIMIT_REQUESTS_PER_MINUTE: '1000000000',
			...env
		}
	});
}
