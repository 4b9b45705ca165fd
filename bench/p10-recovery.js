import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';
import { answering, freePort, start, startGreenroom, stop } from './processes.js';
import { median, report } from './report.js';

const CLIENTS = 1000;

/** Longer than a client takes to call itself healthy: the next loss is a first one again. */
const HEALTHY_MS = 12_000;

/** @typedef {{ median: number, last: number, restart: number }} Recovered seconds since the signal */

/**
 * P10: how soon everybody is back after the server was restarted.
 * @param {number} runs
 */
export async function recovery(runs) {
	const outDir = 'node_modules/.cache/greenroom-bench/recovery';
	await build({
		configFile: false,
		logLevel: 'error',
		build: { ssr: 'bench/recovery-load.ts', outDir, emptyOutDir: true, target: 'node24' }
	});
	/** @type {Record<'SIGTERM' | 'SIGKILL', Recovered[]>} */
	const measured = { SIGTERM: [], SIGKILL: [] };
	for (let run = 0; run < runs; run++) {
		const once = await restartTwice(join(outDir, 'recovery-load.js'));
		measured.SIGTERM.push(once.SIGTERM);
		measured.SIGKILL.push(once.SIGKILL);
	}
	const rows = (/** @type {keyof typeof measured} */ signal) => {
		const each = (/** @type {keyof Recovered} */ what) =>
			measured[signal].map((recovered) => recovered[what]);
		const yardstick = {
			peer: 'the server alone, ready again',
			peerValues: each('restart')
		};
		return [
			{
				what: `s until a client is back, median, ${signal}`,
				values: each('median'),
				...yardstick,
				target: '≤ 5 s',
				met: median(each('median')) <= 5
			},
			{
				what: `s until the last client is back, ${signal}`,
				values: each('last'),
				...yardstick,
				target: 'for comparison'
			}
		];
	};
	report(
		'P10 Recovery',
		'npm run bench -- P10',
		`${CLIENTS.toLocaleString('en-US')} of the project's own clients, each in the middle of a test, with the back-off of the browser and its question to /api/me before a retry. Seconds from the signal to the server until a client is authenticated again and knows from which key its test goes on; the server is started again as soon as it has ended. After SIGTERM it asks the clients to spread over 5 s.`,
		[...rows('SIGTERM'), ...rows('SIGKILL')]
	);
}

/** @param {string} load */
async function restartTwice(load) {
	const port = await freePort();
	const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'greenroom-bench-')) };
	let server = startGreenroom(port, env);
	await answering(`http://127.0.0.1:${port}/readyz`);
	const people = start([load], {
		core: 1,
		ipc: true,
		env: { PORT: String(port), CLIENTS: String(CLIENTS) }
	});
	/** @param {string} what */
	const told = (what) =>
		new Promise((resolve, reject) => {
			const hear = (/** @type {Record<string, unknown>} */ said) => {
				if (!(what in said)) return;
				people.off('message', hear);
				resolve(said[what]);
			};
			people.on('message', hear);
			people.once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
		});
	await told('ready');

	/** @param {'SIGTERM' | 'SIGKILL'} signal @returns {Promise<Recovered>} */
	const restart = async (signal) => {
		await wait(HEALTHY_MS);
		const watching = told('watching');
		people.send('watch');
		await watching;
		const back = told('backAt');
		const from = Date.now();
		const ended = new Promise((resolve) => server.once('exit', resolve));
		server.kill(signal);
		await ended;
		server = startGreenroom(port, env);
		await answering(`http://127.0.0.1:${port}/readyz`, 5);
		const seconds = (/** @type {number} */ at) => (at - from) / 1000;
		const restarted = seconds(Date.now());
		const times = /** @type {number[]} */ (await back).map(seconds);
		const recovered = { median: median(times), last: Math.max(...times), restart: restarted };
		console.log(
			`P10 ${signal}: half were back after ${recovered.median.toFixed(2)} s, all after ${recovered.last.toFixed(2)} s; the server after ${restarted.toFixed(2)} s`
		);
		return recovered;
	};
	const measured = { SIGTERM: await restart('SIGTERM'), SIGKILL: await restart('SIGKILL') };
	await stop(people);
	await stop(server);
	return measured;
}
