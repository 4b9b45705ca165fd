import { afterEach, expect, test } from 'vitest';
import { check, closeAll, failureOf, serveLine, startLine } from './check-line.fixtures';

/** From the handshake to the close: every way to fail, against servers that fail so. */

afterEach(closeAll);

test('[V6] a socket that says nothing is not the line', async () => {
	expect(await failureOf(await serveLine({ greeting: null }))).toMatchObject({
		name: 'connection_established',
		words: 'No connection_established came in 0.7 s.'
	});
});

test('[V6] a line of another version is said to be so', async () => {
	const address = await serveLine({ greeting: { protocolVersion: 2 } });
	expect(await failureOf(address)).toMatchObject({
		name: 'connection_established',
		words: expect.stringContaining('version 2')
	});
});

test('[V6] a wrong key is refused in the words of the server', async () => {
	const line = await startLine();
	expect(await failureOf(line.url, 'mallory')).toMatchObject({
		name: 'authentication',
		words: 'The key is refused: Invalid API key.'
	});
});

test('[V6] without a key, a server that makes no guests asks for one', async () => {
	const line = await startLine();
	expect(await failureOf(line.url)).toMatchObject({
		name: 'authentication',
		advice: expect.stringContaining('--key')
	});
});

for (const [status, errorMessage, advice] of [
	[403, 'This origin is not allowed.', 'Set ORIGIN on the server to http://127.0.0.1:'],
	[429, 'Too many new guests.', 'Come back in']
] as const) {
	test(`[V6] a guest refused with ${status} is told why`, async () => {
		expect(await failureOf(await serveLine({ guest: [status, errorMessage] }))).toMatchObject({
			name: 'authentication',
			words: expect.stringContaining(errorMessage),
			advice: expect.stringContaining(advice)
		});
	});
}

test('[V6] a server that never answers a message is given up', async () => {
	const address = await serveLine({ onPing: () => undefined });
	expect(await failureOf(address, 'key')).toMatchObject({
		name: 'message',
		words: 'No answer to ping came in 0.7 s.'
	});
});

test('[V6] a server that closes half-way is quoted', async () => {
	const address = await serveLine({
		onPing({ socket, say }) {
			say('error', { errorMessage: 'Enough for today.' });
			socket.close(4001, 'Rate limit exceeded');
		}
	});
	expect(await failureOf(address, 'key')).toMatchObject({
		name: 'message',
		words:
			'The connection was closed with 4001 (Rate limit exceeded) after the error "Enough for today.".',
		advice: expect.stringContaining('wait a minute')
	});
});

test('[V6] a server whose heartbeat does not come through is known', async () => {
	const address = await serveLine({ greeting: { heartbeatIntervalMs: 50 } });
	expect(await failureOf(address, 'key')).toMatchObject({
		name: 'heartbeat',
		words: expect.stringContaining('No ping of the WebSocket came')
	});
});

test('[V6] a heartbeat that is rare is not waited for', async () => {
	const outcomes = await check(await serveLine(), 'key');
	expect(outcomes.find(({ name }) => name === 'heartbeat')).toMatchObject({
		ok: true,
		words: expect.stringContaining('not waited for')
	});
	expect(outcomes.at(-1)).toMatchObject({ name: 'close', ok: true });
});

test('[V6] large messages that do not come through are known', async () => {
	expect(await failureOf(await serveLine({ maxPayload: 1024 }), 'key')).toMatchObject({
		name: 'large message',
		words: expect.stringContaining('closed with 1009')
	});
});

test('[V6] two databases behind one address are found by the reconnection', async () => {
	let people = 0;
	const address = await serveLine({ userId: () => `u${(people += 1)}` });
	expect(await failureOf(address, 'key')).toMatchObject({
		name: 'reconnection',
		advice: expect.stringContaining('different databases')
	});
});

test('[V6] a close that nobody answers is said to be so', async () => {
	let connections = 0;
	const address = await serveLine({
		// From the second on, what comes after the greeting and the key is not read.
		onConnected(socket) {
			connections += 1;
			if (connections > 1) socket.pause();
		}
	});
	expect(await failureOf(address, 'key')).toMatchObject({
		name: 'close',
		words: 'The close is not answered.'
	});
});
