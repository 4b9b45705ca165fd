import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionsUpTo } from '../../realtime/permissions';
import type { TestApp } from '../../testing/app';
import { startTestCluster, type TestCluster } from '../../testing/cluster';
import type { RawClient } from '../../testing/raw-client';
import { makeShop, untilIt, untilOver, type TestShop } from './analyses.fixtures';

/** Two instances over one database and a real Redis; analyses in processes of their own. */

let shop: TestShop;
let cluster: TestCluster;
let here: TestApp;
let there: TestApp;
let userId: string;

beforeAll(async () => {
	shop = await makeShop();
	cluster = await startTestCluster(1, {
		LOCAL_REPO_ROOTS: shop.root,
		LIMIT_MESSAGES_PER_MINUTE: '10000'
	});
	[here] = cluster.apps;
	userId = (await here.app.accounts.byToken('chief')).userId;
}, 60_000);
afterAll(async () => {
	await cluster.stop();
	await shop.remove();
});

async function analyse(): Promise<string> {
	const chief = { userId, permissions: permissionsUpTo('admin'), credential: 'x' };
	return (await here.app.analyses.create(chief, { path: shop.path })).analysisId;
}

/** All that says that it is done, whichever way it came. */
const saysDone = ({ payload }: { payload: Record<string, unknown> }) =>
	payload['status'] === 'completed' || payload['currentStatus'] === 'completed';

async function hearsDone(client: RawClient): Promise<void> {
	await expect.poll(() => client.received.some(saysDone), { timeout: 30_000 }).toBe(true);
}

test('[N1] [X2] what one instance carries out is cancelled on another that came later', async () => {
	const analysisId = await analyse();
	await untilIt(here, userId, analysisId, ({ status }) => status === 'processing');
	there = await cluster.add();
	await cluster.settled('joined');
	const client = await here.openAs('chief');
	await client.request('subscribe_analysis', { analysisId });
	await there.app.analyses.cancel(userId, analysisId);
	await client.next('analysis_status', ({ payload }) => payload['status'] === 'cancelled');
	const { lastSeq } = await here.app.analyses.show(userId, analysisId);
	await there.app.analyses.remove(userId, analysisId);
	await client.next('analysis_status', ({ payload }) => payload['status'] === 'deleted');
	expect(lastSeq).toBeGreaterThanOrEqual(0);
	// Whoever had the process in hand removes what it wrote, once it is gone.
	const folder = join(cluster.folder, 'analyses', analysisId);
	await expect.poll(() => existsSync(folder), { timeout: 5_000 }).toBe(false);
	client.close();
}, 60_000);

test('[X1] [N3] both instances tell the same, whichever carries it out', async () => {
	const clients = [await here.openAs('chief'), await there.openAs('chief')];
	const analysisId = await analyse();
	for (const client of clients) await client.request('subscribe_analysis', { analysisId });
	const done = await untilOver(here, userId, analysisId);
	for (const client of clients) await hearsDone(client);
	const told = clients.map(({ received }) =>
		received
			.filter(({ type }) => ['analysis_findings', 'stage_completed'].includes(type))
			.map(({ type, payload }) => [type, payload['seq'] ?? payload['stage']])
	);
	expect(told[0]).toEqual(told[1]);
	expect(done.status).toBe('completed');
	for (const client of clients) client.close();
}, 60_000);

test('[X4] while Redis is away it goes on, and everybody is brought up to date', async () => {
	const clients = [await here.openAs('chief'), await there.openAs('chief')];
	await cluster.redis.kill();
	await cluster.settled('away');
	const analysisId = await analyse();
	for (const client of clients) await client.request('subscribe_analysis', { analysisId });
	const { lastSeq } = await untilOver(there, userId, analysisId);
	for (const client of clients) await hearsDone(client);
	await cluster.redis.restart();
	await cluster.settled('joined');
	const again = await there.openAs('chief');
	const { payload } = await again.request('subscribe_analysis', { analysisId });
	expect(payload).toMatchObject({ currentStatus: 'completed', lastSeq });
	for (const client of [...clients, again]) client.close();
}, 90_000);
