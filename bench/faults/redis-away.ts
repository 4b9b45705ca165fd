import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startRedis, type TestRedis } from '../../src/lib/testing/redis';
import { seededRandom } from '../../src/lib/typing/generate';
import { Changer, Follower } from './changer';
import type { PersonOptions } from './people';
import { FaultServer } from './server';
import { Talker } from './talker';
import { Typist } from './typist';

const LONGEST_AWAY_MS = 3_000;
const ASLEEP_MS = 5_000;
const BETWEEN_MS = 1_500;
/** Rule X4, as it is measured: from the return of Redis on. */
const UP_TO_DATE_MS = 2_000;
const NOTICED_MS = 5_000;
const TYPISTS_EACH = 2;
/** Connections a user (rule L3); the load's people stay below. */
const MOST_CONNECTIONS = 20;

const keys = ['typist', 'talker', 'changer', 'follower', 'counted'] as const;

export interface RedisAwayReport {
	/** Where something promised was lost or done twice, somebody was not told in time, and what the
	 * servers complained about. */
	problems: string[];
	results: number;
	messages: number;
	changes: number;
	/** From each return of Redis until everybody was up to date; milliseconds. */
	upToDateMs: number[];
}

/**
 * F4: two instances of the built server under load, while their Redis is killed and started again, or
 * sleeps and wakes.
 *
 * @param outages how often, by turns
 * @param seed decides for how long
 */
export async function loseRedis(outages: number, seed: number): Promise<RedisAwayReport> {
	const random = seededRandom(seed);
	const problems: string[] = [];
	const complain = (problem: string) => void problems.push(problem);
	const redis = await startRedis();
	const env = {
		REDIS_URL: redis.url,
		TEST_API_KEYS: keys.join(),
		LIMIT_MESSAGES_PER_MINUTE: '100000000',
		LIMIT_INPUT_PER_SECOND: '100000000',
		LIMIT_INPUT_BURST: '100000000',
		LIMIT_CONNECTIONS_PER_USER: String(MOST_CONNECTIONS)
	};
	const first = await FaultServer.make({ env });
	const second = await FaultServer.make({ env, dataDir: first.dataDir });
	const servers = [first, second];
	const person = ({ url, lineUrl }: FaultServer, key: (typeof keys)[number]): PersonOptions => ({
		...{ url, lineUrl, key, random, complain }
	});
	const everywhere = <T>(make: (server: FaultServer, index: number) => T) => servers.map(make);
	try {
		for (const server of servers) await server.start();
		const typists = everywhere((server) =>
			Array.from({ length: TYPISTS_EACH }, () => new Typist(person(server, 'typist')))
		).flat();
		const talkers = everywhere(
			(server, index) => new Talker(`talker-${index}`, person(server, 'talker'))
		);
		const changers = everywhere((server) => new Changer(person(server, 'changer')));
		const clock = await changers[0]!.makeClock();
		const followers = everywhere(
			(server) => new Follower(person(server, 'changer'), clock.sessionId)
		);
		let isOver = false;
		const load = [
			...[...typists, ...talkers].map((one) => one.run(() => isOver)),
			...changers.map((one) => one.run(clock.sessionId, () => isOver))
		];

		const upToDateMs: number[] = [];
		for (let outage = 0; outage < outages; outage += 1) {
			await delay(BETWEEN_MS);
			await (outage % 2 === 0
				? killAndRestart(redis, servers, random() * LONGEST_AWAY_MS, complain)
				: sleepAndWake(redis, servers, complain));
			const from = performance.now();
			const version = await changers[0]!.version(clock.sessionId);
			for (const follower of followers) {
				if (await follower.hears(version, UP_TO_DATE_MS - (performance.now() - from))) continue;
				complain(
					`[X4] shows ${follower.version} ${UP_TO_DATE_MS} ms after the return, not ${version}`
				);
			}
			upToDateMs.push(performance.now() - from);
			await says(servers, 'ok', complain);
		}
		problems.push(...(await countTogether(servers)));

		isOver = true;
		await Promise.all(load);
		const changes = await Changer.check(changers, clock);
		for (const follower of followers) {
			const last = clock.version + changes;
			if (!(await follower.hears(last, UP_TO_DATE_MS))) {
				complain(`[S2] shows ${follower.version} in the end, kept is ${last}`);
			}
			follower.close();
		}
		for (const { missed } of talkers) {
			if (missed > 0) complain(`[X4] ${missed} messages were never told to somebody`);
		}
		const results = await Typist.check(typists);
		const messages = await Talker.check(talkers);
		for (const server of servers) {
			if (!server.isRunning) complain('[X4] a server fell');
			problems.push(...server.complaints);
		}
		return { problems, results, messages, changes, upToDateMs };
	} finally {
		for (const server of servers.toReversed()) await server.dispose();
		await redis.stop();
	}
}

async function killAndRestart(
	redis: TestRedis,
	servers: readonly FaultServer[],
	awayMs: number,
	complain: (problem: string) => void
): Promise<void> {
	await redis.kill();
	await says(servers, 'degraded', complain);
	await delay(awayMs);
	await redis.restart();
}

async function sleepAndWake(
	redis: TestRedis,
	servers: readonly FaultServer[],
	complain: (problem: string) => void
): Promise<void> {
	redis.pause();
	const from = performance.now();
	await says(servers, 'degraded', complain);
	await delay(Math.max(0, ASLEEP_MS - (performance.now() - from)));
	redis.resume();
}

/** Waits until /readyz of all says so; with Redis away they are ready all the same. */
async function says(
	servers: readonly FaultServer[],
	expected: 'ok' | 'degraded',
	complain: (problem: string) => void
): Promise<void> {
	const deadline = performance.now() + NOTICED_MS;
	for (const server of servers) {
		for (;;) {
			const answer = await server.readiness();
			if (answer?.status !== 200) complain(`[X4] /readyz answers ${answer?.status}`);
			const { status } = (answer?.body ?? {}) as { status?: string };
			if (status === expected) break;
			if (performance.now() > deadline) {
				complain(`[X4] /readyz says ${status}, not ${expected}`);
				break;
			}
			await delay(20);
		}
	}
}

/** Rule L3 over both instances: as many connections as a user may have, and then one too many. */
async function countTogether(servers: readonly FaultServer[]): Promise<string[]> {
	const problems: string[] = [];
	const open = async (index: number) => {
		const socket = new WebSocket(servers[index % servers.length]!.lineUrl, {
			headers: { authorization: 'Bearer counted' }
		});
		return new Promise<{ socket: WebSocket; isIn: boolean }>((resolve) => {
			socket.on('message', (data: Buffer) => {
				if (data.toString().startsWith('{"type":"connection_success"')) {
					resolve({ socket, isIn: true });
				}
			});
			socket.on('error', () => resolve({ socket, isIn: false }));
			socket.on('close', () => resolve({ socket, isIn: false }));
		});
	};
	const sockets: WebSocket[] = [];
	for (let index = 0; index < MOST_CONNECTIONS; index += 1) {
		const { socket, isIn } = await open(index);
		sockets.push(socket);
		if (!isIn) problems.push(`[L3] connection ${index + 1} of ${MOST_CONNECTIONS} was refused`);
	}
	for (const index of servers.keys()) {
		const { socket, isIn } = await open(index);
		if (isIn) problems.push(`[L3] one connection too many was let in on instance ${index + 1}`);
		socket.terminate();
	}
	const [gone] = sockets;
	gone?.close();
	await delay(300);
	const { socket, isIn } = await open(1);
	if (!isIn) problems.push('[L3] what one instance gave back the other does not have');
	for (const each of [socket, ...sockets]) each.terminate();
	return problems;
}
