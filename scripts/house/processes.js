import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as util from 'node:util';

/** The folder that holds package.json. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The pinned Node, as the npm package `node` installs it. */
export const pinnedNode = join(
	root,
	'node_modules/node/bin',
	process.platform === 'win32' ? 'node.exe' : 'node'
);

/** The operator's own variables; the environment wins over them. */
export const envFile = join(root, '.env');

/** Node's own flag for a file that may be absent says so on every start. */
export const envFileFlags = () => (existsSync(envFile) ? [`--env-file=${envFile}`] : []);

/**
 * A variable of the environment, or of .env, as the server reads it; empty counts as absent.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function setting(name) {
	// Node 20 has had parseEnv since 20.12.
	const fromFile =
		'parseEnv' in util && existsSync(envFile) ? util.parseEnv(readFileSync(envFile, 'utf8')) : {};
	return process.env[name] || fromFile[name] || undefined;
}

/** Signals closer together than this are one, sent by several. */
const SAME_SIGNAL_MS = 300;

/**
 * The environment for the project's own tools. Their files begin with `#!/usr/bin/env node`, so
 * that whichever `node` comes first in PATH runs them.
 *
 * @param {Record<string, string>} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(more = {}) {
	const bin = join(root, 'node_modules', '.bin');
	return { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, ...more };
}

/**
 * Runs a command to its end and keeps what it says.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ ok: boolean, output: string }>} stdout and stderr as they came, interleaved;
 * a command that cannot be started is not ok, and the output says why
 */
export function run(command, args, env = toolEnvironment()) {
	return new Promise((resolve) => {
		/** @type {Buffer[]} */
		const chunks = [];
		const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
		/** @param {Buffer} chunk */
		const keep = (chunk) => chunks.push(chunk);
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', (error) => {
			resolve({ ok: false, output: `${command} cannot be run: ${error.message}\n` });
		});
		child.on('close', (code) => {
			resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') });
		});
	});
}

/**
 * Hears signals. npm sends Ctrl-C on to what it has started, which has it from the terminal too, while
 * a second signal means "at once": those that arrive together therefore count as one.
 *
 * @param {readonly NodeJS.Signals[]} signals
 * @param {(signal: NodeJS.Signals) => void} act
 */
export function onSignals(signals, act) {
	let lastAt = -Infinity;
	for (const signal of signals) {
		process.on(signal, () => {
			const now = performance.now();
			const isEcho = now - lastAt < SAME_SIGNAL_MS;
			lastAt = now;
			if (!isEcho) act(signal);
		});
	}
}

/**
 * Starts a long-running command and passes signals on to it.
 *
 * It gets a process group of its own: a terminal sends Ctrl-C to a whole group, and the server would
 * hear it twice.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, stdio: import('node:child_process').StdioOptions }} options
 * @returns {{ child: import('node:child_process').ChildProcess, ended: Promise<number> }} `ended`
 * gives the exit code, 128 and the signal's number where a signal ended it
 */
export function attend(command, args, { env, stdio }) {
	const child = spawn(command, args, { cwd: root, env, stdio, detached: true });
	// The server knows SIGINT and SIGTERM; a closed terminal means the same.
	onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], (signal) =>
		child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
	);
	const ended = new Promise((resolve) => {
		child.on('error', (error) => {
			console.error(`${command} cannot be run: ${error.message}`);
			resolve(1);
		});
		child.on('exit', (code, signal) =>
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
		);
	});
	return { child, ended };
}
