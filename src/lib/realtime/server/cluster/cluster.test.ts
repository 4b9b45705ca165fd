import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../server/log';
import { startRedis, type TestRedis } from '../../../testing/redis';
import type { Cluster } from './cluster';
import { joinMemory, MemoryHub } from './memory';
import { joinRedis } from './redis';

/** One contract, whatever joins the instances (rule X1). */

const log = createLog({ LOG_LEVEL: 'silent' });

const memory = () => {
	let hub = new MemoryHub();
	return {
		name: 'memory',
		start: async () => undefined,
		reset: async () => {
			hub = new MemoryHub();
		},
		stop: async () => undefined,
		join: async () => joinMemory(hub)
	};
};

const redis = () => {
	let server: TestRedis;
	return {
		name: 'Redis',
		start: async () => {
			server = await startRedis();
		},
		reset: async () => undefined,
		stop: () => server.stop(),
		join: () => joinRedis({ url: server.url, databaseId: 'one', log })
	};
};

describe.each([memory(), redis()])('through $name', ({ start, reset, stop, join }) => {
	let one: Cluster;
	let other: Cluster;
	const joined: Cluster[] = [];
	const joinOneMore = async () => {
		const cluster = await join();
		joined.push(cluster);
		return cluster;
	};

	beforeAll(start);
	afterAll(stop);
	beforeEach(async () => {
		await reset();
		[one, other] = [await joinOneMore(), await joinOneMore()];
	});
	afterEach(async () => {
		await Promise.all(joined.splice(0).map((cluster) => cluster.close()));
	});

	/** What a cluster hears from now on. */
	function listen(cluster: Cluster): unknown[][] {
		const heard: unknown[][] = [];
		cluster.onNews((channel, news) => heard.push([channel, news]));
		return heard;
	}

	/** The topics whose people changed from now on. */
	function follow(cluster: Cluster): string[] {
		const changed: string[] = [];
		cluster.onOthers((topic) => changed.push(topic));
		return changed;
	}

	test('[X1] instances have names of their own, and know that they are joined', () => {
		expect(one.instanceId).not.toBe(other.instanceId);
		expect([one.state, other.state, one.trouble]).toEqual(['joined', 'joined', undefined]);
	});

	test('[X1] news reaches every other instance in its order, never the one that tells it', async () => {
		const third = await joinOneMore();
		const [here, there, yonder] = [listen(one), listen(other), listen(third)];
		for (let number = 0; number < 500; number++) {
			one.publish(number % 2 ? 'session-updates' : 'ws:thread:a', { number });
		}
		const all = Array.from({ length: 500 }, (_, number) => [
			number % 2 ? 'session-updates' : 'ws:thread:a',
			{ number }
		]);
		await expect.poll(() => there.length).toBe(500);
		await expect.poll(() => yonder.length).toBe(500);
		expect(there).toEqual(all);
		expect(yonder).toEqual(all);
		expect(here).toEqual([]);
		expect(one.counts.sent).toBe(500);
		expect(other.counts.received).toBe(500);
	});

	test('[X1] news arrives as it was when it was told, and is nobody else’s object', async () => {
		const heard = listen(other);
		const news = { text: 'line\n“quoted” \u2028 👩‍💻', list: [1, { deep: null }] };
		const said = structuredClone(news);
		one.publish('ws:user:a', news);
		news.list.push(2);
		await expect.poll(() => heard).toEqual([['ws:user:a', said]]);
	});

	test('[X1] whoever stops listening hears no more', async () => {
		const heard: unknown[] = [];
		const stopListening = other.onNews((_, news) => heard.push(news));
		const all = listen(other);
		one.publish('session-updates', { first: true });
		await expect.poll(() => all.length).toBe(1);
		stopListening();
		one.publish('session-updates', { second: true });
		await expect.poll(() => all.length).toBe(2);
		expect(heard).toEqual([{ first: true }]);
	});

	test('[S6] who comes into a topic knows at once who is in it elsewhere', async () => {
		await one.put('session:a', ['ada', 'bea']);
		const changed = follow(other);
		await other.put('session:a', ['bea', 'cy']);
		expect(other.others('session:a')).toEqual(['ada', 'bea']);
		expect(changed).toEqual([]);
		await expect.poll(() => one.others('session:a')).toEqual(['bea', 'cy']);
		expect(one.others('session:b')).toEqual([]);
	});

	test('[S6] each that comes or goes is told of where the topic is followed, and nowhere else', async () => {
		const changed = follow(one);
		await one.put('session:a', []);
		await other.put('session:a', ['ada']);
		await other.put('session:b', ['ada']);
		await expect.poll(() => changed).toEqual(['session:a']);
		await other.put('session:a', []);
		await expect.poll(() => changed).toEqual(['session:a', 'session:a']);
		expect(one.others('session:a')).toEqual([]);
		one.drop('session:a');
		await other.put('session:a', ['ada']);
		await wait(50);
		expect(changed).toEqual(['session:a', 'session:a']);
		expect(one.others('session:a')).toEqual([]);
	});

	test('[S6] of a hundred who come and go at once, those who stayed are left', async () => {
		await other.put('session:a', []);
		for (let number = 0; number < 100; number++) {
			void one.put('session:a', [`person ${number}`, `person ${number + 1}`]);
		}
		await expect.poll(() => other.others('session:a')).toEqual(['person 99', 'person 100']);
		one.drop('session:a');
		await expect.poll(() => other.others('session:a')).toEqual([]);
	});

	test('[C7] an instance that leaves takes its people and counts along at once', async () => {
		const changed = follow(other);
		await other.put('session:a', []);
		await one.put('session:a', ['ada']);
		await expect.poll(() => changed).toEqual(['session:a']);
		expect(await one.take('user a', 1)).toBe(true);
		expect(await other.take('user a', 1)).toBe(false);
		await one.close();
		await expect.poll(() => changed, { timeout: 500 }).toEqual(['session:a', 'session:a']);
		expect(other.others('session:a')).toEqual([]);
		expect(await other.take('user a', 1)).toBe(true);
	});

	test('[L3] what is counted is counted over all instances, to the limit exactly', async () => {
		const asked = Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).take('a', 25));
		const granted = await Promise.all(asked);
		expect(granted.filter(Boolean)).toHaveLength(25);
		expect(await one.take('b', 1)).toBe(true);
	});

	test('[L3] what is given back can be taken elsewhere; what was not taken changes nothing', async () => {
		expect(await one.take('a', 2)).toBe(true);
		expect(await one.take('a', 2)).toBe(true);
		for (let times = 0; times < 5; times++) other.release('a');
		expect(await other.take('a', 2)).toBe(false);
		one.release('a');
		await expect.poll(() => other.take('a', 2)).toBe(true);
		expect(await one.take('a', 2)).toBe(false);
	});
});
