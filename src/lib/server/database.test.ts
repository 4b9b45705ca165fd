import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database';
import { holdFolder } from './folder-lock';
import { createLog } from './log';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-database-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const alone = { shared: false, patienceMs: 100 };
const together = { shared: true, patienceMs: 100 };
const file = () => join(folder, 'greenroom.sqlite');
const open = () => openDatabase(file(), resolve('drizzle'), createLog({ LOG_LEVEL: 'silent' }));

test('[X5] a folder that another uses is refused with a sentence, and free again afterwards', () => {
	const letGo = holdFolder(folder, alone);
	expect(() => holdFolder(folder, alone)).toThrow(
		/another process uses .* Stop that one.* REDIS_URL/
	);
	expect(() => holdFolder(folder, together)).toThrow(/another process uses .* without REDIS_URL/);
	letGo();
	holdFolder(folder, alone)();
});

test('[X5] those that hear of each other share a folder, with nobody who does not', () => {
	const letGo = [holdFolder(folder, together), holdFolder(folder, together)];
	expect(() => holdFolder(folder, alone)).toThrow(/start both with the same REDIS_URL/);
	letGo[0]!();
	expect(() => holdFolder(folder, alone)).toThrow(/another process/);
	letGo[1]!();
	holdFolder(folder, alone)();
});

test('[X5] a database that a newer release has used is refused, and left as it is', async () => {
	await open().close();
	const sqlite = new SQLite(file());
	sqlite
		.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
		.run('later', Date.now() * 2);
	sqlite.close();
	expect(open).toThrow(/a newer release has used/);
});

test('[F8] a database file that was moved away is noticed', async () => {
	const database = open();
	await database.probe();
	renameSync(file(), join(folder, 'elsewhere.sqlite'));
	await new Promise((waited) => setTimeout(waited, 1_100));
	await expect(database.probe()).rejects.toThrow();
	await database.close();
});

test('[A7] nobody else on the machine reads the database', async () => {
	const database = open();
	await database.write(() => undefined);
	for (const name of ['', '-wal', '-shm']) {
		expect(statSync(file() + name).mode & 0o077).toBe(0);
	}
	await database.close();
});
