import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { startTestLine, type TestLine } from '../../testing/line';
import type { RawClient } from '../../testing/raw-client';
import { defineMessages } from '../catalogue';
import { Audience } from './audience';
import { joinMemory, MemoryHub } from './cluster/memory';
import { defineFeature } from './handlers';

const messages = defineMessages({
	listen: {
		direction: 'in',
		summary: 'Hears everything.',
		schema: z.object({}),
		permission: 'read',
		bucket: 'none',
		answeredBy: 'listening',
		changes: false
	},
	listening: { direction: 'out', summary: 'Does.', schema: z.object({}), replaces: false },
	state: {
		direction: 'out',
		summary: 'Replaces earlier ones of the same session.',
		schema: z.object({ sessionId: z.string(), version: z.number(), filler: z.string() }),
		replaces: ['sessionId']
	},
	said: {
		direction: 'out',
		summary: 'Must not be lost.',
		schema: z.object({ number: z.number(), filler: z.string() }),
		replaces: false
	}
});

const KIB = 1024;
/** Below what is worth compressing: the compressor would be the slow one here. */
const filler = 'x'.repeat(700);

let line: TestLine;
let audience: Audience;

async function start(env: Record<string, string> = {}): Promise<void> {
	audience = new Audience(100, joinMemory(new MemoryHub()));
	line = await startTestLine({
		env: { LIMIT_COALESCE_BYTES: String(64 * KIB), LIMIT_UNSENT_BYTES: String(512 * KIB), ...env },
		features: () => [
			defineFeature(
				messages,
				{
					async listen(_, { connection }) {
						await audience.join('all', connection);
						return {};
					}
				},
				(connection) => void audience.leave('all', connection)
			)
		]
	});
}

afterEach(() => line.stop());

/** A listener that reads nothing more. */
async function stalled(): Promise<RawClient> {
	const client = await line.openAs('slow');
	await client.request('listen');
	client.socket.pause();
	return client;
}

/** Fills what the system itself buffers of a connection, so that the rest waits in the process. */
async function fill(until: () => boolean): Promise<void> {
	for (let index = 0; !until(); index++) {
		audience.publish('all', 'state', { sessionId: `filler ${index}`, version: 0, filler });
		if (index % 100 === 0) await delay(1);
	}
}

const slowOne = () => [...audience.of('all')].find(({ slowSince }) => slowSince !== undefined);

test('[L4] past the first mark only the newest of what replaces each other is kept, in order', async () => {
	await start({ LIMIT_UNSENT_BYTES: String(64 * 1024 * KIB) });
	const client = await stalled();
	await fill(() => slowOne() !== undefined);
	for (let version = 1; version <= 1_000; version++) {
		audience.publish('all', 'state', { sessionId: 'one', version, filler });
		if (version % 500 === 0) audience.publish('all', 'said', { number: version, filler });
		audience.publish('all', 'state', { sessionId: 'two', version, filler });
	}
	client.socket.resume();
	await client.next(
		'state',
		({ payload }) => payload['version'] === 1_000 && payload['sessionId'] === 'two'
	);
	const tail = client.received
		.filter(({ payload }) => !String(payload['sessionId']).startsWith('filler'))
		.filter(({ type }) => type === 'state' || type === 'said')
		.map(({ payload }) => [
			payload['sessionId'] ?? 'said',
			payload['version'] ?? payload['number']
		]);
	expect(tail).toEqual([
		['said', 500],
		['one', 1_000],
		['said', 1_000],
		['two', 1_000]
	]);
	await client.settle();
	expect(slowOne()).toBeUndefined();
	client.close();
});

test('[L4] past the second mark: close 4009, and nothing of it is left in memory', async () => {
	await start();
	const client = await stalled();
	const [connection] = audience.of('all');
	await fill(() => slowOne() !== undefined);
	for (let number = 0; audience.of('all').size > 0 && number < 5_000; number++) {
		audience.publish('all', 'said', { number, filler });
		if (number % 100 === 0) await delay(1);
	}
	expect(connection!.unsentBytes).toBeLessThanOrEqual(512 * KIB);
	await expect.poll(() => audience.of('all').size, { timeout: 5_000 }).toBe(0);
	expect(connection!.unsentBytes).toBe(0);
	client.socket.resume();
	// It is terminated after some seconds' grace: what it reads of the end depends on its system.
	expect([4009, 1006]).toContain((await client.closed).code);
});

test('[L4] slow for too long: close 4009, though little waits', async () => {
	await start({
		LIMIT_SLOW_MS: '300',
		HEARTBEAT_INTERVAL_MS: '1000',
		LIMIT_UNSENT_BYTES: String(64 * 1024 * KIB)
	});
	const client = await stalled();
	await fill(() => slowOne() !== undefined);
	await delay(700);
	client.socket.resume();
	expect((await client.closed).code).toBe(4009);
});

test('[F5] a reader that stops reading neither grows the process nor delays another', async () => {
	await start({
		LIMIT_COALESCE_BYTES: String(1024 * KIB),
		LIMIT_UNSENT_BYTES: String(4 * 1024 * KIB)
	});
	const slow = await stalled();
	const quick = await line.openAs('quick');
	await quick.request('listen');
	const waits: number[] = [];
	quick.socket.on('message', (data: Buffer) => {
		const { type, payload } = JSON.parse(data.toString()) as {
			type: string;
			payload: { sentAt?: number };
		};
		if (type === 'state' && payload.sentAt) waits.push(performance.now() - payload.sentAt);
	});
	global.gc?.();
	const before = process.memoryUsage().rss;
	for (let version = 0; version < 20_000; version++) {
		audience.publish('all', 'state', {
			sessionId: 'one',
			version,
			filler,
			sentAt: performance.now()
		});
		if (version % 10 === 0) await delay(1);
	}
	await expect.poll(() => waits.length, { timeout: 10_000 }).toBe(20_000);
	const grown = process.memoryUsage().rss - before;
	// 20 MB went to each; the test's own list of what came is part of it.
	expect(line.gateway.unsentBytes).toBeLessThan(1.1 * 1024 * KIB);
	expect(grown).toBeLessThan(80 * 1024 * KIB);
	waits.sort((a, b) => a - b);
	expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(50);
	slow.socket.terminate();
	quick.close();
});
