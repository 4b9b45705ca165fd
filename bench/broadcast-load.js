// The load of P2: subscribers of one room that count what they are sent, and a few of them that
// talk. The last one of the room says when everybody has been sent a message: then comes the next.
import { openClient, openMany, sayMeasuring, sayResult, wait } from './load-client.js';

const kind = /** @type {import('./processes.js').Kind} */ (process.env.KIND);
const port = Number(process.env.PORT);
const subscribers = Number(process.env.SUBSCRIBERS);
const inFlight = Number(process.env.IN_FLIGHT);
const warmUpMs = Number(process.env.WARM_UP_MS);
const measureMs = Number(process.env.MEASURE_MS);

const TEXT = 'x'.repeat(1024);
const JOIN = '{"channel":"room:bench"}';

let deliveries = 0;
let sent = 0;

/** @param {boolean} isLast */
async function subscribe(isLast) {
	/** @type {() => void} */
	let joined = () => undefined;
	const client = await openClient({
		kind,
		port,
		onMessage: (_, start, end) => {
			// Nothing else is as long.
			if (end - start > TEXT.length) {
				deliveries += 1;
				if (isLast) say();
			} else joined();
		}
	});
	if (kind === 'greenroom') {
		/** @type {Promise<void>} */
		const answered = new Promise((resolve) => (joined = resolve));
		client.send('join_channel', JOIN, 'join');
		await answered;
	}
	return client;
}

/** Whose turn it is says the next. */
function say() {
	const speaker = /** @type {typeof clients[number]} */ (clients[sent % inFlight]);
	speaker.send('send_message', `{"channel":"room:bench","text":"${TEXT}"}`, `say-${sent}`);
	sent += 1;
}

const clients = await openMany(subscribers - 1, () => subscribe(false));
clients.push(await subscribe(true));
await wait(500);
for (let index = 0; index < inFlight; index++) say();
await wait(warmUpMs);
sayMeasuring();
const before = deliveries;
const from = performance.now();
await wait(measureMs);
const counted = deliveries - before;
const perSecond = (counted / (performance.now() - from)) * 1000;
sayResult({ deliveries: counted, perSecond });
