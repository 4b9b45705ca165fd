// Where nothing is bundled, in tests and development: Node strips the types by itself, and what it lacks
// are the endings that the sources leave out.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const WITHOUT_ENDING = /^\.{1,2}\/(?!.*\.\w+$)/;

registerHooks({
	resolve(specifier, context, next) {
		const isOurs = context.parentURL?.endsWith('.ts') ?? false;
		if (!isOurs || !WITHOUT_ENDING.test(specifier)) return next(specifier, context);
		const file = `${specifier}.ts`;
		const isFile = existsSync(fileURLToPath(new URL(file, context.parentURL)));
		return next(isFile ? file : `${specifier}/index.ts`, context);
	}
});
