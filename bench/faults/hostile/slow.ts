import { setTimeout as delay } from 'node:timers/promises';
import { frame, opcodes, text } from './frames';
import { handshake, HostileSocket } from './socket';

/** Whoever holds a connection open with next to nothing, and how long he may. Milliseconds. */
interface Slow {
	name: string;
	within: number;
	begin: (port: number) => Promise<HostileSocket>;
	/** Said again and again, a byte at a time. */
	drip?: string | Buffer;
}

export interface SlowLimits {
	headersTimeoutMs: number;
	authTimeoutMs: number;
	heartbeatIntervalMs: number;
}

const DRIP_MS = 1_000;
/** Node looks this often for requests that take too long. */
const LOOKED_AT_EVERY_MS = 30_000;
/** ws waits this long for the answer to a close frame. */
const CLOSE_TIMEOUT_MS = 30_000;
const MARGIN_MS = 15_000;
const LOCAL = '127.0.0.1';

async function saying(port: number, ...said: (string | Buffer)[]): Promise<HostileSocket> {
	const socket = new HostileSocket(port, LOCAL, false);
	for (const bytes of said) await socket.write(Buffer.from(bytes));
	return socket;
}

export function slowOnes(limits: SlowLimits): Slow[] {
	const { headersTimeoutMs, authTimeoutMs, heartbeatIntervalMs } = limits;
	const forHeaders = headersTimeoutMs + LOOKED_AT_EVERY_MS + MARGIN_MS;
	const half = text('x'.repeat(1_000)).subarray(0, 200);
	const asSomebody = (port: number) => handshake(port, 'Authorization: Bearer hostile\r\n');
	return [
		{ name: 'says nothing', within: forHeaders, begin: (port) => saying(port) },
		{
			name: 'says half a request',
			within: forHeaders,
			begin: (port) => saying(port, 'GET /v1/ws HTTP/1.1\r\nHost: 127.0')
		},
		{
			name: 'says headers without an end',
			within: forHeaders,
			begin: (port) => saying(port, 'GET /v1/ws HTTP/1.1\r\nX-Slow: '),
			drip: 'x'
		},
		{
			name: 'says half a handshake, a byte at a time',
			within: forHeaders,
			begin: (port) => saying(port, 'GET /v1/ws HTTP/1.1\r\n'),
			drip: 'Sec-WebSocket-Version: 13\r\n'
		},
		{
			name: 'says half a frame, and not who it is',
			within: authTimeoutMs + CLOSE_TIMEOUT_MS + MARGIN_MS,
			begin: (port) => saying(port, handshake(port), half)
		},
		{
			name: 'says a frame without an end',
			within: 3 * heartbeatIntervalMs + MARGIN_MS,
			begin: (port) => saying(port, asSomebody(port), half),
			drip: 'x'
		},
		{
			name: 'says who it is, and no more',
			within: 3 * heartbeatIntervalMs + MARGIN_MS,
			begin: (port) => saying(port, asSomebody(port))
		},
		{
			name: 'does not answer a close',
			within: CLOSE_TIMEOUT_MS + MARGIN_MS,
			begin: (port) => saying(port, asSomebody(port), frame({ opcode: opcodes.text, rsv: 1 }))
		}
	];
}

/**
 * Holds connections open as slowly as can be.
 * @returns settles when the server has ended them all; what it did not end in time
 */
export async function holdSlowly(port: number, each: number, limits: SlowLimits) {
	const held = slowOnes(limits).flatMap((slow) => Array.from({ length: each }, () => slow));
	const outcomes = await Promise.all(
		held.map(async ({ name, within, begin, drip }) => {
			const socket = await begin(port);
			const dripping = drip === undefined ? undefined : keepDripping(socket, Buffer.from(drip));
			const patience = new AbortController();
			const inTime = await Promise.race([
				socket.ended.then(() => true),
				delay(within, false, { signal: patience.signal }).catch(() => false)
			]);
			patience.abort();
			clearInterval(dripping);
			socket.reset();
			return inTime ? [] : [`[F3] whoever ${name} is still there after ${within / 1_000} s`];
		})
	);
	return outcomes.flat();
}

function keepDripping(socket: HostileSocket, drip: Buffer): NodeJS.Timeout {
	let at = 0;
	return setInterval(() => {
		void socket.write(drip.subarray(at, at + 1));
		at = (at + 1) % drip.length;
	}, DRIP_MS);
}
