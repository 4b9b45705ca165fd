// Servers and load generators as processes of their own, each on a core of its own where the
// system lets us say so.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** @typedef {number | 'any'} Core which one a process has; `any`: what the system gives it */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

// Whatever ends a bench, its servers end with it.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
process.on('SIGTERM', () => process.exit(1));
process.on('SIGINT', () => process.exit(1));

/**
 * @param {string[]} args of node
 * @param {{ core: Core, env?: Record<string, string>, cwd?: string, ipc?: boolean }} options
 */
export function start(args, { core, env = {}, cwd, ipc = false }) {
	const command = [
		...(canPin && core !== 'any' ? ['taskset', '-c', String(core)] : []),
		process.execPath,
		...args
	];
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
 * @param {string[]} [args] of node
 * @param {Core} [core]
 */
export function startGreenroom(port, env = {}, args = [], core = 0) {
	return start([...args, 'server.js'], {
		core,
		env: {
			PORT: String(port),
			DATA_DIR: mkdtempSync(join(tmpdir(), 'greenroom-bench-')),
			LOG_LEVEL: 'error',
			TEST_API_KEYS: 'bench',
			LIMIT_MESSAGES_PER_MINUTE: '1000000000',
			LIMIT_INPUT_PER_SECOND: '1000000000',
			LIMIT_INPUT_BURST: '1000000000',
			LIMIT_REQUESTS_PER_MINUTE: '1000000000',
			LIMIT_CONNECTIONS_PER_USER: '100000',
			LIMIT_CONNECTIONS_PER_ADDRESS: '100000',
			LIMIT_CONNECTIONS_PER_SESSION: '100000',
			METRICS: 'open',
			...env
		}
	});
}

/** @typedef {'greenroom' | 'ws' | 'socket.io'} Kind */

const peers = { ws: 'bench/peers/ws-server.js', 'socket.io': 'bench/peers/socket-io-server.js' };

/**
 * Greenroom with everything switched on (metrics count from the first look at them on), or a peer.
 *
 * @param {Kind} kind
 * @param {{ env?: Record<string, string>, args?: string[], core?: Core }} [options] args of node
 */
export async function startReady(kind, { env = {}, args = [], core = 0 } = {}) {
	const port = await freePort();
	const server =
		kind === 'greenroom'
			? startGreenroom(port, env, args, core)
			: start([...args, peers[kind]], { core, env: { ...env, PORT: String(port) } });
	await answering(`http://127.0.0.1:${port}/${kind === 'greenroom' ? 'readyz' : ''}`);
	if (kind === 'greenroom') await answering(`http://127.0.0.1:${port}/metrics`);
	return { port, server };
}

/**
 * Runs a load on the other core. It says `{ measuring: true }` when what counts begins, and what
 * came of it at its end.
 *
 * @template T
 * @param {string} file
 * @param {Record<string, string>} env
 * @param {(load: import('node:child_process').ChildProcess) => unknown} [onMeasuring]
 * @returns {Promise<T>}
 */
export async function runLoad(file, env, onMeasuring) {
	const load = start([file], { core: 1, ipc: true, env });
	return new Promise((resolve, reject) => {
		load.on('message', (/** @type {T & { measuring?: true }} */ said) => {
			if (said.measuring) onMeasuring?.(load);
			else resolve(said);
		});
		load.once('exit', (code, signal) => {
			reject(new Error(`the load ${file} ended with ${code ?? signal} and said nothing`));
		});
	});
}

/**
 * What a process has used of a processor so far, user and system, all threads (Linux: /proc).
 * @param {number | undefined} pid
 */
export function cpuMicroseconds(pid) {
	return readdirSync(`/proc/${pid}/task`)
		.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
		.reduce((sum, fields) => sum + Number(fields.split(' ', 1)[0]) / 1000, 0);
}

/**
 * The memory of a process that stands in RAM now, its own and not what it shares (Linux: /proc).
 * @param {number | undefined} pid
 */
export function residentBytes(pid) {
	const [kilobytes] =
		/(?<=^RssAnon:\s+)\d+/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}
