import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { TEST_KEY, type TestServer } from './server';
import { expect, test } from './test';
import { Caller } from './test-helpers/rest';

/** What the reference shows is run as it stands, but for the address and the key. */

const run = promisify(execFile);

const exampleFor = (server: TestServer, name: string) =>
	readFileSync(join('examples', name), 'utf8')
		.replaceAll('localhost:3000', `localhost:${server.port}`)
		.replaceAll('YOUR_KEY', TEST_KEY);

test('[A1] node.mjs types a test with the client that the server gives out', async ({ server }) => {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-example-'));
	try {
		const client = await fetch(`${server.url}/line-client.js`);
		expect(client.status).toBe(200);
		writeFileSync(join(folder, 'line-client.js'), await client.text());
		writeFileSync(join(folder, 'node.mjs'), exampleFor(server, 'node.mjs'));

		const { stdout } = await run(process.execPath, ['node.mjs'], { cwd: folder, timeout: 30_000 });

		const [speed, address] = stdout.trim().split('\n');
		expect(speed).toMatch(/^\d+\.\d words a minute$/);
		const resultId = address?.replace(`${server.url}/typing/results/`, '');
		const result = await Caller.withKey(server).get(`/api/typing/results/${resultId}`);
		expect(result.status).toBe(200);
		expect((result.body as { flags: unknown[] }).flags.length).toBeGreaterThan(0);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('[C4] wscat.txt: what is sent is answered as it says, message by message', async ({
	server
}) => {
	const [command = '', connected, ...lines] = exampleFor(server, 'wscat.txt').trim().split('\n');
	const option = (name: string) =>
		new RegExp(`--${name} (?:"([^"]+)"|(\\S+))`).exec(command)?.slice(1).find(Boolean) ?? '';
	expect(connected).toBe('Connected (press CTRL+C to quit)');
	const [header = '', value = ''] = option('header').split(/: (.*)/);
	const socket = new WebSocket(option('connect'), option('subprotocol'), {
		headers: { [header]: value }
	});
	const received: string[] = [];
	socket.on('message', (data) => received.push(String(data)));

	for (const line of lines) {
		const [sign, text = ''] = line.split(/(?<=^[<>]) /);
		if (sign === '>') {
			expect(received).toEqual([]);
			socket.send(text);
		} else {
			await expect.poll(() => received.length).toBeGreaterThan(0);
			expect(shapeOf(JSON.parse(received.shift()!))).toEqual(shapeOf(JSON.parse(text)));
		}
	}
	socket.close();
});

/** What differs from one conversation to the next; requestId is the client's own. */
const CHANCE = /^(timestamp|serverTime|sentAt|name|seq|lastSeq|id|connectionId|userId|threadId)$/;

/** A message without it. */
function shapeOf(value: unknown, key = ''): unknown {
	if (CHANCE.test(key)) return typeof value;
	if (Array.isArray(value)) return value.map((inner) => shapeOf(inner));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, shapeOf(inner, name)])
	);
}

/** @returns what it printed, and its exit code */
async function checkLine(...args: string[]): Promise<{ code: number; lines: string[] }> {
	const ended = await run(process.execPath, ['scripts/check-line.js', ...args], {
		timeout: 60_000
	}).then(
		({ stdout }) => ({ code: 0, stdout }),
		({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout })
	);
	return { code: ended.code, lines: ended.stdout.trim().split('\n') };
}

const steps = [
	'address',
	'name',
	'connection',
	'/healthz',
	'/readyz',
	'upgrade',
	'connection_established',
	'authentication',
	'message',
	'heartbeat',
	'large message',
	'reconnection',
	'close'
];

for (const [who, args] of [
	['a guest', []],
	['a key', ['--key', TEST_KEY]]
] as const) {
	test(`[V6] check-line passes every step as ${who} and ends with 0`, async ({ server }) => {
		const { code, lines } = await checkLine(server.url, ...args);
		expect(lines.map((line) => line.split(':')[0])).toEqual([
			...steps.map((step) => `✓ ${step}`),
			'The line works.'
		]);
		expect(lines.join('\n')).not.toContain(TEST_KEY);
		expect(code).toBe(0);
	});
}

test('[V6] check-line leaves no guest behind', async ({ server }) => {
	const { lines } = await checkLine(server.url);
	const userId = lines.find((line) => line.startsWith('✓ authentication'))?.split(', ')[1];
	expect(userId).toMatch(/^[0-9a-f-]{36}$/);
	const file = join(server.dataDir, 'greenroom.sqlite');
	const copy = mkdtempSync(join(tmpdir(), 'greenroom-copy-'));
	for (const ending of ['', '-wal'])
		copyFileSync(file + ending, join(copy, `copy.sqlite${ending}`));
	const { default: SQLite } = await import('better-sqlite3');
	const database = new SQLite(join(copy, 'copy.sqlite'));
	expect(database.prepare('select count(*) from user where id = ?').pluck().get(userId)).toBe(0);
	database.close();
	rmSync(copy, { recursive: true });
});

test('[V6] check-line ends with 1 and says what to do', async ({ server }) => {
	const wrongKey = await checkLine(server.url, '--key', 'wrong');
	expect(wrongKey.code).toBe(1);
	expect(wrongKey.lines.at(-2)).toBe('✗ authentication: The key is refused: Invalid API key.');
	expect(wrongKey.lines.at(-1)).toMatch(/^ {2}Bring another/);

	const wrongHost = await checkLine(server.url.replace('localhost', 'localhost.'));
	expect(wrongHost.code).toBe(1);

	const nothing = await checkLine();
	expect(nothing.code).toBe(1);
	expect(nothing.lines[0]).toMatch(/^✗ address/);
});
