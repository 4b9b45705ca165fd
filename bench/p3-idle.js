import { setTimeout as wait } from 'node:timers/promises';
import { cpuMicroseconds, residentBytes, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

const FEW = 1_000;
const MANY = 10_000;
const HEARTBEAT_MS = 5_000;
/** Four heartbeats. */
const WATCHED_MS = 20_000;
/** Connecting is over, and so is what it left behind. */
const SETTLE_MS = 6_000;

/**
 * P3: what connections cost that only are there.
 * @param {number} runs
 */
export async function idleConnections(runs) {
	/** @type {Measured[]} */
	const here = [];
	/** @type {Measured[]} */
	const peer = [];
	for (let run = 0; run < runs; run++) {
		here.push(await once('greenroom'));
		peer.push(await once('ws'));
	}
	const each = (/** @type {Measured[]} */ measured, /** @type {keyof Measured} */ what) =>
		measured.map((values) => values[what]);
	const share = (
		/** @type {'fewPercent' | 'manyPercent'} */ what,
		/** @type {number} */ connections,
		/** @type {number} */ most
	) => ({
		what: `% of a core, ${connections.toLocaleString('en-US')} connections`,
		values: each(here, what),
		peer: 'the same process with none',
		peerValues: each(here, 'nonePercent'),
		target: `≤ ${most} % more`,
		met: median(here.map((measured) => measured[what] - measured.nonePercent)) <= most
	});
	report(
		'P3 Idle connections',
		'npm run bench -- P3',
		`Authenticated connections that say nothing more, heard of every ${HEARTBEAT_MS / 1000} s by the heartbeat. Memory: private resident memory after garbage was collected, with ${MANY.toLocaleString('en-US')} connections, less that with none, divided; ws alone keeps no more than its own objects and a heartbeat. Processor: all that the process uses in ${WATCHED_MS / 1000} s while they are there. No compression: a client that asks for it costs more, on both sides.`,
		[
			{
				what: 'KiB of memory a connection',
				values: each(here, 'kibibytes'),
				peer: 'ws alone',
				peerValues: each(peer, 'kibibytes'),
				target: '≤ 2 ×',
				met: median(ratios(each(here, 'kibibytes'), each(peer, 'kibibytes'))) <= 2
			},
			share('fewPercent', FEW, 1),
			share('manyPercent', MANY, 5),
			{
				what: `% of a core, ${MANY.toLocaleString('en-US')} connections`,
				values: each(here, 'manyPercent'),
				peer: 'ws alone',
				peerValues: each(peer, 'manyPercent'),
				target: 'for comparison'
			}
		]
	);
}

/**
 * @typedef {object} Measured
 * @property {number} kibibytes a connection
 * @property {number} nonePercent of a core, without connections
 * @property {number} fewPercent
 * @property {number} manyPercent
 */

/**
 * @param {'greenroom' | 'ws'} kind
 * @returns {Promise<Measured>}
 */
async function once(kind) {
	const { port, server } = await startReady(kind, {
		env: { HEARTBEAT_MS: String(HEARTBEAT_MS), HEARTBEAT_INTERVAL_MS: String(HEARTBEAT_MS) },
		args: ['--expose-gc', '--import', './bench/collect-garbage.js']
	});
	const look = async () => {
		await wait(SETTLE_MS);
		const before = cpuMicroseconds(server.pid);
		const from = performance.now();
		await wait(WATCHED_MS);
		const used = cpuMicroseconds(server.pid) - before;
		const percent = used / 10 / (performance.now() - from);
		server.kill('SIGUSR2');
		await wait(1_000);
		return { percent, bytes: residentBytes(server.pid) };
	};
	const none = await look();
	/** @param {number} connections */
	const withIdle = async (connections) => {
		/** @type {Awaited<ReturnType<typeof look>> | undefined} */
		let seen;
		await runLoad(
			'bench/idle-load.js',
			{ KIND: kind, PORT: String(port), CONNECTIONS: String(connections) },
			async (load) => {
				seen = await look();
				load.kill();
			}
		).catch((error) => {
			// It ends because it was told to.
			if (!seen) throw error;
		});
		return /** @type {Awaited<ReturnType<typeof look>>} */ (seen);
	};
	const few = await withIdle(FEW);
	const many = await withIdle(MANY);
	await stop(server);
	const measured = {
		kibibytes: (many.bytes - none.bytes) / MANY / 1024,
		nonePercent: none.percent,
		fewPercent: few.percent,
		manyPercent: many.percent
	};
	console.log(
		`P3 ${kind}: ${measured.kibibytes.toFixed(1)} KiB a connection; ${none.percent.toFixed(2)} % of a core with none, ${few.percent.toFixed(2)} % with ${FEW}, ${many.percent.toFixed(2)} % with ${MANY}`
	);
	return measured;
}
