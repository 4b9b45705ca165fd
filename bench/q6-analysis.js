import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { latenessOf } from './lateness.js';
import { startReady, stop } from './processes.js';
import { median, report } from './report.js';

/** How long the server's event loop is watched with nothing to do, and at most with three analyses. */
const IDLE_MS = 5_000;
const MOST_MS = 120_000;
const AT_ONCE = 3;

/** This project is what is analysed: it is on every machine that measures. */
const SUBJECT = process.cwd();

/**
 * Q6: how late the server's event loop is while three analyses run, beside the same server idle.
 * @param {number} runs
 */
export async function analysesBeside(runs) {
	const busy = [];
	const idle = [];
	for (let run = 0; run < runs; run++) {
		const file = join(mkdtempSync(join(tmpdir(), 'greenroom-loop-')), 'delay.json');
		const { port, server } = await startReady('greenroom', {
			args: ['--import', './bench/loop-delay.js'],
			core: 'any',
			env: {
				TEST_API_KEYS: 'bench:admin',
				LOCAL_REPO_ROOTS: SUBJECT,
				ANALYSES_AT_ONCE: String(AT_ONCE),
				LIMIT_RUNNING_ANALYSES: String(AT_ONCE),
				LOOP_DELAY_FILE: file
			}
		});
		await latenessOf(server, file);
		await sleep(IDLE_MS);
		idle.push((await latenessOf(server, file)).p99);
		const ids = await Promise.all(Array.from({ length: AT_ONCE }, () => analyse(port)));
		await allDone(port, ids);
		busy.push((await latenessOf(server, file)).p99);
		await stop(server);
		rmSync(join(file, '..'), { recursive: true });
	}
	report(
		'Q6 The event loop while analyses run',
		'npm run bench -- Q6',
		`How late timers of the server fire (p99, timers 5 ms apart), while ${AT_ONCE} analyses of this project run at once, from the first to the last; idle is the same server before, for ${IDLE_MS / 1000} s. Neither is pinned to a core.`,
		[
			{
				what: 'ms late, p99',
				values: busy,
				peer: 'idle',
				peerValues: idle,
				target: '< 20 ms',
				met: median(busy) < 20
			}
		]
	);
}

const headers = { authorization: 'Bearer bench', 'content-type': 'application/json' };

/** @param {number} port @returns {Promise<string>} */
async function analyse(port) {
	const answer = await fetch(`http://127.0.0.1:${port}/api/analyses`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ path: SUBJECT })
	});
	const said = await answer.json();
	if (answer.status !== 202) throw new Error(JSON.stringify(said));
	return said.analysisId;
}

/** @param {number} port @param {string[]} ids */
async function allDone(port, ids) {
	const from = Date.now();
	for (const id of ids) {
		for (;;) {
			const answer = await fetch(`http://127.0.0.1:${port}/api/analyses/${id}`, { headers });
			const { status } = await answer.json();
			if (status === 'completed') break;
			if (status === 'failed') throw new Error(`the analysis ${id} failed`);
			if (Date.now() - from > MOST_MS) throw new Error(`the analysis ${id} does not end`);
			await sleep(200);
		}
	}
}
