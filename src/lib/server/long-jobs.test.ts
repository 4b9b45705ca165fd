import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { openDatabase, type Database } from './database';
import { Jobs, type JobOptions, type JobRun } from './jobs';
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
	vi.useRealTimers();
	for (const instance of instances) await instance.stop();
	for (const database of databases) await database.close();
	rmSync(folder, { recursive: true });
});

const now = () => Date.now() + ahead;

interface Dig extends JobRun {
	subject: string;
	end(): void;
	fail(error: Error): void;
}

/** An instance that digs: a dig lasts until the test ends it, or it is told to stop. */
function start(owner: string, options: JobOptions = {}, isAlone = false) {
	const database = openDatabase(join(folder, 'greenroom.sqlite'), resolve('drizzle'), log);
	const jobs = new Jobs({ database, owner, isAlone, now, log });
	const digs: Dig[] = [];
	const runner = (subject: string, run: JobRun) =>
		new Promise<void>((end, fail) => {
			digs.push({ subject, ...run, end, fail });
			run.signal.addEventListener('abort', () => fail(run.signal.reason as Error));
		});
	jobs.register('dig', runner, { isLong: true, ...options });
	databases.push(database);
	instances.push(jobs);
	const plan = (...subjects: string[]) =>
		database.write((tx) => {
			for (const subject of subjects) jobs.schedule(tx, 'dig', subject, now());
		});
	const row = (subject: string) =>
		database.read
			.select()
			.from(job)
			.all()
			.find((one) => one.subject === subject);
	return { jobs, database, digs, plan, row };
}

const subjectsOf = (digs: readonly Dig[]) => digs.map(({ subject }) => subject);

test('[S5] a long job holds up nothing that is due after it', async () => {
	const { jobs, database, digs, plan, row } = start('one');
	const rung: string[] = [];
	jobs.register('bell', async (subject) => void rung.push(subject));
	await plan('well');
	await jobs.look();
	await database.write((tx) => jobs.schedule(tx, 'bell', 'noon', now()));
	await jobs.look();
	expect(rung).toEqual(['noon']);
	expect(row('well')).toMatchObject({ leasedBy: 'one', attempts: 1 });
	digs[0]!.end();
	await vi.waitFor(() => expect(row('well')).toBeUndefined());
});

test('[S5] nor does a slow one of those that are short', async () => {
	const { jobs, database } = start('one');
	const rung: string[] = [];
	let finish: () => void = () => undefined;
	jobs.register('slow', () => new Promise<void>((resolve) => (finish = resolve)));
	jobs.register('bell', async (subject) => void rung.push(subject));
	await database.write((tx) => jobs.schedule(tx, 'slow', 'snail', now()));
	void jobs.look();
	await new Promise((wait) => setTimeout(wait, 50));
	await database.write((tx) => jobs.schedule(tx, 'bell', 'noon', now()));
	await vi.waitFor(() => expect(rung).toEqual(['noon']));
	finish();
});

test('[S5] the lease of a long job is renewed for as long as it runs', async () => {
	const one = start('one');
	const other = start('other');
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	await one.plan('well');
	await one.jobs.look();
	for (const seconds of [10, 20, 30, 40]) {
		ahead = seconds * 1_000;
		vi.advanceTimersByTime(10_000);
		await vi.waitFor(() => {
			const left = one.row('well')!.leasedUntil!.getTime() - now();
			expect(left).toBeGreaterThan(25_000);
		});
		await other.jobs.look();
	}
	expect(subjectsOf(other.digs)).toEqual([]);
	expect(one.digs[0]!.signal.aborted).toBe(false);
});

test('[S5] whoever has lost the lease is told so, and takes it from nobody', async () => {
	const one = start('one');
	const other = start('other');
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	await one.plan('well');
	await one.jobs.look();
	ahead = 31_000;
	await other.jobs.look();
	expect(subjectsOf(other.digs)).toEqual(['well']);
	vi.advanceTimersByTime(10_000);
	await vi.waitFor(() => expect(one.digs[0]!.signal.aborted).toBe(true));
	await new Promise((wait) => setTimeout(wait, 50));
	expect(one.row('well')).toMatchObject({ leasedBy: 'other', attempts: 2 });
});

test('[N6] an instance that stops gives long jobs back at once, as if they had not been begun', async () => {
	const one = start('one');
	const other = start('other');
	await one.plan('well');
	await one.jobs.look();
	await one.jobs.stop();
	expect(one.digs[0]!.signal.aborted).toBe(true);
	expect(one.row('well')).toMatchObject({ leasedBy: null, attempts: 0 });
	await other.jobs.look();
	expect(other.digs[0]).toMatchObject({ subject: 'well', attempt: 1 });
});

test('[N6] whoever is alone goes on at once with what a crashed one had in hand', async () => {
	const crashed = start('crashed');
	await crashed.plan('well');
	await crashed.jobs.look();
	instances.splice(instances.indexOf(crashed.jobs), 1);

	const shared = start('shared');
	await shared.jobs.look();
	expect(subjectsOf(shared.digs)).toEqual([]);
	const alone = start('alone', {}, true);
	await alone.jobs.look();
	expect(alone.digs[0]).toMatchObject({ subject: 'well', attempt: 2 });
});

test('[L6] no more than so many of a kind are in hand, and the next begins when one ends', async () => {
	const { jobs, digs, plan } = start('one', { most: 2 });
	await plan('first', 'second', 'third');
	await jobs.look();
	expect(digs).toHaveLength(2);
	digs[0]!.end();
	await vi.waitFor(() => expect(digs).toHaveLength(3));
	expect(subjectsOf(digs).toSorted()).toEqual(['first', 'second', 'third']);
});

test('[L6] who may begin is picked among all that are due, knowing who runs anywhere', async () => {
	const pick: JobOptions['pick'] = (_, { due, running }) => {
		const owners = running.map((subject) => subject[0]);
		return due.filter((subject) => !owners.includes(subject[0])).toReversed();
	};
	const one = start('one', { most: 1, pick });
	const other = start('other', { most: 1, pick });
	await one.plan('ann 1', 'ann 2', 'bob 1');
	await one.jobs.look();
	await other.jobs.look();
	expect(subjectsOf([...one.digs, ...other.digs]).map((subject) => subject[0])).toEqual(['b', 'a']);
	await other.jobs.look();
	one.digs[0]!.end();
	await vi.waitFor(() => expect(one.row('bob 1')).toBeUndefined());
	await one.jobs.look();
	// Ann has one in hand already.
	expect(one.digs).toHaveLength(1);
});

test('[N6] planned anew while it runs, it is begun again when it has ended, and not before', async () => {
	const { database, jobs, digs, plan } = start('one');
	await plan('well');
	await jobs.look();
	await database.write((tx) => jobs.cancel(tx, 'dig', 'well'));
	await plan('well');
	await jobs.look();
	expect(digs).toHaveLength(1);
	digs[0]!.end();
	await vi.waitFor(() => expect(digs).toHaveLength(2));
});
