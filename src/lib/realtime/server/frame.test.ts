import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { expect, test } from 'vitest';
import { Place } from './admission';
import { joinMemory, MemoryHub } from './cluster/memory';
import { Connection } from './connection';
import { LineCounters } from './counters';
import { textFrame } from './frame';
import type { LineLimits } from './limits';
import { Prepared } from './prepared';
import { Replacing } from './replacing';

interface Received {
	payload: { text: string };
}

const limits: LineLimits = {
	messageBytes: 1e6,
	messagesPerMinute: 1e6,
	inputPerSecond: 1e6,
	inputBurst: 1e6,
	pingsPerMinute: 1e6,
	connectionsPerUser: 1e6,
	connectionsPerAddress: 1e6,
	coalesceBytes: 1e8,
	unsentBytes: 1e8,
	slowMs: 1e6,
	authTimeoutMs: 1e6,
	heartbeatIntervalMs: 1e6,
	idleMs: 1e6
};

function connectionOver(socket: WebSocket, stream: Duplex): Connection {
	return new Connection({
		id: 'one',
		socket,
		stream,
		place: new Place(joinMemory(new MemoryHub()), limits, 'nowhere'),
		limits,
		replacing: new Replacing(),
		counters: new LineCounters(),
		handle: () => undefined,
		now: 0
	});
}

/** A connection over a real socket, with the client at its other end. */
async function pair(perMessageDeflate: boolean) {
	const http = createServer().listen(0, '127.0.0.1');
	await once(http, 'listening');
	const { port } = http.address() as AddressInfo;
	const sockets = new WebSocketServer({
		noServer: true,
		perMessageDeflate: perMessageDeflate && {
			threshold: 1024,
			serverNoContextTakeover: true,
			serverMaxWindowBits: 15
		}
	});
	const opened = new Promise<[Connection, Duplex]>((resolve) =>
		http.on('upgrade', (request, stream, head) =>
			sockets.handleUpgrade(request, stream, head, (socket) =>
				resolve([connectionOver(socket, stream), stream])
			)
		)
	);
	const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate });
	const texts: string[] = [];
	client.on('message', (data: Buffer) => texts.push(data.toString()));
	const [connection, stream] = await opened;
	return {
		connection,
		stream,
		texts,
		async arrived(count: number) {
			while (texts.length < count) await once(client, 'message');
		},
		stop() {
			client.terminate();
			http.close();
		}
	};
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 100_000])(
	'a frame of %i bytes is read as it was written',
	async (length) => {
		const { stream, texts, arrived, stop } = await pair(false);
		stream.write(textFrame('x'.repeat(length)));
		await arrived(1);
		expect(texts).toEqual(['x'.repeat(length)]);
		stop();
	}
);

test.each([true, false])(
	'[L5] what many get arrives whole, before and after others (compression: %s)',
	async (compresses) => {
		const { connection, texts, arrived, stop } = await pair(compresses);
		const text = 'ä€𝄞'.repeat(20_000);
		connection.deliver(new Prepared('note', { text }));
		connection.send('note', { text });
		connection.deliver(new Prepared('note', { text: 'short' }));
		connection.deliver(new Prepared('note', { text }));
		await arrived(4);
		expect(texts.map((got) => (JSON.parse(got) as Received).payload.text)).toEqual([
			text,
			text,
			'short',
			text
		]);
		stop();
	}
);

test('[L5] messages arrive in order, whether compressed, plain, or plain behind compressed', async () => {
	const { connection, texts, arrived, stop } = await pair(true);
	const sizes = [10, 50_000, 10, 2_000, 10, 10, 80_000, 1_200, 10];
	sizes.forEach((size, index) => connection.send('note', { index, text: 'é'.repeat(size) }));
	await arrived(sizes.length);
	// Once the compressed ones are out, small ones go straight to the wire again.
	connection.send('note', { index: sizes.length, text: 'last' });
	await arrived(sizes.length + 1);
	const indexes = texts.map(
		(text) => (JSON.parse(text) as { payload: { index: number } }).payload.index
	);
	expect(indexes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	stop();
});

test('[L5] a client without compression reads the same', async () => {
	const { connection, texts, arrived, stop } = await pair(false);
	for (const size of [10, 50_000, 10]) connection.send('note', { text: 'é'.repeat(size) });
	await arrived(3);
	expect(
		texts.map((text) => (JSON.parse(text) as { payload: { text: string } }).payload.text.length)
	).toEqual([10, 50_000, 10]);
	stop();
});
