import process from 'node:process';

/**
 * Loaded before a server by `--import`: its wall clock is ahead of the machine's, as after a night.
 * Timers run as they always do.
 */
const aheadMs = Number(process.env['CLOCK_AHEAD_MS']);
const machineNow = Date.now;
const now = () => machineNow() + aheadMs;

globalThis.Date = new Proxy(Date, {
	construct: (date, words: unknown[], made) =>
		Reflect.construct(date, words.length === 0 ? [now()] : words, made) as Date,
	get: (date, name) => (name === 'now' ? now : (Reflect.get(date, name) as unknown))
});
