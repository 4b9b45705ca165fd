import process from 'node:process';
import { attackServer } from '../bench/faults/hostile';
import { killUnderLoad } from '../bench/faults/kill';
import { loseRedis } from '../bench/faults/redis-away';
import { expect, test } from '@playwright/test';

/** A tenth of everything; `npm run bench -- --full` has the whole. */
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const KILLS = 20;
const OUTAGES = 2;
const ATTACKS = Number(process.env['ATTACKS'] ?? 10_000);

test(`[F1] [D2] [D3] killed ${KILLS} times under load, the server keeps what it promised, and once`, async () => {
	test.setTimeout(600_000);
	console.log(`SEED=${SEED}`);
	const { problems, results, messages, keys } = await killUnderLoad(KILLS, SEED);
	console.log(
		`${results} results, ${messages} messages, ${JSON.stringify(keys)} keys were promised`
	);
	expect(problems).toEqual([]);
	expect(Math.min(results, messages, keys.made, keys.revoked)).toBeGreaterThan(0);
});

test(`[F3] [L1] [E2] ${ATTACKS.toLocaleString('en')} hostile connections: right codes, no crash, memory flat`, async () => {
	test.setTimeout(900_000);
	console.log(`SEED=${SEED}`);
	const report = await attackServer(ATTACKS, SEED);
	console.log(JSON.stringify(report));
	expect(report.problems).toEqual([]);
	expect(report.served).toBeGreaterThan(100);
	expect(report.heapBytesEach).toBeLessThan(512);
	// What the allocators keep for the next crowd goes up and down by tens of megabytes.
	expect(report.memoryGrowth).toBeLessThan(64 * 2 ** 20);
});

test(`[F4] [X4] Redis lost ${OUTAGES} times under load: nothing promised is lost, and all are up to date within 2 s`, async () => {
	test.setTimeout(300_000);
	console.log(`SEED=${SEED}`);
	const { problems, results, messages, changes, upToDateMs } = await loseRedis(OUTAGES, SEED);
	console.log(
		`${results} results, ${messages} messages, ${changes} changes; up to date after ${upToDateMs.map(Math.round)} ms`
	);
	expect(problems).toEqual([]);
	expect(Math.min(results, messages, changes)).toBeGreaterThan(0);
});
