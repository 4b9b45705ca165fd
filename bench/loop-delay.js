// Preloaded into the server: at SIGUSR2 it writes how late its event loop was since the last time,
// as `{ p99, max }` in milliseconds, to LOOP_DELAY_FILE.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const file = process.env.LOOP_DELAY_FILE;
// Child processes inherit the environment's NODE_OPTIONS, not arguments: only the server is watched.
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** What is recorded is the time between two timers. @param {number} nanoseconds */
const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

process.on('SIGUSR2', () => {
	const said = { p99: late(delay.percentile(99)), max: late(delay.max) };
	delay.reset();
	if (!file) return;
	writeFileSync(`${file}.new`, JSON.stringify(said));
	renameSync(`${file}.new`, file);
});
