import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Talker } from '../bench/faults/talker';
import { isRunning, TestCluster } from './cluster';
import { TEST_KEY } from './server';
import { expect, test as base } from './test';

/** Here each test has a cluster of its own, since it ends parts of it. */
const test = base.extend<{ cluster: TestCluster }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	cluster: async ({}, use) => {
		const cluster = await TestCluster.start(2);
		await use(cluster);
		await cluster.dispose();
	}
});

/** Several people who talk in one room, and somebody who reads over REST, until it is over. */
async function underLoad(cluster: TestCluster, work: () => Promise<void>): Promise<void> {
	const complaints: string[] = [];
	const { url, lineUrl } = cluster;
	const talkers = Array.from(
		{ length: 6 },
		(_, index) =>
			new Talker(`Talker ${index + 1}`, {
				url,
				lineUrl,
				key: TEST_KEY,
				random: Math.random,
				complain: (problem) => complaints.push(problem)
			})
	);
	let isOver = false;
	const talking = talkers.map((talker) => talker.run(() => isOver));
	const reading = (async () => {
		while (!isOver) {
			const { status } = await fetch(`${url}/api/me`, {
				headers: { authorization: `Bearer ${TEST_KEY}` }
			});
			if (status !== 200) complaints.push(`GET /api/me was answered with ${status}`);
			await delay(5);
		}
	})();
	await expect.poll(() => talkers.every(({ said }) => said.length > 20)).toBe(true);
	await work();
	const saidBefore = talkers.map(({ said }) => said.length);
	await expect
		.poll(() => talkers.every(({ said }, index) => said.length > saidBefore[index]! + 20))
		.toBe(true);
	isOver = true;
	await Promise.all([...talking, reading]);
	const kept = await Talker.check(talkers);
	expect(complaints).toEqual([]);
	expect(kept).toBe(talkers.flatMap(({ said }) => said).length);
}

test('[C7] [D2] [X1] all instances are replaced, and every message is kept once, in order', async ({
	cluster
}) => {
	const before = cluster.instances();
	expect(before).toHaveLength(2);
	await underLoad(cluster, async () => {
		cluster.signal('SIGHUP');
		await cluster.says(/^All instances are new/m);
	});
	const after = cluster.instances();
	expect(after).toHaveLength(2);
	expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test('[D2] [X1] an instance that is killed is followed by another, and takes no message along', async ({
	cluster
}) => {
	const [first] = cluster.instances();
	await underLoad(cluster, async () => {
		process.kill(first!, 'SIGKILL');
		await cluster.says(/^Instance 1 is ready again/m);
	});
	expect(cluster.instances()).toHaveLength(2);
});

test('[X4] Redis is started again where it dies', async ({ cluster }) => {
	const [redis] = cluster.redis();
	process.kill(redis!, 'SIGKILL');
	await cluster.says(/^Redis has ended; it is started again/m);
	await expect
		.poll(async () => {
			const response = await fetch(`${cluster.url}/readyz`);
			return (await response.json()) as unknown;
		})
		.toMatchObject({ status: 'ok' });
	expect(cluster.redis()).toHaveLength(1);
});

test('[C7] SIGTERM drains all instances, and the end is a good one', async ({ cluster }) => {
	const processes = cluster.processes();
	const sockets = [new WebSocket(cluster.lineUrl), new WebSocket(cluster.lineUrl)];
	const heard: string[] = [];
	for (const socket of sockets) {
		socket.on('message', (data: Buffer) => heard.push(data.toString()));
	}
	await Promise.all(sockets.map((socket) => once(socket, 'open')));
	const closed = sockets.map(async (socket) => (await once(socket, 'close')) as [number]);
	cluster.signal('SIGTERM');
	expect((await Promise.all(closed)).map(([code]) => code)).toEqual([1001, 1001]);
	expect(heard.filter((text) => text.includes('"type":"disconnect"'))).toHaveLength(2);
	expect(await cluster.ended()).toBe(0);
	expect(processes.filter(isRunning)).toEqual([]);
});

test('[C7] whatever ends the cluster’s own process, no other outlives it', async ({ cluster }) => {
	const processes = cluster.processes();
	expect(processes).toEqual(expect.arrayContaining([...cluster.instances(), ...cluster.redis()]));
	cluster.signal('SIGKILL');
	await expect.poll(() => processes.filter(isRunning)).toEqual([]);
});

test('a number that is none, and a port that is taken, are told of', async ({ cluster }) => {
	await expect(TestCluster.start(0)).rejects.toThrow(/"0" is no number of instances/);
	const port = String(cluster.port);
	await expect(TestCluster.start(1, { PORT: port })).rejects.toThrow(`Port ${port} is taken.`);
});
