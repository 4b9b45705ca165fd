import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import SQLite from 'better-sqlite3';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openDatabase } from './database';
import { createLog } from './log';
import type { RivalReport } from './rival-writer.fixtures';

const COUNTED = 'count';
const program = mkdtempSync(resolve('node_modules/.cache-rival-'));

beforeAll(async () => {
	await build({
		configFile: false,
		logLevel: 'error',
		build: {
			ssr: 'src/lib/server/rival-writer.fixtures.ts',
			outDir: program,
			target: 'node24',
			rolldownOptions: { output: { entryFileNames: 'rival-writer.js' } }
		}
	});
});
afterAll(() => rmSync(program, { recursive: true, force: true }));

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-rivals-'));
	file = join(folder, 'greenroom.sqlite');
	copyFileSync(inject('templateDatabase'), file);
	const sqlite = new SQLite(file);
	sqlite.prepare('insert into house_fact (name, value) values (?, ?)').run(COUNTED, '0');
	sqlite.close();
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/** Once it is ready: what tells it to begin, and what it reports. */
async function rival(count: number): Promise<{ begin: () => Promise<RivalReport> }> {
	const child = fork(join(program, 'rival-writer.js'), [file, String(count)]);
	children.push(child);
	const next = () =>
		new Promise<unknown>((heard, failed) => {
			child.once('message', heard);
			child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
		});
	await next();
	return {
		begin() {
			child.send('begin');
			return next() as Promise<RivalReport>;
		}
	};
}

function counted(): number {
	const sqlite = new SQLite(file, { readonly: true });
	const value = sqlite.prepare('select value from house_fact where name = ?').pluck().get(COUNTED);
	sqlite.close();
	return Number(value);
}

test('[S4] of 1,000 changes from two processes at once none is lost', async () => {
	const rivals = await Promise.all([rival(500), rival(500)]);
	const reports = await Promise.all(rivals.map(({ begin }) => begin()));
	expect(counted()).toBe(1_000);
	expect(reports.map(({ tookMs }) => tookMs.length)).toEqual([500, 500]);
});

test('[F8] whoever has more to write than fits lets another process in between', async () => {
	const database = openDatabase(file, resolve('drizzle'), createLog({ LOG_LEVEL: 'silent' }));
	const other = await rival(50);
	let isOver = false;
	const deadline = performance.now() + 8_000;
	const busy = Promise.all(
		Array.from({ length: 2_000 }, async () => {
			while (!isOver && performance.now() < deadline) {
				await database.write((tx) => void tx.run('select 1'));
			}
		})
	);
	const { tookMs } = await other.begin();
	isOver = true;
	await busy;
	await database.close();
	expect(counted()).toBe(50);
	expect(tookMs.at(-1)).toBeLessThan(4_000);
});
