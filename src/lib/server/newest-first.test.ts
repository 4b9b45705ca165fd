import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from './database';
import { createLog } from './log';
import { behind, newestFirst, pageOf, readCursor } from './newest-first';
import { job } from './schema';

let folder: string;
let database: Database;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-newest-first-'));
	const file = join(folder, 'greenroom.sqlite');
	copyFileSync(inject('templateDatabase'), file);
	database = openDatabase(file, resolve('drizzle'), createLog({ LOG_LEVEL: 'silent' }));
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const idOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;

async function add(...times: number[]): Promise<void> {
	await database.write((tx) => {
		for (const [index, time] of times.entries()) {
			const id = idOf(index);
			tx.insert(job)
				.values({ id, kind: 'listed', subject: id, dueAt: new Date(time) })
				.run();
		}
	});
}

function list(cursor: string | undefined, limit: number) {
	const found = database.read
		.select()
		.from(job)
		.where(behind(readCursor(cursor), job.dueAt, job.id))
		.orderBy(...newestFirst(job.dueAt, job.id))
		.limit(limit + 1)
		.all();
	return pageOf(found, limit, ({ dueAt: at, id }) => ({ at, id }));
}

test('[R2] page by page every row comes once, newest first, also of one moment', async () => {
	await add(5, 9, 5, 5, 7);
	const ids: string[][] = [];
	let cursor: string | undefined;
	do {
		const { rows, next } = list(cursor, 2);
		ids.push(rows.map(({ id }) => id));
		cursor = next.nextCursor;
	} while (cursor !== undefined && ids.length < 9);
	expect(ids).toEqual([[idOf(1), idOf(4)], [idOf(3), idOf(2)], [idOf(0)]]);
});

test('[R2] a page that is just full has no next one', async () => {
	await add(1, 2);
	expect(list(undefined, 2).next).toEqual({});
	expect(list(undefined, 1).next).toHaveProperty('nextCursor');
});

test('[R1] a cursor that is none of ours is refused, with its name', () => {
	const foreign = Buffer.from('1.not-an-id').toString('base64url');
	for (const cursor of ['', 'x', foreign]) {
		expect(() => readCursor(cursor)).toThrow(
			expect.objectContaining({ code: 'INVALID_MESSAGE_FORMAT', details: { path: 'cursor' } })
		);
	}
});
