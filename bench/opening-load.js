// The load of P7: connections opened at an even pace, each timed from before its TCP connect to the
// answer that says who it is.
import { openClient, sayMeasuring, sayResult } from './load-client.js';

const kind = /** @type {import('./processes.js').Kind} */ (process.env.KIND);
const port = Number(process.env.PORT);
const key = /** @type {string} */ (process.env.KEY);
const connections = Number(process.env.CONNECTIONS);
const gapMs = 1000 / Number(process.env.PER_SECOND);

/** Opened and closed again before, so that nothing is done for the first time. */
const WARM_UP = 200;

/** @type {Promise<number>[]} */
const opened = [];

async function openOne() {
	const from = performance.now();
	const client = await openClient({ kind, port, key });
	const took = performance.now() - from;
	if (opened.length <= WARM_UP) client.destroy();
	return took;
}

let next = 0;
const startAt = performance.now();
const total = WARM_UP + connections;

function step() {
	for (; next < total && startAt + next * gapMs <= performance.now(); next++) {
		if (next === WARM_UP) sayMeasuring();
		opened.push(openOne());
	}
	if (next < total) return setImmediate(step);
	void Promise.all(opened.slice(WARM_UP)).then((times) => {
		const sorted = times.sort((a, b) => a - b);
		const at = (/** @type {number} */ share) => sorted[Math.floor((connections - 1) * share)];
		sayResult({ p50: at(0.5), p99: at(0.99), worst: at(1) });
	});
}
step();
