// Clients of a load, alike for Greenroom and its peers: they open, say who they are, and then pass
// on every message unread.
import { RawSocket } from './raw-socket.js';

export const stamp = '2026-01-31T12:00:00.000Z';

const paths = {
	greenroom: '/v1/ws',
	ws: '/',
	'socket.io': '/socket.io/?EIO=4&transport=websocket'
};

/** The first characters of a message, enough to tell one type from another. */
const START = 64;

/**
 * @param {object} options
 * @param {import('./processes.js').Kind} options.kind
 * @param {number} options.port
 * @param {string} [options.key] to authenticate with
 * @param {import('./raw-socket.js').OnText} [options.onMessage] every message once it is ready
 */
export function openClient({ kind, port, key = 'bench', onMessage = () => undefined }) {
	let ready = false;
	/** Greenroom says a second thing to whoever it has recognised. */
	let greeted = kind !== 'greenroom';
	/** @param {string} type @param {string} payload JSON @param {string} [requestId] */
	const send = (type, payload, requestId) => {
		const id = requestId === undefined ? '' : `,"requestId":"${requestId}"`;
		const message = `{"type":"${type}","timestamp":"${stamp}","payload":${payload}${id}}`;
		socket.send(kind === 'socket.io' ? `42["${type}",${message}]` : message);
	};
	/** @type {RawSocket} */
	let socket;
	/** @type {Promise<{ send: typeof send, destroy: () => void }>} */
	const opened = new Promise((resolve, reject) => {
		const settle = () => {
			ready = true;
			resolve({ send, destroy: () => socket.destroy() });
		};
		socket = new RawSocket({
			port,
			path: paths[kind],
			onOpen: () => {
				// Socket.IO has a handshake of its own.
				if (kind !== 'socket.io') send('connect', `{"api_key":"${key}"}`);
			},
			onText: (buffer, start, end) => {
				if (kind === 'socket.io') {
					// Engine.IO opens, Socket.IO joins the namespace; a '2' is its ping.
					const first = buffer[start];
					if (first === 0x30) return socket.send('40');
					if (first === 0x32) return socket.send('3');
					if (!ready && first === 0x34) return settle();
				}
				if (ready && greeted) return onMessage(buffer, start, end);
				if (ready) {
					greeted = true;
					return;
				}
				const text = buffer.toString('latin1', start, Math.min(end, start + START));
				if (text.startsWith('{"type":"connection_success"')) settle();
				else if (text.startsWith('{"type":"error"'))
					reject(new Error(buffer.toString('latin1', start, end)));
			},
			onEnd: (error) => {
				reject(error);
				// A load that lost a client measures something else.
				if (ready) throw error;
			}
		});
	});
	return opened;
}

/**
 * Opens many, a few at a time.
 *
 * @template T
 * @param {number} count
 * @param {(index: number) => Promise<T>} openOne
 * @param {number} [atOnce]
 * @returns {Promise<T[]>}
 */
export async function openMany(count, openOne, atOnce = 50) {
	/** @type {T[]} */
	const clients = [];
	for (let index = 0; index < count; index += atOnce) {
		const some = Array.from({ length: Math.min(atOnce, count - index) }, (_, offset) =>
			openOne(index + offset)
		);
		clients.push(...(await Promise.all(some)));
	}
	return clients;
}

/** Tells the bench that what counts begins now; then the caller measures. */
export const sayMeasuring = () => process.send?.({ measuring: true });

/** Tells the bench what came of it, and ends. @param {object} result */
export function sayResult(result) {
	if (process.send) process.send(result, () => process.exit(0));
	else process.exit(0);
}

/** @param {number} ms @returns {Promise<void>} */
export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A test of `text` to be typed, made over REST; a peer's typist needs no more than an id.
 *
 * @param {import('./processes.js').Kind} kind
 * @param {number} port
 * @param {string} text
 * @returns {Promise<string>} its id
 */
export async function reserveTest(kind, port, text) {
	if (kind !== 'greenroom') return '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11';
	const response = await fetch(`http://127.0.0.1:${port}/api/typing/sessions`, {
		method: 'POST',
		headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
		body: JSON.stringify({ mode: 'custom', text })
	});
	if (!response.ok) throw new Error(await response.text());
	return /** @type {{ sessionId: string }} */ (await response.json()).sessionId;
}
