import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { envFileFlags, pinnedNode, root } from '../house/processes.js';

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {import('./pool.js').Backend} Backend
 * @typedef {import('./pool.js').Pool} Pool
 *
 * @typedef {object} Process
 * @property {ChildProcess} child
 * @property {Backend} [backend] once it listens
 * @property {boolean} isReady whether it has been so once
 * @property {string} complaints what it said before, for whoever has to know why it is not
 *
 * @typedef {object} InstanceOptions
 * @property {string} name
 * @property {Pool} pool where it stands while it runs
 * @property {NodeJS.ProcessEnv} env of the process, without its port
 * @property {number} drainMs how long the process may take to end by itself
 * @property {(sentence: string) => void} say what an operator should know
 * @property {(line: string) => void} pass what the process prints
 */

const READY_WITHIN_MS = 60_000;
const LOOK_STARTING_MS = 50;
const LOOK_MS = 1_000;
/** An answer that takes longer is none. */
const ANSWER_WITHIN_MS = 5_000;
/** How long requests under way may take before the process is told to end. */
const QUIET_WITHIN_MS = 2_000;
const LEAST_WAIT_MS = 500;
const MOST_WAIT_MS = 30_000;
/** Whoever has run this long may start again at once. */
const HEALTHY_MS = 10_000;

/** One server process after the other, under one name: what dies is started again. */
export class Instance {
	#options;
	/** @type {Process | undefined} */
	#process;
	/** Another one after each order; undefined: it is not to run. @type {symbol | undefined} */
	#order;
	#waitMs = LEAST_WAIT_MS;

	/** @param {InstanceOptions} options */
	constructor(options) {
		this.#options = options;
	}

	/**
	 * Starts a process; from then on one that dies is followed by another.
	 *
	 * @returns {Promise<void>} once it is ready
	 * @throws where it ends before, or is not ready in time, with what it said
	 */
	async start() {
		this.#order = Symbol();
		await this.#run(this.#order);
	}

	/**
	 * Nothing new goes there any more, what is under way is answered, then the process drains.
	 *
	 * @returns {Promise<boolean>} whether it ended well
	 */
	async stop() {
		this.#order = undefined;
		const { name, drainMs, say, pool } = this.#options;
		if (!this.#process) return true;
		const { child, backend } = this.#process;
		if (backend) pool.remove(backend);
		if (hasEnded(child)) return true;
		const until = performance.now() + QUIET_WITHIN_MS;
		while (backend && backend.requests > 0 && performance.now() < until) await delay(10);
		const killer = setTimeout(() => {
			say(`${name} does not end and is killed.`);
			child.kill('SIGKILL');
		}, drainMs);
		if (!hasEnded(child)) {
			child.kill('SIGTERM');
			await once(child, 'exit');
		}
		clearTimeout(killer);
		return child.exitCode === 0;
	}

	/**
	 * Puts a new process in the place of the present one.
	 *
	 * @returns {Promise<void>} once it is ready
	 * @throws where it does not become so, with what it said; it is tried again all the same
	 */
	async restart() {
		const stopping = this.stop();
		const order = (this.#order = Symbol());
		await stopping;
		if (this.#order !== order) return;
		try {
			await this.#run(order);
		} catch (error) {
			void this.#revive(order, 'it did not become ready');
			throw error;
		}
	}

	/** Ends the process at once, as a second signal asks for. */
	kill() {
		this.#order = undefined;
		this.#process?.child.kill('SIGKILL');
	}

	/** @param {symbol} order */
	async #run(order) {
		const { name, pool, env, pass } = this.#options;
		const startedAt = performance.now();
		const preload = './scripts/cluster/end-with-parent.js';
		const child = spawn(pinnedNode, [...envFileFlags(), '--import', preload, 'server.js'], {
			cwd: root,
			env: { ...env, HOST: '127.0.0.1', PORT: '0' },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			// A terminal sends Ctrl-C to a whole group; they are told one by one.
			detached: true
		});
		/** @type {Process} */
		const process = { child, isReady: false, complaints: '' };
		this.#process = process;
		child.on('error', ({ message }) => (process.complaints += `${message}\n`));
		lines(child.stdout, (line) => {
			const port = /^Listening on http\S+:(\d+)$/.exec(line)?.[1];
			if (port === undefined) pass(line);
			else if (this.#order === order) process.backend = pool.add(Number(port));
		});
		lines(child.stderr, (line) => {
			if (process.isReady) pass(line);
			else process.complaints += `${line}\n`;
		});
		child.once('close', () => {
			if (process.backend) pool.remove(process.backend);
			if (!process.isReady) return;
			if (performance.now() - startedAt > HEALTHY_MS) this.#waitMs = LEAST_WAIT_MS;
			void this.#revive(order, child.signalCode ?? `exit code ${child.exitCode}`);
		});
		try {
			await untilReady(name, process, startedAt + READY_WITHIN_MS);
		} catch (error) {
			child.kill('SIGKILL');
			throw error;
		}
		process.isReady = true;
		for (const line of process.complaints.split('\n').filter(Boolean)) pass(line);
		void watch(process);
	}

	/** @param {symbol} order @param {string} how the one before has ended */
	async #revive(order, how) {
		const { name, say } = this.#options;
		let reason = how;
		while (this.#order === order) {
			say(`${name} is away (${reason}); it starts again in ${this.#waitMs / 1000} s.`);
			await delay(this.#waitMs);
			this.#waitMs = Math.min(this.#waitMs * 2, MOST_WAIT_MS);
			if (this.#order !== order) return;
			try {
				await this.#run(order);
				say(`${name} is ready again.`);
				return;
			} catch (error) {
				reason = error instanceof Error ? error.message : String(error);
			}
		}
	}
}

/** @param {string} name @param {Process} process @param {number} deadline */
async function untilReady(name, process, deadline) {
	const { child } = process;
	while (process.backend === undefined || (await look(process.backend)) !== 'ready') {
		if (child.pid === undefined || hasEnded(child)) {
			if (child.pid !== undefined && !child.stderr?.closed) await once(child, 'close');
			throw new Error(process.complaints.trim() || `${name} ended at once.`);
		}
		if (performance.now() > deadline) {
			const why = process.backend ? await troubles(process.backend) : 'it does not listen';
			throw new Error(`${name} is not ready: ${why}`);
		}
		await delay(LOOK_STARTING_MS);
	}
}

/** Keeps the proxy's idea of a process up to date while it runs. @param {Process} process */
async function watch({ child, backend }) {
	while (backend && !hasEnded(child)) {
		await delay(LOOK_MS, undefined, { ref: false });
		await look(backend);
	}
}

/** @param {ChildProcess} child */
const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** @param {import('node:stream').Readable | null} stream @param {(line: string) => void} heard */
function lines(stream, heard) {
	if (stream) createInterface({ input: stream }).on('line', heard);
}

/** @param {Backend} backend @returns {Promise<Backend['state']>} */
async function look(backend) {
	let state = /** @type {Backend['state']} */ ('out');
	try {
		state = (await ask(backend)).ok ? 'ready' : 'failing';
	} catch {
		// It does not answer.
	}
	backend.state = state;
	return state;
}

/** @param {Backend} backend */
async function troubles(backend) {
	try {
		return await (await ask(backend)).text();
	} catch {
		return 'it does not answer';
	}
}

/** @param {Backend} backend */
const ask = ({ port }) =>
	fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
