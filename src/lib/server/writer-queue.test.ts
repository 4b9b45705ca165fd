import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from './log';
import { WriterQueue } from './writer-queue';

let file: string;
let sqlite: SQLite.Database;
let queue: WriterQueue<SQLite.Database>;

beforeEach(() => {
	file = join(mkdtempSync(join(tmpdir(), 'greenroom-test-')), 'queue.sqlite');
	sqlite = new SQLite(file);
	sqlite.pragma('journal_mode = WAL');
	sqlite.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)');
	queue = new WriterQueue(sqlite, sqlite, createLog({ LOG_LEVEL: 'silent' }));
});
afterEach(async () => {
	sqlite.pragma('max_page_count = 1000000');
	await queue.close();
	sqlite.close();
});

const add = (text: string) => (tx: SQLite.Database) =>
	tx.prepare('INSERT INTO note (text) VALUES (?)').run(text);

/** What another connection sees, that is, what is committed. */
function committed(): string[] {
	const other = new SQLite(file, { readonly: true });
	const rows = other.prepare('SELECT text FROM note ORDER BY id').pluck().all();
	other.close();
	return rows as string[];
}

describe('[D2] the writer', () => {
	test('[D2] counts its commits, the jobs in them, and those that wait', async () => {
		const writes = ['a', 'b', 'c'].map((text) => queue.write(add(text)));
		expect(queue.waiting).toBe(3);
		await Promise.all(writes);
		await queue.write(add('d'));
		expect([queue.waiting, queue.jobs]).toEqual([0, 4]);
		expect(queue.commits.buckets.reduce((sum, count) => sum + count)).toBe(2);
		expect(queue.commits.totalMs).toBeGreaterThan(0);
	});

	test('[D2] resolves after the commit: another connection sees it', async () => {
		await queue.write(add('a'));
		expect(committed()).toEqual(['a']);
	});

	test('[D2] takes all that waits into one commit', async () => {
		const watcher = new SQLite(file);
		const before = watcher.pragma('data_version', { simple: true }) as number;
		await Promise.all(Array.from({ length: 50 }, (_, index) => queue.write(add(`n${index}`))));
		expect(committed()).toHaveLength(50);
		expect((watcher.pragma('data_version', { simple: true }) as number) - before).toBe(1);
		watcher.close();
	});

	test('[D2] a job that fails takes back its own writes and nobody else’s', async () => {
		const outcomes = await Promise.allSettled([
			queue.write(add('a')),
			queue.write((tx) => {
				add('half')(tx);
				throw new Error('no');
			}),
			queue.write(add('a')),
			queue.write(add('b'))
		]);
		expect(outcomes.map(({ status }) => status)).toEqual([
			'fulfilled',
			'rejected',
			'rejected',
			'fulfilled'
		]);
		expect(committed()).toEqual(['a', 'b']);
	});

	test('[D2] a job may await its own queries; the next one starts after it', async () => {
		const order: string[] = [];
		await Promise.all([
			queue.write(async (tx) => {
				order.push('first begins');
				await Promise.resolve();
				add('a')(tx);
				order.push('first ends');
			}),
			queue.write(() => {
				order.push('second');
			})
		]);
		expect(order).toEqual(['first begins', 'first ends', 'second']);
	});

	test('[F8] a full disk promises nothing, says so, and heals without a restart', async () => {
		await queue.write(add('before'));
		const pages = sqlite.pragma('page_count', { simple: true }) as number;
		sqlite.pragma(`max_page_count = ${pages}`);
		const outcomes = await Promise.allSettled([
			queue.write(add('small')),
			queue.write(add('x'.repeat(1_000_000)))
		]);
		expect(outcomes[1]).toMatchObject({
			status: 'rejected',
			reason: { code: 'CAPACITY_EXCEEDED' }
		});
		// Whatever was promised is there, whatever was refused is not.
		expect(committed().includes('small')).toBe(outcomes[0].status === 'fulfilled');
		sqlite.pragma('max_page_count = 1000000');
		await queue.write(add('after'));
		expect(committed()).toContain('after');
	});

	test('[F8] a database locked by another process is waited for without blocking the loop', async () => {
		const other = new SQLite(file);
		other.exec('BEGIN IMMEDIATE');
		const writing = queue.write(add('patient'));
		let turns = 0;
		const counting = setInterval(() => (turns += 1), 5);
		await new Promise((resolve) => setTimeout(resolve, 300));
		clearInterval(counting);
		expect(committed()).toEqual([]);
		other.exec('COMMIT');
		await writing;
		expect(committed()).toEqual(['patient']);
		expect(turns).toBeGreaterThan(5);
		other.close();
	});

	test('[C7] closing waits for what is under way and takes nothing more', async () => {
		const writing = queue.write(add('last'));
		const closing = queue.close();
		await expect(queue.write(add('late'))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
		await Promise.all([writing, closing]);
		expect(committed()).toEqual(['last']);
	});
});
