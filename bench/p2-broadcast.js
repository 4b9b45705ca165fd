import { cpuMicroseconds, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

const SUBSCRIBERS = 1000;
const IN_FLIGHT = 8;

/**
 * P2: what one text of 1 KiB to a room of 1,000 costs.
 * @param {number} runs
 */
export async function broadcast(runs) {
	/** @type {Record<import('./processes.js').Kind, Measured[]>} */
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
		'P2 Broadcast of 1 KiB to 1,000 subscribers',
		'npm run bench -- P2',
		`Deliveries a second of one server process on a core of its own: ${SUBSCRIBERS.toLocaleString('en-US')} connections in one room, ${IN_FLIGHT} of which say 1 KiB of text in turn, ${IN_FLIGHT} texts on their way at once. Greenroom numbers each and has it on disk before anybody hears it; ws alone sends the same bytes as one prepared frame, Socket.IO emits to a room, and both keep nothing. No compression anywhere. The load is one process on the other core that reads frames' lengths and nothing else.`,
		[
			{
				what: 'deliveries a second',
				values: rate('greenroom'),
				peer: 'ws alone, a prepared frame',
				peerValues: rate('ws'),
				target: '≥ 0.9 ×',
				met: median(ratios(rate('greenroom'), rate('ws'))) >= 0.9
			},
			{
				what: 'deliveries a second',
				values: rate('greenroom'),
				peer: 'Socket.IO 4, to a room',
				peerValues: rate('socket.io'),
				target: '≥ 1.5 ×',
				met: median(ratios(rate('greenroom'), rate('socket.io'))) >= 1.5
			},
			{
				what: 'µs of processor time a delivery',
				values: cost('greenroom'),
				peer: 'ws alone, a prepared frame',
				peerValues: cost('ws'),
				target: '≤ 1.11 ×, the first row the other way round',
				met: median(ratios(cost('greenroom'), cost('ws'))) <= 1 / 0.9
			}
		]
	);
}

/**
 * @typedef {object} Measured
 * @property {number} perSecond
 * @property {number} cpuMicroseconds of the server, for one delivery
 */

/**
 * @param {import('./processes.js').Kind} kind
 * @returns {Promise<Measured>}
 */
async function once(kind) {
	const { port, server } = await startReady(kind);
	let before = 0;
	const { perSecond, deliveries } = await runLoad(
		'bench/broadcast-load.js',
		{
			KIND: kind,
			PORT: String(port),
			SUBSCRIBERS: String(SUBSCRIBERS),
			IN_FLIGHT: String(IN_FLIGHT),
			WARM_UP_MS: '2000',
			MEASURE_MS: '4000'
		},
		() => (before = cpuMicroseconds(server.pid))
	);
	const used = cpuMicroseconds(server.pid) - before;
	await stop(server);
	const measured = { perSecond, cpuMicroseconds: used / deliveries };
	console.log(
		`P2 ${kind}: ${Math.round(perSecond)} a second, ${measured.cpuMicroseconds.toFixed(2)} µs of processor time each`
	);
	return measured;
}
