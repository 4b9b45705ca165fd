import { literal } from './detector';

/** Names in a list as written in any language: `['a', :b]`, `"a", "b"`, `%w[a b]`, `'a'`. */
export function listOf(argument: string): string[] {
	const words = /^%[wi][[({]([^\])}]*)[\])}]$/.exec(argument)?.[1];
	if (words !== undefined) return words.trim().split(/\s+/);
	const single = literal(argument) ?? /^:(\w+)$/.exec(argument)?.[1];
	if (single !== undefined) return [single];
	return Array.from(
		argument.matchAll(/["'`]([\w.]+)["'`]|:(\w+)/g),
		(match) => match[1] ?? match[2]!
	);
}
