import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { startTestLine, type TestLine } from '../../testing/line';
import { addressReader, networkOf } from '../../server/address';
import { RawClient, type RawClientOptions } from '../../testing/raw-client';
import { Place } from './admission';

let line: TestLine;
const start = async (env: Record<string, string>) =>
	(line = await startTestLine({ features: () => [], env }));
afterEach(() => line.stop());

/** The HTTP status that an upgrade is refused with. */
async function refusal(options?: RawClientOptions): Promise<IncomingMessage> {
	const client = new RawClient(line.url, options);
	const [, response] = await once(client.socket, 'unexpected-response');
	return response as IncomingMessage;
}

test('[L3] an address has so many connections: HTTP 429 with Retry-After, and room again afterwards', async () => {
	await start({ LIMIT_CONNECTIONS_PER_ADDRESS: '3' });
	const clients = [await line.open(), await line.open(), await line.open()];
	const { statusCode, headers } = await refusal();
	expect([statusCode, headers['retry-after']]).toEqual([429, '10']);
	clients[0]!.close();
	await clients[0]!.closed;
	await expect.poll(() => line.gateway.connectionCount).toBe(2);
	(await line.open()).close();
});

test('[L3] a refused upgrade gives its place back', async () => {
	await start({ LIMIT_CONNECTIONS_PER_ADDRESS: '1' });
	for (let times = 0; times < 5; times++) {
		const { statusCode } = await refusal({ headers: { authorization: 'Bearer bad' } });
		expect(statusCode).toBe(401);
	}
	(await line.open()).close();
});

test('[L3] whoever goes while being recognised leaves no seat taken', async () => {
	await start({ LIMIT_CONNECTIONS_PER_USER: '1' });
	const recognised = Promise.withResolvers<undefined>();
	line.identify.gate = recognised.promise;
	const client = await line.open();
	client.send('authenticate', { token: 'alice' });
	await line.open().then((other) => other.close());
	client.close();
	await client.closed;
	await expect.poll(() => line.gateway.connectionCount).toBe(0);
	recognised.resolve(undefined);
	(await line.openAs('alice')).close();
});

test('[L3] behind a proxy the address is the one the proxy says, not what the visitor wrote', async () => {
	await start({
		LIMIT_CONNECTIONS_PER_ADDRESS: '1',
		ADDRESS_HEADER: 'X-Forwarded-For',
		XFF_DEPTH: '1'
	});
	const from = (list: string) => ({ headers: { 'x-forwarded-for': list } });
	await line.open(from('198.51.100.1'));
	await line.open(from('198.51.100.2'));
	expect((await refusal(from('203.0.113.7, 198.51.100.1'))).statusCode).toBe(429);
});

test('[L3] a user has so many connections: 429 where the upgrade says who it is', async () => {
	await start({ LIMIT_CONNECTIONS_PER_USER: '2' });
	const as = (name: string) => ({ headers: { authorization: `Bearer ${name}` } });
	await line.open(as('alice'));
	await line.open(as('alice'));
	expect((await refusal(as('alice'))).statusCode).toBe(429);
	await line.open(as('bob'));
});

test('[L3] and CAPACITY_EXCEEDED where connect says it; the same user again costs nothing', async () => {
	await start({ LIMIT_CONNECTIONS_PER_USER: '1' });
	const first = await line.openAs('alice');
	expect((await first.request('authenticate', { token: 'alice' })).type).toBe('connection_success');
	const second = await line.open();
	const answer = await second.request('connect', { api_key: 'alice' });
	expect(answer.payload).toMatchObject({ errorCode: 'CAPACITY_EXCEEDED', retryable: true });
	expect((await second.closed).code).toBe(4001);
	first.close();
	await first.closed;
	await expect.poll(() => line.gateway.connectionCount).toBe(0);
	(await line.openAs('alice')).close();
});

/** Counts as Redis does: what is asked is answered when a test says so. */
class SlowCounting {
	held: string[] = [];
	#answer = () => {};

	take(name: string): Promise<boolean> {
		return new Promise((resolve) => {
			this.#answer = () => {
				this.held.push(name);
				resolve(true);
			};
		});
	}

	release(name: string): void {
		this.held.splice(this.held.indexOf(name), 1);
	}

	async answer(): Promise<void> {
		this.#answer();
		await Promise.resolve();
	}
}

test('[L3] whoever goes while other instances are asked leaves nothing taken', async () => {
	const counting = new SlowCounting();
	const most = { connectionsPerAddress: 9, connectionsPerUser: 9 };
	const place = new Place(counting, most, 'here');
	const entering = place.enter();
	place.leave();
	await counting.answer();
	expect([await entering, counting.held]).toEqual([false, []]);

	const seated = new Place(counting, most, 'here');
	const entered = seated.enter();
	await counting.answer();
	expect([await entered, counting.held]).toEqual([true, ['address here']]);
	const sitting = seated.takeSeat('alice');
	seated.leave();
	await counting.answer();
	expect([await sitting, counting.held]).toEqual([false, []]);
});

test('[L3] whoever becomes another gives back the seat of who he was', async () => {
	const counting = new SlowCounting();
	const place = new Place(counting, { connectionsPerAddress: 9, connectionsPerUser: 9 }, 'here');
	for (const name of ['guest', 'alice']) {
		const sitting = place.takeSeat(name);
		await counting.answer();
		expect([await sitting, counting.held]).toEqual([true, [`user ${name}`]]);
	}
	place.leave();
	place.leave();
	expect(counting.held).toEqual([]);
});

test.each([
	['192.0.2.1', '192.0.2.1'],
	['::ffff:192.0.2.1', '192.0.2.1'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['2001:0db8:0000:0000:ffff::1', '2001:db8:0:0::/64'],
	['::1', '0:0:0:0::/64'],
	['fe80::1%eth0', 'fe80:0:0:0::/64'],
	['not an address', 'not an address']
])('[L3] %s counts as %s', async (address, counted) => {
	await start({});
	expect(networkOf(address)).toBe(counted);
	const request = { headers: {}, socket: { remoteAddress: address } };
	expect(addressReader({ XFF_DEPTH: 1 })(request as IncomingMessage)).toBe(counted);
});

test.each([
	['198.51.100.1:4711', '198.51.100.1'],
	['[2001:db8::1]:4711', '2001:db8:0:0::/64'],
	['[2001:db8::1]', '2001:db8:0:0::/64'],
	['spoofed, 198.51.100.1', '198.51.100.1'],
	['nonsense', '192.0.2.9'],
	['', '192.0.2.9']
])('[L3] a proxy that says "%s" means %s', async (said, counted) => {
	await start({});
	const read = addressReader({ ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: 1 });
	const request = { headers: { 'x-forwarded-for': said }, socket: { remoteAddress: '192.0.2.9' } };
	expect(read(request as unknown as IncomingMessage)).toBe(counted);
});
