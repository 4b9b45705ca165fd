import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latenessOf } from './lateness.js';
import { runLoad, startReady, stop } from './processes.js';
import { median, report } from './report.js';

const AT_ONCE = 50;

/** As many as are asked about at once (`model/patience.ts`). */
const WITH_MODEL = 16;
const MODEL_LIMIT_MS = 4_000;

/** What a verdict may take once the model has had its time. */
const SETTLED_MS = 250;

/** @typedef {{ ms: number, evaluator: string }} Evaluated */
/**
 * @typedef {object} Measured
 * @property {number[]} atOnce milliseconds
 * @property {number[]} alone
 * @property {number} late milliseconds of the event loop, at most
 */

/**
 * G5: how long an evaluation takes to come, with and without a model.
 * @param {number} runs
 */
export async function evaluations(runs) {
	/** @type {Measured[]} */
	const measured = [];
	/** @type {number[][]} */
	const unheard = [];
	for (let run = 0; run < runs; run++) {
		measured.push(await once());
		unheard.push(await withSilentModel());
	}
	const each = (/** @type {(one: Measured) => number} */ pick) => measured.map(pick);
	const p99 = each(({ atOnce }) => quantile(atOnce, 0.99));
	const late = each(({ late }) => late);
	const longest = unheard.map((times) => Math.max(...times));
	report(
		'G5 Evaluations',
		'npm run bench -- G5',
		`${AT_ONCE} candidates answer a question of the general bank each, in 80 to 150 words and at the same moment, twice: questions that nobody was asked before, and the same again; milliseconds from \`submit_answer\` to \`answer_evaluated\` by WebSocket, the answer and its evaluation each on disk before. Beside it as many who answer one after the other. Server and load have a core each; warm, ${2 * AT_ONCE} answers a run. With a model: ${WITH_MODEL} candidates who agreed to one that takes every question and never answers; all of them were told that the verdict is the built-in grader’s.`,
		[
			{
				what: `ms with ${AT_ONCE} at once, p99`,
				values: p99,
				peer: 'one after the other, p99',
				peerValues: each(({ alone }) => quantile(alone, 0.99)),
				target: '< 100 ms',
				met: median(p99) < 100
			},
			{
				what: `ms with ${AT_ONCE} at once, p50`,
				values: each(({ atOnce }) => quantile(atOnce, 0.5)),
				peer: 'one after the other, p50',
				peerValues: each(({ alone }) => quantile(alone, 0.5)),
				target: 'for comparison'
			},
			{
				what: 'ms that the event loop is late meanwhile, most',
				values: late,
				target: 'for comparison'
			},
			{
				what: 'ms with a model that never answers, most',
				values: longest,
				target: `≤ ${MODEL_LIMIT_MS.toLocaleString('en-US')} ms, and ${SETTLED_MS} to tell it`,
				met: median(longest) <= MODEL_LIMIT_MS + SETTLED_MS
			}
		]
	);
}

const keysOf = (/** @type {number} */ count) =>
	Array.from({ length: count }, (_, index) => `bench-${index}`).join(',');

/** @returns {Promise<Measured>} */
async function once() {
	const file = join(mkdtempSync(join(tmpdir(), 'greenroom-loop-')), 'delay.json');
	const keys = keysOf(AT_ONCE);
	const { port, server } = await startReady('greenroom', {
		args: ['--import', './bench/loop-delay.js'],
		env: { TEST_API_KEYS: keys, LOOP_DELAY_FILE: file }
	});
	/** @type {{ atOnce: Evaluated[], alone: Evaluated[] }} */
	const told = await runLoad(
		'bench/evaluations-load.js',
		{ PORT: String(port), KEYS: keys },
		() => void latenessOf(server, file)
	);
	const { max: late } = await latenessOf(server, file);
	await stop(server);
	rmSync(join(file, '..'), { recursive: true });
	const [atOnce, alone] = [told.atOnce, told.alone].map((evaluated) =>
		evaluated.map(({ ms }) => ms)
	);
	const measured = { atOnce: atOnce ?? [], alone: alone ?? [], late };
	console.log(
		`G5: p50/p99 ${inWords(measured.atOnce)} ms with ${AT_ONCE} at once, ${inWords(measured.alone)} one after the other; the event loop ${late.toFixed(1)} ms late at most`
	);
	return measured;
}

/** @returns {Promise<number[]>} milliseconds */
async function withSilentModel() {
	let asked = 0;
	const model = createServer((request) => {
		asked += 1;
		request.resume();
	});
	await new Promise((resolve) => model.listen(0, '127.0.0.1', () => resolve(undefined)));
	const address = /** @type {import('node:net').AddressInfo} */ (model.address());
	const keys = keysOf(WITH_MODEL);
	const host = `127.0.0.1:${address.port}`;
	const { port, server } = await startReady('greenroom', {
		env: {
			TEST_API_KEYS: keys,
			LOG_LEVEL: 'fatal',
			LLM_BASE_URL: `http://${host}/v1`,
			LLM_MODEL: 'silent'
		}
	});
	/** @type {{ atOnce: Evaluated[] }} */
	const { atOnce } = await runLoad('bench/evaluations-load.js', {
		PORT: String(port),
		KEYS: keys,
		AGREED_HOST: host
	});
	await stop(server);
	model.closeAllConnections();
	model.close();
	const labels = new Set(atOnce.map(({ evaluator }) => evaluator));
	if (asked !== WITH_MODEL || [...labels].some((label) => !label.startsWith('builtin@'))) {
		throw new Error(`${asked} questions to the model, verdicts of ${[...labels].join(', ')}`);
	}
	const times = atOnce.map(({ ms }) => ms);
	console.log(`G5 with a silent model: p50/p99 ${inWords(times)} ms, of ${[...labels].join()}`);
	return times;
}

/** @param {readonly number[]} values @param {number} share @returns {number} */
function quantile(values, share) {
	const sorted = [...values].sort((a, b) => a - b);
	return /** @type {number} */ (sorted[Math.floor((sorted.length - 1) * share)]);
}

/** @param {readonly number[]} values */
const inWords = (values) =>
	`${quantile(values, 0.5).toFixed(1)}/${quantile(values, 0.99).toFixed(1)}`;
