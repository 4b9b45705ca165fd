import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../server/log';
import { startRedis, type TestRedis } from '../../../testing/redis';
import type { Cluster } from './cluster';
import { joinRedis } from './redis';

/** What Redis alone can do to the instances: go away, come back, hang, forget, belong to others. */

const PATIENCE = { timeout: 12_000, interval: 20 };

let redis: TestRedis;
let lines: { level: number; msg: string }[];
const joined: Cluster[] = [];

beforeEach(async () => {
	redis = await startRedis();
	lines = [];
});
afterEach(async () => {
	await Promise.all(joined.splice(0).map((cluster) => cluster.close()));
	await redis.stop();
});

async function join(databaseId = 'one', url = redis.url): Promise<Cluster> {
	const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]);
	const log = createLog({ LOG_LEVEL: 'info' }, { write });
	const cluster = await joinRedis({ url, databaseId, log });
	joined.push(cluster);
	return cluster;
}

const twoJoined = async () => [await join(), await join()] as const;
const states = () => joined.map(({ state }) => state);
const allAre = (state: string) =>
	expect.poll(() => states().every((one) => one === state), PATIENCE).toBe(true);

/** Says something to Redis that no instance would. */
async function operator(...words: string[]): Promise<unknown> {
	const client = createClient({ url: redis.url });
	await client.connect();
	try {
		return await client.sendCommand(words);
	} finally {
		client.destroy();
	}
}

test('[X4] an instance starts without Redis, and joins once it is there', async () => {
	await redis.kill();
	const cluster = await join();
	expect(cluster.state).toBe('away');
	expect(cluster.trouble).toBe('cannot be reached: ECONNREFUSED');
	await redis.restart();
	await allAre('joined');
	expect(cluster.trouble).toBeUndefined();
	expect(lines.map(({ msg }) => msg)).toEqual([
		'Redis is away: until it is back, the instances hear of each other through the database',
		'Redis is there again: the instances hear of each other'
	]);
});

test('[X4] killed and restarted: counted here meanwhile, missed news is asked for, then all is as before', async () => {
	const [one, other] = await twoJoined();
	await one.put('session:a', ['ada']);
	await other.put('session:a', ['bea']);
	await expect.poll(() => one.others('session:a')).toEqual(['bea']);
	expect([await one.take('user a', 3), await other.take('user a', 3)]).toEqual([true, true]);
	let missed = 0;
	one.onMissed(() => (missed += 1));

	await redis.kill();
	await allAre('away');
	expect(one.others('session:a')).toEqual(['bea']);
	one.publish('session-updates', { heard: 'by nobody' });
	await one.put('session:b', ['cy']);
	await other.put('session:b', []);
	expect([await one.take('user a', 3), await one.take('user a', 3)]).toEqual([true, true]);
	expect(await one.take('user a', 3)).toBe(false);
	one.release('user a');
	await expect.poll(() => missed, PATIENCE).toBeGreaterThan(0);

	await redis.restart();
	missed = 0;
	const changed: string[] = [];
	one.onOthers((topic) => changed.push(topic));
	await allAre('joined');
	await expect.poll(() => missed, PATIENCE).toBeGreaterThan(0);
	await expect.poll(() => other.others('session:b'), PATIENCE).toEqual(['cy']);
	await expect.poll(() => one.others('session:a'), PATIENCE).toEqual(['bea']);
	expect(changed).toEqual([]);
	expect(await other.take('user a', 3)).toBe(false);
	one.release('user a');
	await expect.poll(() => other.take('user a', 3)).toBe(true);
	const heard: unknown[] = [];
	other.onNews((_, news) => heard.push(news));
	one.publish('session-updates', { heard: true });
	await expect.poll(() => heard).toEqual([{ heard: true }]);
});

test('[X1] news in a form that this release does not know is passed over, and the next is heard', async () => {
	const [one] = await twoJoined();
	const heard: unknown[] = [];
	one.onNews((_, news) => heard.push((news as { state: { status: string } }).state.status));
	const say = (news: object) => JSON.stringify({ from: 'a later release', ...news });
	await operator('PUBLISH', 'session-updates', 'no JSON');
	await operator('PUBLISH', 'session-updates', say({}));
	await operator('PUBLISH', 'ws:session:a', say({ news: { state: null } }));
	await operator('PUBLISH', 'session-updates', say({ news: { state: { status: 'known' } } }));
	await expect.poll(() => heard).toEqual(['known']);
	expect(one.state).toBe('joined');
	expect(lines.map(({ msg }) => msg)).toEqual(
		Array(2).fill('news of another instance made no sense')
	);
});

test('[X4] people whom nobody confirms while Redis is away are forgotten after ten seconds', async () => {
	const [one, other] = await twoJoined();
	await one.put('session:a', ['ada']);
	await other.put('session:a', ['bea']);
	await expect.poll(() => one.others('session:a')).toEqual(['bea']);
	await redis.kill();
	await wait(8_000);
	expect(one.others('session:a')).toEqual(['bea']);
	await expect.poll(() => one.others('session:a'), PATIENCE).toEqual([]);
});

test('[X4] one that hangs counts as away, and nobody waits for it long', async () => {
	const [one, other] = await twoJoined();
	redis.pause();
	const from = performance.now();
	const taken = one.take('user a', 1);
	expect(await taken).toBe(true);
	expect(performance.now() - from).toBeLessThan(4_000);
	await allAre('away');
	await other.close();
	redis.resume();
	await expect.poll(() => one.state, PATIENCE).toBe('joined');
	const third = await join();
	expect(await third.take('user a', 1)).toBe(false);
});

test('[X4] one that was emptied is filled again', async () => {
	const [one, other] = await twoJoined();
	await one.put('session:a', ['ada']);
	await other.put('session:a', ['bea']);
	expect(await one.take('user a', 1)).toBe(true);
	await operator('FLUSHALL');
	const everything = async () => [
		one.others('session:a'),
		other.others('session:a'),
		await operator('EXISTS', 'greenroom:database'),
		await operator('HLEN', 'greenroom:counts:user a')
	];
	await expect.poll(everything, PATIENCE).toEqual([['bea'], ['ada'], 1, 1]);
	await allAre('joined');
	expect(await other.take('user a', 1)).toBe(false);
});

test('[X4] a connection that is cut is made anew, and nothing of the one before is counted', async () => {
	const [one, other] = await twoJoined();
	for (let times = 0; times < 3; times++) expect(await one.take('user a', 4)).toBe(true);
	await one.put('session:a', ['ada']);
	await other.put('session:a', ['bea']);
	expect(other.others('session:a')).toEqual(['ada']);
	const changed: string[] = [];
	other.onOthers((topic) => changed.push(topic));
	let missed = 0;
	other.onMissed(() => (missed += 1));
	await operator('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
	await operator('CLIENT', 'KILL', 'TYPE', 'pubsub');
	await expect.poll(() => missed, PATIENCE).toBeGreaterThan(0);
	await allAre('joined');
	await expect.poll(() => other.take('user a', 4), PATIENCE).toBe(true);
	expect(await other.take('user a', 4)).toBe(false);
	expect(other.others('session:a')).toEqual(['ada']);
	expect(changed).toEqual([]);
});

test('[S6] an instance that vanishes is forgotten within ten seconds, with its people and counts', async () => {
	const [one, other] = await twoJoined();
	await other.put('session:a', ['bea']);
	// As one that was killed leaves it: in Redis, and silent.
	await operator('ZADD', 'greenroom:lives', String(Date.now()), 'vanished.1');
	await operator('HSET', 'greenroom:people:session:a', 'vanished.1', '["ada"]');
	await operator('HSET', 'greenroom:counts:user a', 'vanished.1', '5');
	await one.put('session:a', ['cy']);
	expect(one.others('session:a').toSorted()).toEqual(['ada', 'bea']);
	expect(await one.take('user a', 5)).toBe(false);
	const changed: string[] = [];
	one.onOthers((topic) => changed.push(topic));
	await expect.poll(() => one.others('session:a'), { timeout: 10_000 }).toEqual(['bea']);
	expect(changed).toEqual(['session:a']);
	expect(await one.take('user a', 5)).toBe(true);
});

test('[X5] an instance with another database refuses to start, and says what to do', async () => {
	await join('one');
	await expect(join('two')).rejects.toThrow(
		/^Greenroom cannot start: the Redis at 127\.0\.0\.1:\d+ serves another database\..*DEL greenroom:database$/
	);
	await join('one');
	expect(states()).toEqual(['joined', 'joined']);
});

test('[X5] one that finds out later stays away, and says why', async () => {
	const [one, other] = await twoJoined();
	await redis.restart();
	await operator('SET', 'greenroom:database', 'two');
	await expect.poll(() => one.trouble, PATIENCE).toBe('belongs to another database');
	await expect.poll(() => other.trouble, PATIENCE).toBe('belongs to another database');
	const told = lines.length;
	await wait(1_000);
	expect(states()).toEqual(['away', 'away']);
	expect(lines).toHaveLength(told);
	await operator('DEL', 'greenroom:database');
	await allAre('joined');
	expect(other.trouble).toBeUndefined();
});

test('[X1] a password is sent, and told to nobody', async () => {
	await redis.stop();
	redis = await startRedis('--requirepass', 'open sesame');
	const host = `127.0.0.1:${redis.port}`;
	const wrong = await join('one', `redis://:pooh@${host}`);
	expect(wrong.state).toBe('away');
	expect(wrong.trouble).toContain('WRONGPASS');
	await wrong.close();
	const right = await join('one', `redis://:open%20sesame@${host}`);
	expect(right.state).toBe('joined');
	await expect(join('two', `redis://:open%20sesame@${host}`)).rejects.toThrow(host);
	await expect(join('two', `redis://:open%20sesame@${host}`)).rejects.not.toThrow('sesame');
	expect(JSON.stringify(lines)).not.toMatch(/pooh|sesame/);
});

test('[X1] what others say on our channels is no news, and harms nobody', async () => {
	const [one, other] = await twoJoined();
	const heard: unknown[] = [];
	one.onNews((...news) => heard.push(news));
	for (const text of ['', 'null', '{', '[]', '{"from":7}', '"from"']) {
		await operator('PUBLISH', 'session-updates', text);
		await operator('PUBLISH', 'ws:user:a', text);
		await operator('PUBLISH', 'greenroom:among-us', text);
	}
	other.publish('ws:user:a', { real: true });
	await expect.poll(() => heard).toEqual([['ws:user:a', { real: true }]]);
});
