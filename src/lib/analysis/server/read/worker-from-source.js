import '../source-hooks.js';

const SOURCE = './worker.ts';

/** @param {import('./worker').ReadTask} task */
export async function read(task) {
	/** @type {typeof import('./worker')} */
	const worker = await import(SOURCE);
	return worker.read(task);
}
