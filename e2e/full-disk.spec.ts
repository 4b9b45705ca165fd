import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import SQLite from 'better-sqlite3';
import { RestCaller, type Answer } from '../bench/faults/rest';
import { FaultServer, type FaultServerOptions } from '../bench/faults/server';
import type { ChatMessage } from '../src/lib/chat/threads';
import { RawClient, type Received } from '../src/lib/testing/raw-client';
import { decodeLog } from '../src/lib/typing/log';
import type { ReservedTest } from '../src/lib/typing/results';

/**
 * F8: what the built server does when its database cannot be written: it says so, promises nothing,
 * and goes on by itself once it can.
 */

const DATABASE = 'greenroom.sqlite';
const KEY = 'somebody';
const CHANNEL = 'room:notes';
const TEXT = 'keys that wait for a disk';
const SENTENCE = 'The server cannot store anything right now.';
/** A commit waits five seconds for another process, and the one behind it as long again. */
const ANSWERED_WITHIN_MS = 15_000;

/** The server, and somebody in the middle of a test and of a talk. */
interface Scene {
	server: FaultServer;
	rest: RestCaller;
	client: RawClient;
	threadId: string;
	sessionId: string;
	/** Types the next so many keys of the test. */
	press(count: number): Promise<Received>;
}

async function begin(options: FaultServerOptions = {}): Promise<Scene> {
	const server = await FaultServer.make({
		...options,
		env: { TEST_API_KEYS: KEY, LOG_LEVEL: 'silent', ...options.env }
	});
	await server.start();
	const rest = new RestCaller(server.url, KEY);
	const client = new RawClient(server.lineUrl, { headers: { authorization: `Bearer ${KEY}` } });
	await client.next('connection_success');
	const { payload } = await client.request('join_channel', { channel: CHANNEL });
	expect((await say(client, 'before', 'r0')).payload).toMatchObject({ seq: 1 });
	const made = await rest.ask('POST', '/api/typing/sessions', { mode: 'custom', text: TEXT });
	const { sessionId } = made!.body as ReservedTest;
	await client.request('start_session', { sessionId });
	let pressed = 0;
	const press = (count: number) => {
		const events = Array.from(TEXT.slice(pressed, pressed + count), (text, index) => ({
			t: (pressed + index) * 110,
			kind: 'insert',
			text
		}));
		const answer = client.request('input_update', { sessionId, seq: pressed, events });
		pressed += count;
		return answer;
	};
	await press(5);
	return { server, rest, client, threadId: String(payload['threadId']), sessionId, press };
}

/** Says something under an id, and waits for its answer, however long that takes. */
async function say(client: RawClient, text: string, requestId: string): Promise<Received> {
	client.send('send_message', { channel: CHANNEL, text }, requestId);
	return answerTo(client, requestId);
}

async function answerTo(client: RawClient, requestId: string): Promise<Received> {
	const deadline = performance.now() + ANSWERED_WITHIN_MS;
	while (performance.now() < deadline) {
		const index = client.received.findIndex((message) => message.requestId === requestId);
		if (index >= 0) return client.received.splice(index, 1)[0]!;
		await delay(20);
	}
	throw new Error(`no answer to ${requestId}`);
}

const newTest = (rest: RestCaller) =>
	rest.ask('POST', '/api/typing/sessions', { mode: 'words', words: 10 });

/** Rule E3, on the line. */
function expectRefused({ type, payload }: Received): void {
	expect(type).toBe('error');
	expect(payload).toMatchObject({ errorCode: 'CAPACITY_EXCEEDED', retryable: true });
	expect(payload['errorMessage']).toContain(SENTENCE);
}

/** Rule R1, over REST. */
function expectUnavailable(answer: Answer | undefined): void {
	expect(answer).toMatchObject({
		status: 503,
		body: { error: { errorCode: 'CAPACITY_EXCEEDED', retryable: true } }
	});
	expect(JSON.stringify(answer!.body)).toContain(SENTENCE);
}

/** What /readyz says, once it says that; each answer comes in time. */
async function expectReadiness(server: FaultServer, status: number): Promise<void> {
	await expect
		.poll(
			async () => {
				const from = performance.now();
				const answer = await fetch(`${server.url}/readyz`);
				const { troubles } = (await answer.json()) as { troubles: object };
				expect(performance.now() - from).toBeLessThan(ANSWERED_WITHIN_MS);
				expect(Object.keys(troubles)).toEqual(answer.ok ? [] : ['database']);
				return answer.status;
			},
			{ timeout: ANSWERED_WITHIN_MS, intervals: [100] }
		)
		.toBe(status);
}

/** How many keys of the test a crash would leave, by what lies on the disk. */
function durableKeys(folder: string, sessionId: string): number {
	const copy = mkdtempSync(join(tmpdir(), 'greenroom-copy-'));
	for (const name of [DATABASE, `${DATABASE}-wal`])
		copyFileSync(join(folder, name), join(copy, name));
	const sqlite = new SQLite(join(copy, DATABASE));
	const select = sqlite.prepare('select log from typing_checkpoint where test_id = ?').pluck();
	const chunks = select.all(sessionId) as Buffer[];
	sqlite.close();
	rmSync(copy, { recursive: true });
	return chunks.reduce((sum, chunk) => sum + decodeLog(chunk).length, 0);
}

/**
 * Everything that needs no disk goes on, and nothing says that it is kept.
 * @param folder of the data
 */
async function expectNothingPromised(scene: Scene, folder: string): Promise<void> {
	const { server, rest, client, threadId, sessionId, press } = scene;
	const refused = say(client, 'into the void', 'r1');
	const unavailable = [newTest(rest), rest.ask('POST', '/api/keys', { name: 'refused' })];
	const page = await fetch(server.url, { headers: { accept: 'text/html' } });
	expectRefused(await refused);
	for (const answer of unavailable) expectUnavailable(await answer);
	expect(page.status).toBe(503);
	expect(await page.text()).toContain(SENTENCE);

	await press(3);
	// Longer than two checkpoints.
	await delay(2_500);
	const { type, payload } = await press(1);
	expect(type).toBe('metrics_update');
	expect(payload['durableSeq']).toBeLessThanOrEqual(durableKeys(folder, sessionId));
	client.send('end_session', { sessionId }, 'end');
	expectRefused(await answerTo(client, 'end'));

	expect(await rest.list('/api/typing/results')).toEqual([]);
	expect(await saidIn(rest, threadId)).toEqual(['before']);
	expect((await client.request('ping')).type).toBe('pong');
}

async function saidIn(rest: RestCaller, threadId: string): Promise<string[]> {
	const said = await rest.list<ChatMessage>(`/api/chat/threads/${threadId}/messages`);
	return said.map(({ text }) => text).reverse();
}

/** What was refused is done once when it is sent again, and nothing is lost of what was typed. */
async function expectRecovery({ server, rest, client, threadId, sessionId }: Scene): Promise<void> {
	await expectReadiness(server, 200);
	const again = await say(client, 'into the void', 'r1');
	expect(again).toMatchObject({ type: 'message_delivered', payload: { seq: 2 } });
	expect((await say(client, 'into the void', 'r1')).payload).toEqual(again.payload);
	expect(await saidIn(rest, threadId)).toEqual(['before', 'into the void']);
	expect((await newTest(rest))!.status).toBe(201);

	client.send('end_session', { sessionId }, 'end');
	const { type, payload } = await answerTo(client, 'end');
	expect(type).toBe('session_complete');
	const path = `/api/typing/results/${String(payload['resultId'])}?include=log`;
	const { body } = await rest.insist('GET', path);
	const { log } = body as { log: { text: string }[] };
	expect(log.map(({ text }) => text).join('')).toBe(TEXT.slice(0, log.length));
	expect(log).toHaveLength(9);
	expect(await rest.list('/api/typing/results')).toHaveLength(1);
	expect(client.socket.readyState).toBe(client.socket.OPEN);
	expect(server.isRunning).toBe(true);
}

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** How large the process may make a file from now on, in bytes: with none, every write fails. */
const limitFiles = ({ pid }: FaultServer, limit: '0' | 'unlimited') =>
	execFileSync('prlimit', ['--pid', String(pid), `--fsize=${limit}:`]);

test('[F8] no file may grow any more: said, nothing promised, healed without a restart', async () => {
	test.skip(!has('prlimit'), 'prlimit is not here: util-linux has it');
	const scene = await begin();
	const { server } = scene;
	try {
		limitFiles(server, '0');
		await expectNothingPromised(scene, server.dataDir);
		await expectReadiness(server, 503);
		limitFiles(server, 'unlimited');
		await expectRecovery(scene);
	} finally {
		await server.dispose();
	}
});

/** With the folder of data on a disk of its own, as small as that. */
const onSmallDisk = (command: string[], dataDir: string) => [
	'unshare',
	'--user',
	'--map-root-user',
	'--mount',
	'sh',
	'-c',
	'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"',
	dataDir,
	...command
];

test('[F8] the disk is full: said, nothing promised, healed without a restart', async () => {
	const mayMount = spawnSync('unshare', onSmallDisk(['true'], '/mnt').slice(1)).status === 0;
	test.skip(!mayMount, 'no disk may be mounted here');
	const scene = await begin({ wrap: onSmallDisk });
	const { server, rest } = scene;
	try {
		// The disk as the server sees it.
		const folder = join('/proc', String(server.pid), 'root', server.dataDir);
		fill(join(folder, 'filler'));
		let answer = await newTest(rest);
		// The log of the database has room of its own that it uses again.
		for (let made = 0; answer?.status === 201 && made < 5_000; made += 1)
			answer = await newTest(rest);
		expectUnavailable(answer);
		await expectNothingPromised(scene, folder);
		await expectReadiness(server, 503);
		rmSync(join(folder, 'filler'));
		await expectRecovery(scene);
	} finally {
		await server.dispose();
	}
});

function fill(file: string): void {
	const descriptor = openSync(file, 'w');
	try {
		for (;;) writeSync(descriptor, Buffer.alloc(4_096, 1));
	} catch (error) {
		expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
	} finally {
		closeSync(descriptor);
	}
}

test('[F8] another process holds the database: waited for, then said; healed without a restart', async () => {
	const scene = await begin();
	const { server, rest, client } = scene;
	const other = new SQLite(join(server.dataDir, DATABASE));
	try {
		other.exec('BEGIN IMMEDIATE');
		const short = newTest(rest);
		await delay(1_000);
		// Whoever waits keeps nobody else waiting.
		expect((await client.request('ping')).type).toBe('pong');
		expect((await rest.ask('GET', '/api/typing/results'))!.status).toBe(200);
		other.exec('COMMIT');
		expect((await short)!.status).toBe(201);

		other.exec('BEGIN IMMEDIATE');
		await expectNothingPromised(scene, server.dataDir);
		await expectReadiness(server, 503);
		other.exec('ROLLBACK');
		await expectRecovery(scene);
	} finally {
		other.close();
		await server.dispose();
	}
});

test('[F8] a folder of data that is read-only ends the start with a sentence', async () => {
	const readOnly = (command: string[], dataDir: string) => [
		...onSmallDisk([], dataDir).slice(0, 5),
		'-c',
		'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"',
		dataDir,
		...command
	];
	const mayMount = spawnSync('unshare', onSmallDisk(['true'], '/mnt').slice(1)).status === 0;
	test.skip(!mayMount, 'no disk may be mounted here');
	const server = await FaultServer.make({ wrap: readOnly });
	try {
		server.begin();
		expect(await server.ended()).toBe(1);
		expect(server.output).toMatch(/^Greenroom cannot start: /m);
		expect(server.output).not.toMatch(/^\s+at /m);
		expect(server.output).toContain(server.dataDir);
	} finally {
		await server.dispose();
	}
});

test('[F8] a log on the disk that is full does not take the server along', async () => {
	test.skip(!has('prlimit'), 'prlimit is not here: util-linux has it');
	const scene = await begin({ env: { LOG_LEVEL: 'info' } });
	const { server, rest } = scene;
	try {
		limitFiles(server, '0');
		expectUnavailable(await newTest(rest));
		for (let look = 0; look < 3; look += 1) {
			const answer = await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(5_000) });
			expect(answer.status).toBe(200);
		}
		limitFiles(server, 'unlimited');
		await expectReadiness(server, 200);
		expect((await newTest(rest))!.status).toBe(201);
	} finally {
		await server.dispose();
	}
});
