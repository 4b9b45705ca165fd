// The load of P1, a process of its own: clients that each send a key, wait for the answer, and send
// the next. It counts answers and reads none of them, so that it is never what limits.
import { WebSocket } from 'ws';

const TEXT = 'the quick brown fox jumps over the lazy dog '.repeat(450).trim().slice(0, 19_999);
const { KIND: kind, PORT: port } = process.env;
const clients = Number(process.env.CLIENTS);
const warmUpMs = Number(process.env.WARM_UP_MS);
const measureMs = Number(process.env.MEASURE_MS);
const stamp = '2026-01-31T12:00:00.000Z';

let answers = 0;

/** @returns {Promise<string>} a test of 19,999 characters, ready to be typed */
async function reserve() {
	if (kind !== 'greenroom') return '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11';
	const response = await fetch(`http://127.0.0.1:${port}/api/typing/sessions`, {
		method: 'POST',
		headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
		body: JSON.stringify({ mode: 'custom', text: TEXT })
	});
	if (!response.ok) throw new Error(await response.text());
	return /** @type {{ sessionId: string }} */ (await response.json()).sessionId;
}

const addresses = {
	greenroom: `ws://127.0.0.1:${port}/v1/ws`,
	ws: `ws://127.0.0.1:${port}/`,
	'socket.io': `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
};

/** Opens a client; resolves once it may type. */
async function open() {
	let sessionId = await reserve();
	let seq = 0;
	const socket = new WebSocket(addresses[/** @type {keyof typeof addresses} */ (kind)], {
		perMessageDeflate: false
	});
	const type = () => {
		const event = `{"t":${seq * 90},"kind":"insert","text":"${TEXT[seq]}","code":"KeyA"}`;
		const message = `{"type":"input_update","timestamp":"${stamp}","payload":{"sessionId":"${sessionId}","seq":${seq},"events":[${event}]}}`;
		seq += 1;
		socket.send(kind === 'socket.io' ? `42["input_update",${message}]` : message);
	};
	const next = () => {
		answers += 1;
		if (seq < TEXT.length - 1) return type();
		// A fresh test, so that no result is written while keys are measured.
		reserve().then((id) => {
			sessionId = id;
			seq = 0;
			type();
		});
	};
	/** @type {Promise<void>} */
	const ready = new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('open', () => {
			if (kind === 'ws') resolve();
			if (kind === 'greenroom') {
				socket.send(`{"type":"connect","timestamp":"${stamp}","payload":{"api_key":"bench"}}`);
			}
		});
		socket.on('message', (/** @type {Buffer} */ data) => {
			const start = data.toString('latin1', 0, 40);
			if (start.includes('metrics_update')) return next();
			if (start.includes('"error"')) return reject(new Error(data.toString()));
			if (start.includes('message_delivered')) resolve();
			// Engine.IO opens, Socket.IO joins the namespace; a '2' is its ping.
			if (start.startsWith('0')) socket.send('40');
			if (start.startsWith('40')) resolve();
			if (start === '2') socket.send('3');
		});
	});
	await ready;
	return type;
}

const types = [];
for (let index = 0; index < clients; index++) types.push(await open());
for (const type of types) type();
await new Promise((resolve) => setTimeout(resolve, warmUpMs));
const before = answers;
process.send?.({ measuring: true });
const from = performance.now();
await new Promise((resolve) => setTimeout(resolve, measureMs));
const roundTrips = answers - before;
const perSecond = (roundTrips / (performance.now() - from)) * 1000;
if (process.send) process.send({ roundTrips, perSecond }, () => process.exit(0));
else process.exit(0);
