import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { openDatabase, type Database } from './database';
import { Jobs } from './jobs';
import { createLog } from './log';
import { job } from './schema';

const log = createLog({ LOG_LEVEL: 'silent' });

let folder: string;
let databases: Database[];
let instances: Jobs[];
let ahead: number;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-jobs-'));
	copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
	[databases, instances, ahead] = [[], [], 0];
});
afterEach(async () => {
	for (const instance of instances) await instance.stop();
	for (const database of databases) await database.close();
	rmSync(folder, { recursive: true });
});

const now = () => Date.now() + ahead;

function start(owner: string): {
	jobs: Jobs;
	database: Database;
	plan(subject: string, dueAt: number): Promise<void>;
} {
	const database = openDatabase(join(folder, 'greenroom.sqlite'), resolve('drizzle'), log);
	const jobs = new Jobs({ database, owner, now, log });
	databases.push(database);
	instances.push(jobs);
	const plan = (subject: string, dueAt: number) =>
		database.write((tx) => jobs.schedule(tx, 'bell', subject, dueAt));
	return { jobs, database, plan };
}

async function until(holds: () => boolean): Promise<void> {
	const deadline = performance.now() + 5_000;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error(`never: ${holds}`);
		await new Promise((wait) => setTimeout(wait, 5));
	}
}

test('[S5] a job is done when it is due, within some milliseconds', async () => {
	const { jobs, plan } = start('one');
	const rung: number[] = [];
	jobs.register('bell', async () => void rung.push(now()));
	const dueAt = now() + 120;
	await plan('noon', dueAt);
	await until(() => rung.length === 1);
	expect(rung[0]).toBeGreaterThanOrEqual(dueAt);
	expect(rung[0]).toBeLessThan(dueAt + 400);
});

test('[S5] of several instances one does it, and it is gone', async () => {
	const all = ['one', 'two', 'three'].map(start);
	const rung: string[] = [];
	for (const { jobs } of all) jobs.register('bell', async (subject) => void rung.push(subject));
	const dueAt = now() + 50;
	for (let bell = 0; bell < 40; bell++) await all[0]!.plan(`bell ${bell}`, dueAt);
	await until(() => rung.length >= 40);
	for (const { jobs } of all) await jobs.look();
	expect(rung.toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `bell ${n}`).toSorted());
	expect(all[1]!.database.read.select().from(job).all()).toEqual([]);
});

test('[S5] what a crashed instance had in hand goes to another one when its lease is over', async () => {
	const crashed = start('crashed');
	crashed.jobs.register('bell', () => new Promise(() => undefined));
	await crashed.plan('noon', now());
	void crashed.jobs.look();
	await until(() => crashed.database.read.select().from(job).get()?.leasedBy === 'crashed');
	// It is not heard of again: what it never finishes must not be waited for either.
	instances.splice(instances.indexOf(crashed.jobs), 1);

	const other = start('other');
	const rung: string[] = [];
	other.jobs.register('bell', async (subject) => void rung.push(subject));
	await other.jobs.look();
	expect(rung).toEqual([]);
	ahead = 31_000;
	await other.jobs.look();
	expect(rung).toEqual(['noon']);
});

test('[S5] one that fails is tried again, later each time', async () => {
	const { jobs, database, plan } = start('one');
	let tries = 0;
	jobs.register('bell', async () => {
		tries += 1;
		if (tries < 3) throw new Error('not yet');
	});
	await plan('noon', now());
	await jobs.look();
	expect(tries).toBe(1);
	const waits = [1_000, 2_000];
	for (const wait of waits) {
		const { dueAt } = database.read.select().from(job).get()!;
		expect(dueAt.getTime() - now()).toBeGreaterThan(wait - 500);
		ahead += wait;
		await jobs.look();
	}
	expect(tries).toBe(3);
	expect(database.read.select().from(job).all()).toEqual([]);
});

test('[S5] planned anew, the last plan counts; cancelled, nothing happens', async () => {
	const { jobs, database, plan } = start('one');
	const rung: string[] = [];
	jobs.register('bell', async (subject) => void rung.push(subject));
	await plan('moved', now() + 20);
	await plan('moved', now() + 60_000);
	await plan('dropped', now() + 20);
	await database.write((tx) => jobs.cancel(tx, 'bell', 'dropped'));
	await new Promise((wait) => setTimeout(wait, 100));
	await jobs.look();
	expect(rung).toEqual([]);
	ahead = 60_000;
	await jobs.look();
	expect(rung).toEqual(['moved']);
});

test('[S5] a job that plans itself again meanwhile is not taken for done', async () => {
	const { jobs, database, plan } = start('one');
	let rung = 0;
	jobs.register('bell', async () => {
		rung += 1;
		if (rung === 1) await plan('noon', now());
	});
	await plan('noon', now());
	await jobs.look();
	await jobs.look();
	expect(rung).toBe(2);
	expect(database.read.select().from(job).all()).toEqual([]);
});

test('[S5] what is due and cannot be taken is asked for twice a second, not without a pause', async () => {
	const { jobs, plan, database } = start('one');
	const rung: string[] = [];
	jobs.register('bell', async (subject) => void rung.push(subject));
	await plan('noon', now() + 30);
	const write = vi.spyOn(database, 'write').mockRejectedValue(new Error('disk full'));
	await until(() => write.mock.calls.length > 0);
	await new Promise((wait) => setTimeout(wait, 300));
	expect(write.mock.calls.length).toBeLessThan(3);
	write.mockRestore();
	await until(() => rung.length === 1);
});
