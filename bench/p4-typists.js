import { cpuMicroseconds, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

const TYPISTS = 1000;
const KEYS_PER_SECOND = 8;
const MEASURE_MS = 15_000;

/**
 * P4: how long a key waits for its answer among those of a thousand.
 * @param {number} runs
 */
export async function typists(runs) {
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
		'P4 1,000 typists',
		'npm run bench -- P4',
		`${TYPISTS.toLocaleString('en-US')} connections type ${KEYS_PER_SECOND} keys a second each, spread evenly, for ${MEASURE_MS / 1000} s: milliseconds from the moment a key was due to its answer. Greenroom checkpoints every typist every second; the tests were reserved before. The load is one process on the other core that never sleeps, so that its timers are not what is measured.`,
		[
			{
				what: 'ms, p99',
				values: of(here),
				target: '< 10 ms',
				met: median(of(here)) < 10
			},
			{
				what: 'ms, p99',
				values: of(here),
				peer: 'ws alone',
				peerValues: of(peer),
				target: '≤ 3 ×',
				met: median(ratios(of(here), of(peer))) <= 3
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
	let before = 0;
	/** @type {Measured} */
	const measured = await runLoad(
		'bench/typists-load.js',
		{
			KIND: kind,
			PORT: String(port),
			TYPISTS: String(TYPISTS),
			KEYS_PER_SECOND: String(KEYS_PER_SECOND),
			WARM_UP_MS: '3000',
			MEASURE_MS: String(MEASURE_MS)
		},
		() => (before = cpuMicroseconds(server.pid))
	);
	const percent = (cpuMicroseconds(server.pid) - before) / 10 / MEASURE_MS;
	await stop(server);
	console.log(
		`P4 ${kind}: p50 ${measured.p50.toFixed(2)}, p99 ${measured.p99.toFixed(2)}, worst ${measured.worst.toFixed(1)} ms, ${percent.toFixed(0)} % of a core`
	);
	return measured;
}
