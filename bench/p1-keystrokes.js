import { cpuMicroseconds, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

/**
 * P1: round trips a second of one server process on a core of its own.
 * @param {number} runs
 */
export async function keystrokes(runs) {
	/** @type {Record<'greenroom' | 'ws' | 'socket.io', Measured[]>} */
	const measured = { greenroom: [], ws: [], 'socket.io': [] };
	for (let run = 0; run < runs; run++) {
		for (const kind of /** @type {(keyof typeof measured)[]} */ (Object.keys(measured))) {
			measured[kind].push(await once(kind));
		}
	}
	const rate = (/** @type {keyof typeof measured} */ kind) =>
		measured[kind].map(({ perSecond }) => perSecond);
	const cost = (/** @type {keyof typeof measured} */ kind) =>
		measured[kind].map(({ cpuMicroseconds }) => cpuMicroseconds);
	report(
		'P1 Keystroke round trips',
		'npm run bench -- P1',
		'100 clients, each sending a key and waiting for its answer; server and load are processes on a core each, in turn, in one run. Greenroom authenticates, validates, limits, applies the key, computes the metrics and checkpoints every second; its peers parse the same message and answer with fresh JSON of the same shape. No compression anywhere.',
		[
			{
				what: 'round trips a second',
				values: rate('greenroom'),
				peer: 'ws alone',
				peerValues: rate('ws'),
				target: '≥ 0.7 ×',
				met: median(ratios(rate('greenroom'), rate('ws'))) >= 0.7
			},
			{
				what: 'round trips a second',
				values: rate('greenroom'),
				peer: 'Socket.IO 4',
				peerValues: rate('socket.io'),
				target: '≥ 1.0 ×',
				met: median(ratios(rate('greenroom'), rate('socket.io'))) >= 1
			},
			{
				what: 'µs of processor time a round trip',
				values: cost('greenroom'),
				peer: 'ws alone',
				peerValues: cost('ws'),
				target: '≤ 1.43 ×, the first row the other way round',
				met: median(ratios(cost('greenroom'), cost('ws'))) <= 1 / 0.7
			}
		]
	);
}

/**
 * @typedef {object} Measured
 * @property {number} perSecond
 * @property {number} cpuMicroseconds of the server, for one round trip
 */

/**
 * @param {import('./processes.js').Kind} kind
 * @returns {Promise<Measured>}
 */
async function once(kind) {
	const { port, server } = await startReady(kind);
	let before = 0;
	const { perSecond, roundTrips } = await runLoad(
		'bench/keystroke-load.js',
		{ KIND: kind, PORT: String(port), CLIENTS: '100', WARM_UP_MS: '2000', MEASURE_MS: '4000' },
		() => (before = cpuMicroseconds(server.pid))
	);
	const used = cpuMicroseconds(server.pid) - before;
	await stop(server);
	const measured = { perSecond, cpuMicroseconds: used / roundTrips };
	console.log(
		`P1 ${kind}: ${Math.round(perSecond)} a second, ${measured.cpuMicroseconds.toFixed(1)} µs of processor time each`
	);
	return measured;
}
