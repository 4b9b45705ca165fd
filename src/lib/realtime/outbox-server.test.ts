import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod/mini';
import { startTestLine, type TestLine } from '../testing/line';
import { seededRandom } from '../typing/generate';
import { defineMessages } from './catalogue';
import { LineClient } from './client';
import { outboxOver } from './outbox-client';
import { MemoryOutboxStore, type OutboxStore } from './outbox-store';
import type { OutboxTabs } from './outbox-tabs';
import { browser } from './outbox.fixtures';
import { until } from './scripted-line.fixtures';
import { defineFeature } from './server/handlers';

/** The outbox against the server that it is made for: both halves of delivery together. */

const messages = defineMessages({
	write_line: {
		direction: 'in',
		summary: 'Adds a line.',
		schema: z.object({ text: z.string() }),
		permission: 'write',
		bucket: 'none',
		answeredBy: 'line_written',
		changes: true
	},
	line_written: {
		direction: 'out',
		summary: 'It is kept.',
		schema: z.object({ text: z.string() }),
		replaces: false
	}
});

let line: TestLine;
let folder: string | undefined;
const clients: LineClient[] = [];

/** @param cut whether the connection breaks `before` a message is done or `after`, instead of the answer */
function start(cut: () => 'before' | 'after' | undefined): Promise<TestLine> {
	return startTestLine({
		folder,
		features: (database) => [
			defineFeature(messages, {
				async write_line({ text }, { connection, keep }) {
					const when = cut();
					if (when === 'before') {
						connection.terminate();
						throw new Error('nothing was done');
					}
					await database.write((tx) => {
						tx.run(sql`create table if not exists line (text text)`);
						tx.run(sql`insert into line values (${text})`);
						keep(tx, { text });
					});
					if (when === 'after') connection.terminate();
					return { text };
				}
			})
		]
	});
}

const lines = () =>
	line.database.read.all<{ text: string }>(sql`select text from line`).map(({ text }) => text);

/** A page of alice's. */
function openPage(store: OutboxStore, tabs: OutboxTabs = browser()()) {
	const client = new LineClient({
		url: line.url,
		WebSocket,
		credential: () => ({ token: 'alice' }),
		random: () => 0
	});
	const outbox = outboxOver(client, {
		store,
		tabs,
		onChange: () => undefined
	});
	clients.push(client);
	outbox.belongTo('alice');
	client.connect();
	return { client, outbox };
}

afterEach(async () => {
	for (const client of clients.splice(0)) client.close();
	await line.stop();
	if (folder !== undefined) rmSync(folder, { recursive: true });
	folder = undefined;
});

test('[D5] lines said over a network that breaks at any moment are there once, in order', async () => {
	const random = seededRandom(20_260_301);
	line = await start(() => {
		const luck = random();
		return luck < 0.2 ? 'before' : luck < 0.4 ? 'after' : undefined;
	});
	const { outbox } = openPage(new MemoryOutboxStore());
	const said = Array.from({ length: 60 }, (_, index) => `line ${index}`);
	const answers = await Promise.all(said.map((text) => outbox.say('write_line', { text })));
	expect(answers.map(({ text }) => text)).toEqual(said);
	expect(lines()).toEqual(said);
});

test('[D5] two pages without locks send the same messages, and each is done once, in order', async () => {
	const random = seededRandom(20_260_302);
	line = await start(() => (random() < 0.2 ? 'after' : undefined));
	const store = new MemoryOutboxStore();
	const tab = browser(false);
	const page = openPage(store, tab());
	const said = Array.from({ length: 30 }, (_, index) => `line ${index}`);
	const answers = Promise.all(said.map((text) => page.outbox.say('write_line', { text })));
	openPage(store, tab());
	await answers;
	expect(lines()).toEqual(said);
});

test('[D2] done and not answered when both ends die: after both are back it is there once', async () => {
	folder = mkdtempSync(join(tmpdir(), 'greenroom-outbox-'));
	line = await start(() => 'after');
	const store = new MemoryOutboxStore();
	const before = openPage(store);
	void before.outbox.say('write_line', { text: 'one' });
	void before.outbox.say('write_line', { text: 'two' });
	await until(() => before.client.state.attempt > 0);
	before.client.close();
	await line.stop();

	line = await start(() => undefined);
	expect(lines()).toEqual(['one']);
	openPage(store);
	await until(() => lines().length === 2);
	expect(lines()).toEqual(['one', 'two']);
	await expect.poll(() => store.all()).toEqual([]);
});
