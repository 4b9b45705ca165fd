import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startTestApp, type TestApp } from './app';
import { startRedis, type TestRedis } from './redis';

/** Several instances over one database and one Redis, in this process. */
export interface TestCluster {
	apps: [TestApp, TestApp, ...TestApp[]];
	redis: TestRedis;
	folder: string;
	/** One more instance. */
	add(env?: Record<string, string>): Promise<TestApp>;
	/** Resolves once no instance, or every one, is away from Redis. */
	settled(state: 'joined' | 'away'): Promise<void>;
	stop(): Promise<void>;
}

/** How long a test waits for the instances to notice what became of Redis. */
const PATIENCE_MS = 15_000;

/** @param env variables of each instance */
export async function startTestCluster(
	count = 2,
	env: Record<string, string> = {}
): Promise<TestCluster> {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-cluster-'));
	copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
	const redis = await startRedis();
	const apps: TestApp[] = [];
	const add: TestCluster['add'] = async (own) => {
		const app = await startTestApp({ DATA_DIR: folder, REDIS_URL: redis.url, ...env, ...own });
		apps.push(app);
		return app;
	};
	while (apps.length < count) await add();
	return {
		apps: apps as TestCluster['apps'],
		redis,
		folder,
		add,
		async settled(state) {
			const deadline = Date.now() + PATIENCE_MS;
			while (apps.some(({ app }) => app.cluster.state !== state)) {
				if (Date.now() > deadline) throw new Error(`not all instances are ${state}`);
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		async stop() {
			await Promise.all(apps.map((app) => app.stop()));
			await redis.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
