import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How late the event loop of a server was that loop-delay.js is preloaded into.
 *
 * @param {import('node:child_process').ChildProcess} server
 * @param {string} file its LOOP_DELAY_FILE
 * @returns {Promise<{ p99: number, max: number }>} since the last time, in milliseconds
 */
export async function latenessOf(server, file) {
	rmSync(file, { force: true });
	server.kill('SIGUSR2');
	for (;;) {
		await sleep(50);
		try {
			return JSON.parse(readFileSync(file, 'utf8'));
		} catch {
			// Not written yet.
		}
	}
}
