// npm start: installs and builds what is missing, then serves, and says where in one line.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { attend, envFileFlags, pinnedNode, setting, toolEnvironment } from './house/processes.js';

const READY_WITHIN_MS = 60_000;

requireNode();
await ensurePackages();
await ensureBuilt();

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
	// Where a proxy stands in front, its address is the one that works.
	console.log(`Greenroom is ready at ${setting('ORIGIN') ?? local}`);
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
