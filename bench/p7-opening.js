import { cpuMicroseconds, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

const CONNECTIONS = 1000;
const PER_SECOND = 200;

/**
 * P7: from TCP connect to authenticated.
 * @param {number} runs
 */
export async function opening(runs) {
	/** @type {Measured[]} */
	const here = [];
	/** @type {Measured[]} */
	const peer = [];
	for (let run = 0; run < runs; run++) {
		here.push(await once('greenroom'));
		peer.push(await once('ws'));
	}
	const of = (/** @type {Measured[]} */ measured) => measured.map(({ p99 }) => p99);
	report(
		'P7 Opening connections',
		'npm run bench -- P7',
		`${CONNECTIONS.toLocaleString('en-US')} connections opened at ${PER_SECOND} a second, evenly: milliseconds of each from before its TCP connect to the answer to its first message. With Greenroom that message brings an API key out of the database, and the answer says whose it is; ws alone answers it with JSON of the same size. The load is one process on the other core that never sleeps.`,
		[
			{
				what: 'ms, p99',
				values: of(here),
				target: '< 100 ms',
				met: median(of(here)) < 100
			},
			{
				what: 'ms, p99',
				values: of(here),
				peer: 'ws alone, one round trip',
				peerValues: of(peer),
				target: '≤ 2 ×',
				met: median(ratios(of(here), of(peer))) <= 2
			}
		]
	);
}

/**
 * @typedef {object} Measured
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {number} worst
 */

/**
 * @param {'greenroom' | 'ws'} kind
 * @returns {Promise<Measured>}
 */
async function once(kind) {
	const { port, server } = await startReady(kind);
	const key = kind === 'greenroom' ? await makeKey(port) : 'none';
	let before = 0;
	/** @type {Measured} */
	const measured = await runLoad(
		'bench/opening-load.js',
		{
			KIND: kind,
			PORT: String(port),
			KEY: key,
			CONNECTIONS: String(CONNECTIONS),
			PER_SECOND: String(PER_SECOND)
		},
		() => (before = cpuMicroseconds(server.pid))
	);
	const used = (cpuMicroseconds(server.pid) - before) / CONNECTIONS;
	await stop(server);
	console.log(
		`P7 ${kind}: p50 ${measured.p50.toFixed(2)}, p99 ${measured.p99.toFixed(2)}, worst ${measured.worst.toFixed(1)} ms, ${Math.round(used)} µs of processor time each`
	);
	return measured;
}

/**
 * A key as people make them, which is looked up in the database at every connection.
 * @param {number} port
 */
async function makeKey(port) {
	const response = await fetch(`http://127.0.0.1:${port}/api/keys`, {
		method: 'POST',
		headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
		body: JSON.stringify({ name: 'bench' })
	});
	if (!response.ok) throw new Error(await response.text());
	return /** @type {{ key: string }} */ (await response.json()).key;
}
