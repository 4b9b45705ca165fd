import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '../scripts/cluster/redis.js';
import { cpuMicroseconds, runLoad, startReady, stop } from './processes.js';
import { median, ratios, report } from './report.js';

const SESSIONS = 50;
const PER_SECOND = 500;

/** @typedef {{ p50: number, p99: number }} Spread milliseconds */
/**
 * @typedef {object} Measured
 * @property {number} perSecond changes that both clients heard of
 * @property {number} missing changes that one of them was never told of; a later one replaced it
 * @property {Spread} same from the change to its receipt by a client of the same instance
 * @property {Spread} across by a client of the other
 * @property {Spread} crossing from the one receipt to the other
 * @property {Spread} answer from the request to its answer
 * @property {{ changing: number, hearing: number }} cpuMicroseconds of each instance, for one change
 * @property {Spread} bare from `PUBLISH` to its receipt
 */

/**
 * P5: how soon a client of one instance hears of a change on another.
 * @param {number} runs
 */
export async function acrossInstances(runs) {
	/** @type {Measured[]} */
	const measured = [];
	for (let run = 0; run < runs; run++) measured.push(await once());
	const each = (/** @type {(one: Measured) => number} */ pick) => measured.map(pick);
	const bare = { peer: 'bare Redis, PUBLISH to receipt, p99', peerValues: each((m) => m.bare.p99) };
	const within = (
		/** @type {string} */ what,
		/** @type {number[]} */ values,
		/** @type {number} */ most
	) => ({
		what,
		values,
		target: `< ${most} ms`,
		met: median(values) < most
	});
	const crossing = each((m) => m.crossing.p99);
	report(
		'P5 Across two instances',
		'npm run bench -- P5',
		`Two processes of the built server over one database, joined by Redis, the first on a core of its own, the second beside the load; ${SESSIONS} clocks that are switched over REST on the first, ${PER_SECOND} times a second in all, and a client of each instance that hears of all of them. Milliseconds. "From the change" begins at the time that stands in the state: it is taken inside the transaction, cut to whole milliseconds, so that the commit to disk is in it and up to 1 ms more. Crossing: from the receipt on the same instance, which follows the commit at once, to that on the other, by one clock. Bare Redis: as many messages of the same size, published and heard by the process that is the load, right after.`,
		[
			within(
				'from the change to the other instance’s client, p99',
				each((m) => m.across.p99),
				10
			),
			within(
				'from the change to the other instance’s client, p50',
				each((m) => m.across.p50),
				10
			),
			{
				what: 'crossing, p99',
				values: crossing,
				...bare,
				target: '≤ 3 ×',
				met: median(ratios(crossing, bare.peerValues)) <= 3
			},
			{
				what: 'crossing, p50',
				values: each((m) => m.crossing.p50),
				peer: 'bare Redis, PUBLISH to receipt, p50',
				peerValues: each((m) => m.bare.p50),
				target: 'for comparison'
			},
			within(
				'from the change to the same instance’s client, p99',
				each((m) => m.same.p99),
				50
			),
			{
				what: 'µs of processor time to hear of a change',
				values: each((m) => m.cpuMicroseconds.hearing),
				peer: 'to make one over REST, with its own listener',
				peerValues: each((m) => m.cpuMicroseconds.changing),
				target: 'for comparison'
			},
			{
				what: 'from the REST request to its answer, p99',
				values: each((m) => m.answer.p99),
				target: 'for comparison'
			},
			{
				what: 'changes a second that both heard of',
				values: each((m) => m.perSecond),
				target: `≥ ${PER_SECOND * 0.99}`,
				met: median(each((m) => m.perSecond)) >= PER_SECOND * 0.99
			}
		]
	);
}

/** @returns {Promise<Measured>} */
async function once() {
	const redis = await startRedis(console.error);
	const env = {
		DATA_DIR: mkdtempSync(join(tmpdir(), 'greenroom-bench-')),
		REDIS_URL: redis.url
	};
	const first = await startReady('greenroom', { env });
	// Beside the load: the two instances would wait for each other.
	const second = await startReady('greenroom', { env, core: 1 });
	const servers = [first.server, second.server];
	/** @type {number[]} */
	let before = [];
	const used = () => servers.map(({ pid }) => cpuMicroseconds(pid));
	/** @type {Omit<Measured, 'cpuMicroseconds'> & { made: number }} */
	const told = await runLoad(
		'bench/instances-load.js',
		{
			PORTS: `${first.port},${second.port}`,
			REDIS_URL: redis.url,
			SESSIONS: String(SESSIONS),
			PER_SECOND: String(PER_SECOND),
			WARM_UP_MS: '3000',
			MEASURE_MS: '6000'
		},
		() => (before = used())
	);
	const [changing = NaN, hearing = NaN] = used().map(
		(after, index) => (after - (before[index] ?? NaN)) / told.made
	);
	const measured = { ...told, cpuMicroseconds: { changing, hearing } };
	await stop(first.server);
	await stop(second.server);
	await redis.stop();
	const { across, same, bare, perSecond, cpuMicroseconds: cost } = measured;
	console.log(
		`P5: ${Math.round(perSecond)} a second; p50/p99 across ${inWords(across)}, same instance ${inWords(same)}, crossing ${inWords(measured.crossing)}, bare Redis ${inWords(bare)} ms; ${measured.missing} replaced by later ones; ${Math.round(cost.changing)} µs of processor time for a change, ${Math.round(cost.hearing)} µs to hear of it`
	);
	return measured;
}

/** @param {Spread} spread */
const inWords = ({ p50, p99 }) => `${p50.toFixed(2)}/${p99.toFixed(2)}`;
