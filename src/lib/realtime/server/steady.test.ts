import { describe, expect, test } from 'vitest';
import { discardRest, steadily } from './steady';

/** Bodies from clients that send as they like (rules R1, L6). */

const bytes = (count: number) => new Uint8Array(count);

async function lengthOf(body: ReadableStream<Uint8Array>, idleMs: number): Promise<number> {
	let length = 0;
	for await (const chunk of steadily(body, idleMs)) length += chunk.byteLength;
	return length;
}

describe('read as it comes', () => {
	test('[R1] all of it arrives, and nothing is cancelled where the reader stops', async () => {
		let isCancelled = false;
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				for (const count of [1, 2, 3]) controller.enqueue(bytes(count));
				controller.close();
			},
			cancel: () => void (isCancelled = true)
		});
		for await (const chunk of steadily(body, 1_000)) {
			expect(chunk.byteLength).toBe(1);
			break;
		}
		expect(isCancelled).toBe(false);
		expect(await lengthOf(body, 1_000)).toBe(5);
	});

	test('[L6] nothing for too long is CONNECTION_TIMEOUT', async () => {
		const body = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(bytes(1))
		});
		await expect(lengthOf(body, 30)).rejects.toMatchObject({ code: 'CONNECTION_TIMEOUT' });
	});

	test('[R1] a connection that broke is no fault of the server’s', async () => {
		const body = new ReadableStream<Uint8Array>({
			start: (controller) => controller.error(new Error('aborted'))
		});
		await expect(lengthOf(body, 30)).rejects.toMatchObject({ code: 'INVALID_MESSAGE_FORMAT' });
	});
});

describe('of a body that was refused', () => {
	test('[R1] the rest is read, so that the client hears why', async () => {
		let left = 10;
		const body = new ReadableStream<Uint8Array>({
			pull(controller) {
				if (--left < 0) controller.close();
				else controller.enqueue(bytes(1024));
			}
		});
		await discardRest(body);
		expect(left).toBe(-1);
	});

	test('[L6] an endless one keeps nobody waiting', async () => {
		let isOver = false;
		const body = new ReadableStream<Uint8Array>({
			async pull(controller) {
				await new Promise((resolve) => setTimeout(resolve, 1));
				if (isOver) controller.close();
				else controller.enqueue(bytes(8 * 1024 * 1024));
			}
		});
		await discardRest(body);
		isOver = true;
	});

	test('[R1] one that nobody sent, or that was read, is none', async () => {
		await discardRest(null);
		const read = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
		await lengthOf(read, 1_000);
		await discardRest(read);
	});
});
