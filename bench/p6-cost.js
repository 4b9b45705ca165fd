import { join } from 'node:path';
import { build } from 'vite';
import { start } from './processes.js';
import { median, ratios, report } from './report.js';

/**
 * P6: what one key costs the server, by length of the text.
 * @param {number} runs
 */
export async function keystrokeCost(runs) {
	const outDir = 'node_modules/.cache/greenroom-bench/cost';
	await build({
		configFile: false,
		logLevel: 'error',
		build: { ssr: 'bench/keystroke-cost.ts', outDir, emptyOutDir: true, target: 'node24' }
	});
	/** @type {Record<string, number>[]} */
	const measured = [];
	for (let run = 0; run < runs; run++) {
		const child = start([join(outDir, 'keystroke-cost.js')], { core: 0, ipc: true });
		measured.push(await new Promise((resolve) => child.once('message', resolve)));
	}
	const of = (/** @type {number} */ length) =>
		measured.map((costs) => /** @type {number} */ (costs[length]));
	report(
		'P6 Cost of one keystroke',
		'npm run bench -- P6',
		'Nanoseconds from a parsed message to the text of its answer (apply, metrics, JSON), typing 200,000 keys in texts of each length; a process a run.',
		[
			{
				what: 'ns a key, text of 20,000 characters',
				values: of(20_000),
				peer: 'text of 100 characters',
				peerValues: of(100),
				target: '≤ 1.2 ×',
				met: median(ratios(of(20_000), of(100))) <= 1.2
			},
			{
				what: 'ns a key, text of 1,000 characters',
				values: of(1_000),
				peer: 'text of 100 characters',
				peerValues: of(100),
				target: '≤ 1.2 ×',
				met: median(ratios(of(1_000), of(100))) <= 1.2
			}
		]
	);
}
