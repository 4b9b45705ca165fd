import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { Outlet } from './outlet';

/** An outlet of 1 KiB below the first mark, over a stream that takes what `take` lets it. */
function heldOutlet() {
	let taken: (() => void)[] = [];
	const stream = new Duplex({
		read: () => undefined,
		highWaterMark: 1,
		write: (_chunk, _encoding, done) => taken.push(done)
	});
	const socket = { extensions: '' } as WebSocket;
	const outlet = new Outlet(socket, stream, { coalesceBytes: 1024, unsentBytes: 1024 * 1024 });
	return {
		outlet,
		/** Everything that the stream has, and nothing that waits behind it. */
		async take() {
			const before = outlet.unsentBytes;
			const isUnderWay = () => outlet.unsentBytes === before && taken.length > 0;
			do {
				const now = taken;
				taken = [];
				for (const done of now) done();
				await new Promise((resolve) => setImmediate(resolve));
			} while (isUnderWay());
		}
	};
}

test('[L4] a reader that takes a little now and then is slow since it first was', async () => {
	const { outlet, take } = heldOutlet();
	for (let index = 0; index < 20; index++) outlet.send('x'.repeat(500));
	const { slowSince } = outlet;
	expect(slowSince).toBeDefined();
	while (outlet.unsentBytes > 3 * 1024) {
		await take();
		expect(outlet.slowSince).toBe(slowSince);
	}
	while (outlet.unsentBytes > 0) await take();
	expect(outlet.slowSince).toBeUndefined();
});
