// npm start: installs and builds what is missing, then serves, and says where in one line.
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import * as util from 'node:util';
import { build, isBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { attend, envFile, envFileFlags, pinnedNode, toolEnvironment } from './house/processes.js';

const READY_WITHIN_MS = 60_000;

requireNode();
await ensurePackages();
if (!isBuilt()) {
	console.log('Building…');
	const { ok, output } = await build();
	if (!ok) {
		process.stderr.write(output);
		console.error('Greenroom cannot be built; the reason is above.');
		process.exit(1);
	}
}

const { child, ended } = attend(pinnedNode, [...envFileFlags(), 'server.js'], {
	env: toolEnvironment({ NODE_ENV: process.env['NODE_ENV'] ?? 'production' }),
	stdio: ['ignore', 'pipe', 'pipe']
});

let ready = false;
/** What came before the server was ready. @type {string[]} */
const held = [];

createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) }).on(
	'line',
	(line) => {
		const address = /^Listening on (http\S+)$/.exec(line)?.[1];
		if (address !== undefined) void announce(address);
		else if (ready) console.log(line);
		else held.push(line);
	}
);

let complaints = '';
child.stderr?.setEncoding('utf8').on('data', (text) => {
	if (ready) process.stderr.write(text);
	else complaints += text;
});

const code = await ended;
if (!ready) {
	for (const line of held) console.log(line);
	const taken = /EADDRINUSE.*?:(\d+)/.exec(complaints)?.[1];
	if (taken === undefined) process.stderr.write(complaints);
	else console.error(`Port ${taken} is taken. Stop what listens there, or set PORT to another.`);
}
process.exitCode = code;

/**
 * Waits until the server can keep what it promises, then says where it is.
 *
 * @param {string} address where adapter-node listens
 */
async function announce(address) {
	const { port } = new URL(address);
	const local = address.replace(/\/\/(0\.0\.0\.0|127\.0\.0\.1|\[?::1?\]?)(?=:\d+$)/, '//localhost');
	const deadline = performance.now() + READY_WITHIN_MS;
	while (child.exitCode === null && !(await isReady(local))) {
		if (performance.now() > deadline) {
			console.error(
				`Greenroom listens on port ${port} but is not ready; ${local}/readyz says why.`
			);
			break;
		}
		await delay(50);
	}
	if (child.exitCode !== null) return;
	ready = true;
	console.log(`Greenroom is ready at ${configuredOrigin() ?? local}`);
	for (const line of held) console.log(line);
	process.stderr.write(complaints);
}

/** @param {string} address */
async function isReady(address) {
	try {
		return (await fetch(`${address}/readyz`)).ok;
	} catch {
		return false;
	}
}

/** Where a proxy stands in front, its address is the one that works. */
function configuredOrigin() {
	// Node 20 has had parseEnv since 20.12.
	const fromFile =
		'parseEnv' in util && existsSync(envFile) ? util.parseEnv(readFileSync(envFile, 'utf8')) : {};
	return process.env['ORIGIN'] || fromFile['ORIGIN'] || undefined;
}
