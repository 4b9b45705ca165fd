import { readdirSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { LineClient } from '../../src/lib/realtime/client';
import type { LineMessages } from '../../src/lib/realtime/messages';
import { Dice } from '../../src/lib/testing/fuzz/dice';
import { residentBytes } from '../processes.js';
import { attacks, type Attack } from './hostile/attacks';
import { knocks, type Knock } from './hostile/knocks';
import { HostileSocket, type End } from './hostile/socket';
import { holdSlowly } from './hostile/slow';
import { FaultServer } from './server';

const AT_ONCE = 64;
/** So much of all is done before memory is looked at first: it grows up to what the worst crowd needs. */
const WARM_UP_SHARE = 0.5;
/** One in so many knocks at the door instead of coming in. */
const KNOCKS_SHARE = 0.2;
const SLOW_EACH = 8;
/** More than one, since a port of each stays taken for a minute. */
const ADDRESSES = Array.from({ length: 16 }, (_, index) => `127.0.0.${index + 1}`);
const CLOSED_WITHIN_MS = 20_000;
const PATIENCE_MS = 60_000;
const SETTLE_MS = 3_000;
const BETWEEN_PINGS_MS = 20;

const limits = { headersTimeoutMs: 5_000, authTimeoutMs: 10_000, heartbeatIntervalMs: 2_000 };

export interface HostileReport {
	problems: string[];
	/** Connections that were made. */
	attacks: number;
	/** Answers that somebody well-behaved got meanwhile. */
	served: number;
	/** What one attack leaves on the heap, or hanging on it, once garbage is collected. Bytes. */
	heapBytesEach: number;
	/** By how much the process's own memory grew in the second half. Bytes. */
	memoryGrowth: number;
}

/**
 * F3: `count` connections that say what must not be said, half of it, or nothing for ever, while
 * somebody well-behaved is served.
 *
 * @param seed decides who says what, and in which pieces it arrives
 */
export async function attackServer(count: number, seed: number): Promise<HostileReport> {
	const dice = new Dice(seed);
	const problems: string[] = [];
	const server = await FaultServer.make({
		args: ['--expose-gc', '--import', './bench/collect-garbage.js'],
		env: {
			// What the allocator keeps for threads that came and went is no leak.
			MALLOC_ARENA_MAX: '1',
			TEST_API_KEYS: 'hostile,honest',
			METRICS: 'open',
			HEADERS_TIMEOUT: String(limits.headersTimeoutMs / 1_000),
			AUTH_TIMEOUT_MS: String(limits.authTimeoutMs),
			HEARTBEAT_INTERVAL_MS: String(limits.heartbeatIntervalMs),
			// Somebody honest asks all the time.
			LIMIT_PINGS_PER_MINUTE: '100000000',
			LOG_LEVEL: 'error'
		}
	});
	try {
		await server.start();
		const honest = new HonestClient(server, (problem) => problems.push(problem));
		const slow = holdSlowly(server.port, SLOW_EACH, limits);
		const run = (share: number) =>
			attackMany(server.port, Math.round(count * share), dice, problems);
		await run(WARM_UP_SHARE);
		const before = await memoryOf(server);
		await run(1 - WARM_UP_SHARE);
		problems.push(...(await slow));
		const after = await memoryOf(server);
		const served = await honest.stop();
		if (!server.isRunning) problems.push('[F3] the server fell');
		problems.push(...(await leftOpen(server)), ...server.complaints);
		return {
			problems,
			attacks: count,
			served,
			heapBytesEach: (after.heap - before.heap) / (count * (1 - WARM_UP_SHARE)),
			memoryGrowth: after.resident - before.resident
		};
	} finally {
		await server.dispose();
	}
}

/** Somebody who asks one thing after the other, and whose connection must not suffer. */
class HonestClient {
	readonly #client: LineClient;
	readonly #asking: Promise<number>;
	#isOver = false;

	constructor(server: FaultServer, complain: (problem: string) => void) {
		this.#client = new LineClient({
			url: server.lineUrl,
			WebSocket,
			credential: () => ({ apiKey: 'honest' })
		});
		this.#client.onState(({ problem }) => {
			if (problem) complain(`[F3] an honest client: ${problem.message} ${problem.details}`);
		});
		this.#client.connect();
		this.#asking = this.#ask(complain);
	}

	/** @returns how many answers it got */
	stop(): Promise<number> {
		this.#isOver = true;
		return this.#asking;
	}

	async #ask(complain: (problem: string) => void): Promise<number> {
		const channel = this.#client.channel<LineMessages>();
		let served = 0;
		for (; !this.#isOver; served += 1) {
			await channel.request('ping', {}, { timeoutMs: CLOSED_WITHIN_MS }).catch((error: unknown) => {
				complain(`[F3] an honest client was not served: ${error}`);
			});
			await delay(BETWEEN_PINGS_MS);
		}
		this.#client.close();
		return served;
	}
}

async function attackMany(
	port: number,
	count: number,
	dice: Dice,
	problems: string[]
): Promise<void> {
	let left = count;
	const work = async () => {
		while (left > 0) {
			left -= 1;
			const address = ADDRESSES[left % ADDRESSES.length]!;
			const problem = dice.chance(KNOCKS_SHARE)
				? await knock(port, address, dice.pick(knocks), dice)
				: await attack(port, address, dice.pick(attacks), dice);
			if (problem) problems.push(problem);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** @returns what was not as it must be */
async function attack(
	port: number,
	localAddress: string,
	{ name, closes, headers, told, frames }: Attack,
	dice: Dice
): Promise<string | undefined> {
	const socket = await HostileSocket.upgraded({ port, localAddress, headers });
	for (const bytes of frames(dice)) {
		// Often in two pieces, cut anywhere.
		const cut = dice.chance(0.5) ? dice.between(0, bytes.length) : bytes.length;
		await socket.write(bytes.subarray(0, cut));
		if (cut < bytes.length) await delay(0);
		await socket.write(bytes.subarray(cut));
	}
	if (closes.length === 0) {
		if (dice.chance(0.5)) await delay(dice.between(0, 20));
		socket.reset();
		return undefined;
	}
	const end = await endOf(socket);
	if (end === 'late') return `[F3] ${name}: not closed`;
	if (end.code === undefined || !closes.includes(end.code)) {
		return `[F3] ${name}: closed with ${end.code ?? end.status}, not ${closes.join(' or ')}`;
	}
	const times = end.errors.filter((error) => error === told?.error).length;
	if (told && (told.orMore ? times < told.times : times !== told.times)) {
		return `[F3] ${name}: ${told.error} ${times} times, not ${told.times}: ${end.errors}`;
	}
	return undefined;
}

async function knock(
	port: number,
	localAddress: string,
	{ name, answers, bytes }: Knock,
	dice: Dice
): Promise<string | undefined> {
	const socket = new HostileSocket(port, localAddress);
	await socket.write(Buffer.from(bytes(port, dice)));
	const end = await endOf(socket);
	socket.reset();
	if (end === 'late') return `[F3] ${name}: not ended`;
	if (end.status !== undefined && answers.includes(end.status)) return undefined;
	return `[F3] ${name}: answered with ${end.status}, not ${answers.join(' or ')}`;
}

async function endOf(socket: HostileSocket): Promise<End | 'late'> {
	const patience = new AbortController();
	const late = delay(CLOSED_WITHIN_MS, 'late' as const, { signal: patience.signal });
	const end = await Promise.race([socket.ended, late.catch(() => 'late' as const)]);
	patience.abort();
	if (end === 'late') socket.reset();
	return end;
}

/** What the process holds once garbage is collected. Bytes. */
async function memoryOf(server: FaultServer): Promise<{ heap: number; resident: number }> {
	await delay(SETTLE_MS);
	process.kill(server.pid, 'SIGUSR2');
	await delay(1_000);
	const metrics = await (await fetch(`${server.url}/metrics`)).text();
	const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
	const heap = read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes');
	return { heap, resident: residentBytes(server.pid) };
}

/** Connections that are still there though everybody is gone. */
async function leftOpen({ pid, url }: FaultServer): Promise<string[]> {
	const deadline = performance.now() + PATIENCE_MS;
	let sockets: number;
	let connections: string | undefined;
	do {
		await delay(500);
		const metrics = await (
			await fetch(`${url}/metrics`, { headers: { connection: 'close' } })
		).text();
		connections = /^greenroom_line_connections (\d+)$/m.exec(metrics)?.[1];
		sockets = readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(pid, fd)).length;
		// Listening, and what `fetch` keeps alive.
		if (connections === '0' && sockets <= 3) return [];
	} while (performance.now() < deadline);
	return [`[F3] left open: ${connections} connections, ${sockets} sockets`];
}

function isSocket(pid: number, fd: string): boolean {
	try {
		return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
	} catch {
		return false;
	}
}
