import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { startTestLine, type TestLine } from '../../testing/line';
import type { RawClient } from '../../testing/raw-client';
import { defineMessages } from '../catalogue';
import { defineFeature } from './handlers';

const messages = defineMessages({
	add: {
		direction: 'in',
		summary: 'Adds one.',
		schema: z.object({ what: z.string() }),
		permission: 'write',
		bucket: 'messages',
		answeredBy: 'added',
		changes: true
	},
	added: {
		direction: 'out',
		summary: 'One more.',
		schema: z.object({ total: z.number() }),
		replaces: false
	}
});

let line: TestLine;

async function start(): Promise<TestLine> {
	line = await startTestLine({
		features: (database) => [
			defineFeature(messages, {
				add: ({ what }, { keep }) =>
					database.write((tx) => {
						tx.run(sql`insert into added values (${what})`);
						const [row] = tx.all<{ total: number }>(sql`select count(*) as total from added`);
						keep(tx, row!);
						return row!;
					})
			})
		]
	});
	await line.database.write((tx) => void tx.run(sql`create table added (what text)`));
	return line;
}

afterEach(() => line.stop());

const added = () =>
	line.database.read.all<{ what: string }>(sql`select what from added`).map(({ what }) => what);

test('[F8] [D2] [D3] a database that is full: said, nothing kept; the same message is done once there is room', async () => {
	await start();
	const client = await line.openAs('alice');
	await line.database.write((tx) => void tx.all(sql`pragma max_page_count = 1`));
	// Too much for the pages that are there.
	const what = 'x'.repeat(100_000);
	await expectRefusals(client, what);

	await line.database.write((tx) => void tx.all(sql`pragma max_page_count = 1000000`));
	for (let times = 0; times < 2; times += 1) {
		client.send('add', { what }, 'same');
		expect(await client.next('added')).toMatchObject({ requestId: 'same', payload: { total: 1 } });
	}
	expect(added()).toEqual([what]);
	client.close();
});

test('[F8] [D2] a database that has become read-only: said, nothing kept', async () => {
	await start();
	const client = await line.openAs('alice');
	await line.database.probe();
	await line.database.write((tx) => void tx.run(sql`pragma query_only = on`));
	await expectRefusals(client, 'small');
	// What readyz asks looks anew once a second.
	const probed = () => line.database.probe().then(String, String);
	await expect.poll(probed, { timeout: 5_000 }).toContain('cannot store');
	client.close();
});

async function expectRefusals(client: RawClient, what: string): Promise<void> {
	for (let tries = 0; tries < 3; tries += 1) {
		client.send('add', { what }, 'same');
		const { requestId, payload } = await client.next('error');
		expect(requestId).toBe('same');
		expect(payload).toMatchObject({ errorCode: 'CAPACITY_EXCEEDED', retryable: true });
	}
	expect(added()).toEqual([]);
	expect((await client.request('ping')).type).toBe('pong');
}

test('[F8] a credential that cannot be checked says nothing about the credential', async () => {
	await start();
	line.identify.gate = Promise.reject(new Error('the disk is gone'));
	line.identify.gate.catch(() => undefined);
	const client = await line.open();
	client.send('authenticate', { token: 'alice' }, 'who');
	const { payload } = await client.next('error');
	expect(payload).toMatchObject({ errorCode: 'INTERNAL_ERROR', retryable: true });
	// Not 4000, after which nobody would come back (rule E4).
	expect((await client.closed).code).toBe(1011);
});
