// npm run cluster -- N: N instances over one DATA_DIR behind one proxy, with a Redis between them.
import { once } from 'node:events';
import process from 'node:process';
import { instanceCount } from './cluster/count.js';
import { Instance } from './cluster/instance.js';
import { Pool } from './cluster/pool.js';
import { createProxy } from './cluster/proxy.js';
import { startRedis } from './cluster/redis.js';
import { terminalIsGone } from './cluster/terminal.js';
import { ensureBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { onSignals, setting, toolEnvironment } from './house/processes.js';

/** Beyond what an instance takes by itself to end. */
const GRACE_MS = 5_000;

/** @typedef {Awaited<ReturnType<typeof startRedis>>} Redis */

requireNode();
const pool = new Pool();
/** @type {Instance[]} */
const instances = [];
/** @type {Redis | undefined} */
let redis;
let isEnding = false;
let isRolling = false;
/** What instances print before all of them are ready. @type {string[] | undefined} */
let held = [];

const say = (/** @type {string} */ sentence) => console.log(sentence);
const pass = (/** @type {string} */ line) => (held ? held.push(line) : console.log(line));

// Whoever reads what it says may go away before it does.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

onSignals(['SIGINT', 'SIGTERM'], () => {
	// The second signal means it.
	if (isEnding) killAll();
	else void end(0);
});
onSignals(['SIGHUP'], () => void (terminalIsGone() ? end(0) : roll()));

try {
	const count = instanceCount(process.argv.slice(2));
	await ensurePackages();
	await ensureBuilt();
	const { server, origin } = await listen();
	if (setting('REDIS_URL') === undefined) redis = await startRedis(say);
	for (let number = 1; number <= count && !isEnding; number += 1) {
		instances.push(makeInstance(`Instance ${number}`, origin));
		// One after the other: the first makes the database, and each makes a new link for whoever
		// administers, of which the last is good.
		await instances.at(-1)?.start();
	}
	server.on('error', (error) => console.error(`The proxy fails: ${error.message}`));
	if (!isEnding) announce(origin, count);
} catch (error) {
	if (!isEnding) {
		console.error(error instanceof Error ? error.message : String(error));
		await end(1);
	}
}

/** @returns {Promise<{ server: import('node:http').Server, origin: string }>} where people come in */
async function listen() {
	const server = createProxy(pool, { isBehindProxy: setting('ADDRESS_HEADER') !== undefined });
	const wanted = setting('PORT') ?? '3000';
	try {
		server.listen(Number(wanted), setting('HOST') ?? '127.0.0.1');
		await once(server, 'listening');
	} catch (error) {
		const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
		if (code === 'EADDRINUSE') {
			throw new Error(`Port ${wanted} is taken. Stop what listens there, or set PORT to another.`, {
				cause: error
			});
		}
		throw new Error(`Greenroom cannot listen: ${message}`, { cause: error });
	}
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return { server, origin: setting('ORIGIN') ?? `http://localhost:${port}` };
}

/** @param {string} name @param {string} origin */
function makeInstance(name, origin) {
	const header = setting('ADDRESS_HEADER');
	// The proxy adds one address to the list where another one stands in front of it.
	const isListed = header?.toLowerCase() === 'x-forwarded-for';
	const depth = isListed ? Number(setting('XFF_DEPTH') ?? 1) + 1 : 1;
	return new Instance({
		name,
		pool,
		env: toolEnvironment({
			NODE_ENV: process.env['NODE_ENV'] ?? 'production',
			ORIGIN: origin,
			ADDRESS_HEADER: header ?? 'X-Forwarded-For',
			XFF_DEPTH: String(depth),
			...(redis && { REDIS_URL: redis.url })
		}),
		drainMs: Number(setting('SHUTDOWN_TIMEOUT') ?? 10) * 1000 + GRACE_MS,
		say,
		pass
	});
}

/** @param {string} origin @param {number} count */
function announce(origin, count) {
	const what = count === 1 ? 'one instance' : `${count} instances`;
	say(
		`Greenroom is ready at ${origin}: ${what}, with ${redis ? 'a Redis of its own' : 'REDIS_URL'}.`
	);
	say(`kill -HUP ${process.pid} restarts them one after the other.`);
	const lines = held ?? [];
	held = undefined;
	const isLink = (/** @type {string} */ line) => line.startsWith('Open once to administer');
	const good = lines.filter(isLink).at(-1);
	for (const line of lines) if (!isLink(line) || line === good) console.log(line);
}

/** Replaces one instance after the other; who was connected to it comes back to the others. */
async function roll() {
	if (isEnding || isRolling || held) return;
	isRolling = true;
	say('Restarting, one instance after the other.');
	try {
		for (const instance of instances) await instance.restart();
		say('All instances are new.');
	} catch (error) {
		if (isEnding) return;
		console.error(error instanceof Error ? error.message : String(error));
		say('The others go on as they are.');
	} finally {
		isRolling = false;
	}
}

/** Rule C7, for all of them. @param {number} code */
async function end(code) {
	isEnding = true;
	const stopped = await Promise.all(instances.map((instance) => instance.stop()));
	await redis?.stop();
	process.exit(stopped.every(Boolean) ? code : 1);
}

function killAll() {
	for (const instance of instances) instance.kill();
	process.exit(1);
}
