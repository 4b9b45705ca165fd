import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTestLine } from '../../testing/line';

const MIB = 2 ** 20;
/** The most that a frame of the heartbeat carries (RFC 6455, section 5.5). */
const LARGEST_PING = Buffer.alloc(125, 'x');

test('[F3] [L4] whoever pings without end and reads no answer is cut off, and fills nothing', async () => {
	const line = await startTestLine({ features: () => [] });
	const other = await line.openAs('bob');
	const flood = await line.openAs('alice');
	flood.socket.pause();
	const before = process.memoryUsage().rss;
	// Answers to all of them would be a quarter of a gigabyte.
	for (let sent = 0; sent < 2_000_000 && line.gateway.connectionCount === 2; sent += 1_000) {
		for (let index = 0; index < 1_000; index += 1) flood.socket.ping(LARGEST_PING);
		while (flood.socket.bufferedAmount > MIB && line.gateway.connectionCount === 2) await delay(1);
		await delay(0);
	}
	await expect.poll(() => line.gateway.connectionCount).toBe(1);
	expect(process.memoryUsage().rss - before).toBeLessThan(64 * MIB);
	expect((await other.request('ping')).type).toBe('pong');
	flood.socket.terminate();
	other.close();
	await line.stop();
});
