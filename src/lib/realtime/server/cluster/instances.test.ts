import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { RequestEvent } from '../../../../routes/readyz/$types';
import { startTestApp, type TestApp } from '../../../testing/app';
import { startTestCluster, type TestCluster } from '../../../testing/cluster';
import { RawClient } from '../../../testing/raw-client';
import { GET } from '../../../../routes/readyz/+server';

/** Whole applications over one database and one Redis. */

let cluster: TestCluster;
const clients: RawClient[] = [];
beforeAll(async () => {
	cluster = await startTestCluster(2, {
		LIMIT_CONNECTIONS_PER_USER: '3',
		LIMIT_CONNECTIONS_PER_ADDRESS: '8'
	});
});
afterAll(() => cluster.stop());
afterEach(async () => {
	for (const client of clients.splice(0)) {
		client.close();
		await client.closed;
	}
	const isEmpty = () => cluster.apps.every(({ app }) => app.connectionCount() === 0);
	await expect.poll(isEmpty).toBe(true);
});

async function open(app: TestApp, key?: string): Promise<RawClient> {
	const client = await (key === undefined ? app.open() : app.openAs(key));
	clients.push(client);
	return client;
}

/** The HTTP answer that an upgrade is refused with. */
async function refusal(app: TestApp, key?: string): Promise<IncomingMessage> {
	const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
	const client = new RawClient(app.url, headers && { headers });
	const [, response] = await once(client.socket, 'unexpected-response');
	return response as IncomingMessage;
}

/** What `/readyz` answers: the HTTP status, and the one in words. */
async function readiness({ app }: TestApp): Promise<[number, string]> {
	const response = await GET({ locals: { app } } as RequestEvent);
	const { status } = (await response.json()) as { status: string };
	return [response.status, status];
}

async function withoutRedis(work: () => Promise<void>): Promise<void> {
	await cluster.redis.kill();
	await cluster.settled('away');
	try {
		await work();
	} finally {
		await cluster.redis.restart();
		await cluster.settled('joined');
	}
}

describe('limits over all instances', () => {
	test('[L3] a user’s connections: 429 at the upgrade, CAPACITY_EXCEEDED after it, room once one goes', async () => {
		const [one, other] = cluster.apps;
		const first = await open(one, 'alice');
		await open(one, 'alice');
		await open(other, 'alice');
		const { statusCode, headers } = await refusal(other, 'alice');
		expect([statusCode, headers['retry-after']]).toEqual([429, '10']);
		const late = await open(other);
		const answer = await late.request('connect', { api_key: 'alice' });
		expect(answer.payload['errorCode']).toBe('CAPACITY_EXCEEDED');
		expect((await late.closed).code).toBe(4001);
		await open(other, 'bob');
		first.close();
		await first.closed;
		await expect.poll(() => one.app.connectionCount()).toBe(1);
		await open(other, 'alice');
	});

	test('[L3] an address’s connections: 429 with Retry-After', async () => {
		const [one, other] = cluster.apps;
		for (let times = 0; times < 4; times++) {
			await open(one);
			await open(other);
		}
		expect((await refusal(one)).statusCode).toBe(429);
		expect((await refusal(other)).statusCode).toBe(429);
	});

	test('[L3] counted on each instance alone while Redis is away, and together again after', async () => {
		const [one, other] = cluster.apps;
		await withoutRedis(async () => {
			for (const app of [one, one, one, other, other]) await open(app, 'alice');
			expect((await refusal(one, 'alice')).statusCode).toBe(429);
			await open(other, 'alice');
		});
		expect((await refusal(other, 'alice')).statusCode).toBe(429);
		expect((await refusal(one, 'alice')).statusCode).toBe(429);
	});
});

describe('credentials that end', () => {
	/** A key that ends on one instance while it is used on the other. @returns milliseconds until felt */
	async function endElsewhere(): Promise<number> {
		const [one, other] = cluster.apps;
		const { keys } = one.app.accounts;
		const alice = await one.app.accounts.byToken('alice');
		const { key, keyId } = await keys.create(alice, { name: 'ends', permission: 'write' });
		const client = await open(other, key);
		const from = performance.now();
		await keys.revoke(alice.userId, keyId);
		expect((await client.next('error')).payload['errorCode']).toBe('UNAUTHORIZED');
		expect((await client.closed).code).toBe(4000);
		return performance.now() - from;
	}

	test('[A5] a key that is ended on one instance is ended on the other within a second', async () => {
		expect(await endElsewhere()).toBeLessThan(1_000);
	});

	test('[A5] without Redis too', async () => {
		await withoutRedis(async () => {
			expect(await endElsewhere()).toBeLessThan(1_000);
		});
	});
});

describe('Redis away', () => {
	test('[X4] is said as a trouble, and all goes on', async () => {
		const [one] = cluster.apps;
		const client = await open(one, 'alice');
		expect(await one.app.troubles()).toEqual({});
		await withoutRedis(async () => {
			expect(await one.app.troubles()).toEqual({
				redis: expect.stringMatching(/^cannot be reached/)
			});
			expect((await client.request('ping')).type).toBe('pong');
			expect(await readiness(one)).toEqual([200, 'degraded']);
			expect(await one.app.metrics.text()).toContain('greenroom_cluster_away 1');
		});
		expect(await readiness(one)).toEqual([200, 'ok']);
		expect(await one.app.metrics.text()).toContain('greenroom_cluster_away 0');
	});
});

describe('one database', () => {
	test('[X5] an instance over another database refuses to start, and leaves its folder free', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'greenroom-elsewhere-'));
		copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
		const start = (env: Record<string, string>) => startTestApp({ DATA_DIR: folder, ...env });
		await expect(start({ REDIS_URL: cluster.redis.url })).rejects.toThrow(
			/serves another database/
		);
		const alone = await start({});
		expect(alone.app.cluster.state).toBe('alone');
		await alone.stop();
		rmSync(folder, { recursive: true });
	});

	test('[C7] an instance that stops leaves nothing behind for the others to wait for', async () => {
		const [one] = cluster.apps;
		const third = await cluster.add();
		for (let times = 0; times < 3; times++) await third.openAs('alice');
		expect((await refusal(one, 'alice')).statusCode).toBe(429);
		await third.stop();
		await open(one, 'alice');
	});
});
