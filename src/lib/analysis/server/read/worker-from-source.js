// The worker where nothing is bundled: tests and development. Node strips the types by itself; what
// it lacks is the ending that the sources leave out.
import { registerHooks } from 'node:module';

registerHooks({
	resolve: (specifier, context, next) =>
		next(/^\.{1,2}\/(?!.*\.\w+$)/.test(specifier) ? `${specifier}.ts` : specifier, context)
});

const SOURCE = './worker.ts';

/** @param {import('./worker').ReadTask} task */
export async function read(task) {
	/** @type {typeof import('./worker')} */
	const worker = await import(SOURCE);
	return worker.read(task);
}
