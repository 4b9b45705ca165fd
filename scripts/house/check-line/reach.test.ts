import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
	answerUpgrades,
	check,
	closeAll,
	failureOf,
	healthy,
	listen,
	refuseUpgrades,
	startLine
} from './check-line.fixtures';
import { checkLine } from './steps';

/** From the address to the handshake: every way to fail, against servers that fail so. */

afterEach(closeAll);

test('[V6] a line that works passes every step, with a key', async () => {
	const line = await startLine();
	const outcomes = await check(line.url, 'alice');
	expect(outcomes.map(({ name, ok }) => `${ok ? '✓' : '✗'} ${name}`)).toEqual([
		'✓ address',
		'✓ name',
		'✓ connection',
		'✓ /healthz',
		'✓ /readyz',
		'✓ upgrade',
		'✓ connection_established',
		'✓ authentication',
		'✓ message',
		'✓ heartbeat',
		'✓ large message',
		'✓ reconnection',
		'✓ close'
	]);
	expect(outcomes.map(({ words }) => words).join()).not.toContain('alice');
	await expect.poll(() => line.app.connectionCount()).toBe(0);
});

for (const [address, advice] of [
	['', 'npm run check-line'],
	['localhost:3000', 'Did you mean http://localhost:3000?'],
	['ftp://localhost', 'Did you mean http://localhost?'],
	['http://', 'http://localhost:3000'],
	['http://localhost:3000/app', 'without a path']
] as const) {
	test(`[V6] the address "${address}" is not understood, and says what would be`, async () => {
		const failure = await failureOf(address);
		expect(failure).toMatchObject({ name: 'address', advice: expect.stringContaining(advice) });
	});
}

test('[V6] an address is taken with http and ws, with the line’s path and without', async () => {
	const line = await startLine();
	for (const address of [line.origin, `${line.origin}/`, `${line.origin}/v1/ws`, line.url]) {
		const first = await checkLine(address).next();
		expect(first.value).toMatchObject({ ok: true, words: line.url });
	}
});

test('[V6] a name that nobody has is said to be so', async () => {
	expect(await failureOf('http://nobody.invalid')).toMatchObject({
		name: 'name',
		words: expect.stringContaining('nobody.invalid')
	});
});

test('[V6] a server that is not there is said to be so', async () => {
	const address = await listen(createTcpServer());
	await closeAll();
	expect(await failureOf(address)).toMatchObject({
		name: 'connection',
		words: expect.stringContaining('Nobody listens')
	});
});

test('[V6] a server without TLS is not reached by https', async () => {
	const address = await listen(createServer(healthy));
	expect(await failureOf(address.replace('http', 'https'))).toMatchObject({
		name: 'connection',
		words: expect.stringContaining('does not speak TLS')
	});
});

test('[V6] a server that never answers is said to be so', async () => {
	expect(await failureOf(await listen(createTcpServer(() => undefined)))).toMatchObject({
		name: '/healthz',
		words: expect.stringContaining('not answered')
	});
});

for (const [what, status, headers, words] of [
	['another server', 404, {}, 'not as Greenroom does'],
	['a proxy without a server behind it', 502, {}, 'cannot reach it'],
	['a redirection', 301, { location: 'https://greenroom.example/healthz' }, 'leads to']
] as const) {
	test(`[V6] ${what} is told from Greenroom`, async () => {
		const server = createServer((_request, response) => {
			response.writeHead(status, headers).end('<p>Something else</p>');
		});
		expect(await failureOf(await listen(server))).toMatchObject({
			name: '/healthz',
			words: expect.stringContaining(words)
		});
	});
}

test('[V6] a server that is not ready is asked no further', async () => {
	const server = createServer((request, response) => {
		if (request.url === '/healthz') return healthy(request, response);
		response.writeHead(503).end('{"status":"failed","troubles":{"database":"cannot be written"}}');
	});
	expect(await failureOf(await listen(server))).toMatchObject({
		name: '/readyz',
		words: expect.stringContaining('database: cannot be written')
	});
});

test('[V6] a proxy that does not pass upgrades on is known by its ordinary answer', async () => {
	const page = 'Content-Type: text/html\r\n';
	for (const address of [
		await listen(createServer(healthy)),
		await refuseUpgrades(426, '', page),
		await refuseUpgrades(404, '<p>Not found</p>', page)
	]) {
		expect(await failureOf(address)).toMatchObject({
			name: 'upgrade',
			words: expect.stringContaining('like an ordinary request'),
			advice: expect.stringContaining('proxy_set_header Upgrade')
		});
	}
});

for (const [status, body, advice] of [
	[400, 'None of these subprotocols is spoken here.', 'another version'],
	[401, 'Who are you?', 'Something before Greenroom wants a credential'],
	[403, 'This host name is not served here. See ALLOWED_HOSTS.', 'ALLOWED_HOSTS'],
	[403, 'This origin is not allowed. See ALLOWED_ORIGINS.', 'ORIGIN on the server'],
	[404, 'Nothing is upgraded at this address.', 'of this version'],
	[429, 'Too many connections.', 'Too many connections from here'],
	[502, 'Bad gateway', 'cannot reach it'],
	[503, 'The server is shutting down.', 'try again in a moment'],
	[500, 'Oh no.', 'log of the server']
] as const) {
	test(`[V6] an upgrade refused with ${status} "${body}" says what to do`, async () => {
		const failure = await failureOf(await refuseUpgrades(status, body));
		expect(failure).toMatchObject({
			name: 'upgrade',
			words: `The upgrade is refused with HTTP ${status}: ${body}`,
			advice: expect.stringContaining(advice)
		});
	});
}

test('[V6] the line itself refuses a host that is not its own', async () => {
	const line = await startLine({ ORIGIN: 'https://greenroom.example' });
	expect(await failureOf(line.origin)).toMatchObject({
		name: 'upgrade',
		words: expect.stringContaining('403'),
		advice: expect.stringContaining('ALLOWED_HOSTS')
	});
});

test('[V6] an upgrade that nobody answers is given up', async () => {
	expect(await failureOf(await answerUpgrades(() => undefined))).toMatchObject({
		name: 'upgrade',
		words: 'The upgrade is not answered.'
	});
});

test('[V6] an upgrade that is cut off is said to be so', async () => {
	expect(await failureOf(await answerUpgrades((socket) => socket.end()))).toMatchObject({
		name: 'upgrade',
		words: expect.stringContaining('cut off')
	});
});
