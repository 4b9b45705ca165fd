import { aliasesFrom } from '../read/aliases';
import type { ResolveOptions } from '../read/resolve';

/**
 * What the repository says of how imports are meant: aliases of tsconfig.json and jsconfig.json, and
 * the names of its Go modules.
 */
export function resolutionOf(texts: ReadonlyMap<string, string>): ResolveOptions {
	const files = [...texts].filter(([path]) => !/(^|\/)node_modules\//.test(path));
	return {
		aliases: files
			.filter(([path]) => /(^|\/)[tj]sconfig(\.[\w-]+)?\.json$/.test(path))
			.flatMap(([path, text]) => aliasesFrom(path, text)),
		goModules: files
			.filter(([path]) => /(^|\/)go\.mod$/.test(path))
			.flatMap(([path, text]) => {
				const name = /^[ \t]*module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
				return name === undefined ? [] : [{ name, folder: path.replace(/\/?go\.mod$/, '') }];
			})
	};
}
