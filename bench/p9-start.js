import { buildEmptyApp } from './empty-app.js';
import { answering, freePort, start, startGreenroom, stop } from './processes.js';
import { median, report } from './report.js';

/**
 * P9: from the start of the process to ready, on an empty data folder.
 * @param {number} runs
 */
export async function startUp(runs) {
	const empty = buildEmptyApp();
	const here = [];
	const yardstick = [];
	for (let run = 0; run < runs; run++) {
		here.push(await seconds((port) => startGreenroom(port), 'readyz'));
		yardstick.push(
			await seconds(
				(port) =>
					start(['build/index.js'], {
						core: 0,
						cwd: empty,
						env: { PORT: String(port), HOST: '127.0.0.1' }
					}),
				''
			)
		);
	}
	report(
		'P9 Start of the built server to ready',
		'npm run bench -- P9',
		'Seconds from starting the process to the first good answer of /readyz, with an empty data folder: the database is made and migrated on the way.',
		[
			{
				what: 'seconds',
				values: here,
				peer: 'an empty SvelteKit build',
				peerValues: yardstick,
				target: '< 1.5 s',
				met: median(here) < 1.5
			}
		]
	);
}

/**
 * @param {(port: number) => import('node:child_process').ChildProcess} begin
 * @param {string} path
 */
async function seconds(begin, path) {
	const port = await freePort();
	const from = performance.now();
	const server = begin(port);
	await answering(`http://127.0.0.1:${port}/${path}`, 5);
	const took = (performance.now() - from) / 1000;
	await stop(server);
	return took;
}
