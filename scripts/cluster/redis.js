import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 10_000;
const REST_MS = 1_000;

/**
 * The shell waits for Redis, and ends it when descriptor 3 closes: that it does however whoever holds
 * its other end comes to an end. The configuration comes in by 0, so that no password is on a command
 * line; what runs in the background has its input cut off unless it is told.
 */
const KEEPER =
	'exec 4<&0; redis-server - <&4 3<&- 4<&- & redis=$!; ' +
	'(read -r _ <&3; kill "$redis") 4<&- 2>/dev/null & exec 3<&-; wait "$redis"';

const MISSING =
	'Several instances need Redis. On Debian: sudo apt-get install --no-install-recommends ' +
	'redis-server. Elsewhere: see https://redis.io, or set REDIS_URL to one that runs.';

/**
 * Starts a Redis for the instances of this machine alone: on loopback, behind a password of its own,
 * without a file. One that dies is started again at the same address.
 *
 * @param {(sentence: string) => void} say what an operator should know
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 * @throws where there is no redis-server, with what to do
 */
export async function startRedis(say) {
	const port = await freePort();
	const password = randomBytes(24).toString('hex');
	const configuration = [
		`port ${port}`,
		'bind 127.0.0.1',
		`requirepass ${password}`,
		'save ""',
		'appendonly no',
		'daemonize no',
		'loglevel warning',
		''
	].join('\n');
	let wanted = true;

	const run = async () => {
		const child = spawn('sh', ['-c', KEEPER], {
			stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
			detached: true
		});
		let complaints = '';
		child.stderr?.setEncoding('utf8').on('data', (text) => (complaints += text));
		child.stdin?.on('error', () => undefined);
		child.stdio[3]?.on('error', () => undefined);
		child.stdin?.end(configuration);
		const deadline = performance.now() + READY_WITHIN_MS;
		while (!(await answers(port))) {
			if (child.exitCode === 127) throw new Error(MISSING);
			if (child.exitCode !== null || performance.now() > deadline) {
				throw new Error(`redis-server does not start. ${complaints.trim()}`);
			}
			await delay(20);
		}
		return child;
	};

	let child = await run();
	const keep = async () => {
		while (wanted) {
			if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
			child.stdio[3]?.destroy();
			if (!wanted) return;
			say('Redis has ended; it is started again.');
			await delay(REST_MS);
			if (!wanted) return;
			try {
				child = await run();
			} catch (error) {
				say(error instanceof Error ? error.message : String(error));
			}
		}
	};
	void keep();

	return {
		url: `redis://default:${password}@127.0.0.1:${port}`,
		async stop() {
			wanted = false;
			const ended = child.exitCode === null ? once(child, 'exit') : undefined;
			child.stdio[3]?.destroy();
			await ended;
		}
	};
}

/** @returns {Promise<number>} a port that nobody listens on right now */
async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	server.close();
	await once(server, 'close');
	return port;
}

/** @param {number} port @returns {Promise<boolean>} whether somebody listens there */
function answers(port) {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
