// The load of P4: typists whose keys come at their own times, spread evenly, whatever the server
// does. A key's answer is measured from the moment the key was due: a load that is late counts.
import { openClient, openMany, reserveTest, sayMeasuring, sayResult } from './load-client.js';

const kind = /** @type {import('./processes.js').Kind} */ (process.env.KIND);
const port = Number(process.env.PORT);
const typists = Number(process.env.TYPISTS);
const keysPerSecond = Number(process.env.KEYS_PER_SECOND);
const warmUpMs = Number(process.env.WARM_UP_MS);
const measureMs = Number(process.env.MEASURE_MS);

const intervalMs = 1000 / keysPerSecond;
const keys = Math.ceil((warmUpMs + measureMs) / intervalMs);
const WORDS = 'the quick brown fox jumps over the lazy dog ';
/** Longer than what is typed, so that no test ends while keys are measured. */
const text = WORDS.repeat(Math.ceil((keys + 100) / WORDS.length)).trim();

const latencies = new Float64Array(typists * keys);
/** Those of `latencies`. */
let answers = 0;
let outstanding = 0;
let from = Infinity;

/** One person, who has a test to type. */
class Typist {
	/** When each key was due, by its number. */
	#due = new Float64Array(keys);
	#sent = 0;
	#answered = 0;
	/** @type {Awaited<ReturnType<typeof openClient>> | undefined} */
	#client;

	/** @param {string} sessionId */
	constructor(sessionId) {
		this.sessionId = sessionId;
	}

	async open() {
		this.#client = await openClient({
			kind,
			port,
			onMessage: (buffer, start, end) => {
				if (buffer[start + 9] !== M) return refuseOther(buffer.toString('latin1', start, end));
				const due = /** @type {number} */ (this.#due[this.#answered]);
				this.#answered += 1;
				outstanding -= 1;
				if (due < from) return;
				latencies[answers] = performance.now() - due;
				answers += 1;
			}
		});
		return this;
	}

	/** @param {number} due */
	type(due) {
		const seq = this.#sent;
		this.#due[seq] = due;
		this.#sent += 1;
		outstanding += 1;
		this.#client?.send(
			'input_update',
			`{"sessionId":"${this.sessionId}","seq":${seq},"events":[{"t":${Math.round(seq * intervalMs)},"kind":"insert","text":"${text[seq]}","code":"KeyA"}]}`
		);
	}
}

/** `{"type":"metrics_update"`, seen from its tenth character. */
const M = 'm'.charCodeAt(0);

/** @param {string} message */
function refuseOther(message) {
	if (message.includes('"error"')) throw new Error(message);
}

const sessionIds = await openMany(typists, () => reserveTest(kind, port, text), 20);
const people = await openMany(typists, (index) =>
	new Typist(/** @type {string} */ (sessionIds[index])).open()
);
const startAt = performance.now() + 100;
const gapMs = intervalMs / typists;
let next = 0;
let measuring = false;

// Never sleeps: a timer would be late by up to a millisecond.
function step() {
	const now = performance.now();
	if (!measuring && now >= startAt + warmUpMs) {
		measuring = true;
		from = startAt + warmUpMs;
		sayMeasuring();
	}
	for (; startAt + next * gapMs <= now && next < typists * keys; next++) {
		/** @type {Typist} */ (people[next % typists]).type(startAt + next * gapMs);
	}
	// However late they are, all answers count.
	if (next < typists * keys || outstanding > 0) return setImmediate(step);
	const sorted = latencies.subarray(0, answers).sort();
	const at = (/** @type {number} */ share) => sorted[Math.floor((answers - 1) * share)];
	sayResult({ p50: at(0.5), p99: at(0.99), worst: at(1) });
}
step();
