import { posix } from 'node:path';

/** What specifiers may begin with, and folders or files that it stands for. */
export interface Alias {
	/** `$lib`, `@/`, `@acme/ui`; empty for a `baseUrl`. */
	prefix: string;
	/** Relative to the root. */
	target: string;
	/** Only files below this folder know it; empty for all. */
	scope: string;
}

/**
 * `paths` and `baseUrl` of a tsconfig.json or jsconfig.json; what cannot be read has none.
 *
 * @param path of the file, relative to the root
 */
export function aliasesFrom(path: string, text: string): Alias[] {
	const folder = folderOf(path);
	const options = compilerOptions(text);
	const base = posix.join(
		folder,
		typeof options['baseUrl'] === 'string' ? options['baseUrl'] : '.'
	);
	const aliases: Alias[] = [];
	const { paths } = options;
	if (typeof paths === 'object' && paths !== null) {
		for (const [pattern, targets] of Object.entries(paths)) {
			const [first]: unknown[] = Array.isArray(targets) ? targets : [];
			if (typeof first !== 'string') continue;
			const target = posix.join(base, first.replace(/\*.*$/, ''));
			aliases.push({ prefix: pattern.replace(/\*.*$/, ''), target, scope: folder });
		}
	}
	if (typeof options['baseUrl'] === 'string')
		aliases.push({ prefix: '', target: base, scope: folder });
	return aliases;
}

const folderOf = (path: string) => (path.includes('/') ? posix.dirname(path) : '');

function compilerOptions(text: string): Record<string, unknown> {
	try {
		const parsed: unknown = JSON.parse(withoutComments(text));
		const options: unknown = isRecord(parsed) ? parsed['compilerOptions'] : undefined;
		return isRecord(options) ? options : {};
	} catch {
		return {};
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** Strings are matched first, so that `"@/*"` stays; what nobody ends goes on to the end, so that no part is looked at twice. */
const withoutComments = (text: string) =>
	text
		.replace(/"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (found) =>
			found.startsWith('"') ? found : ' '
		)
		.replace(/,(\s*[}\]])/g, '$1');
