import type { AnnotationFact, CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Place } from '../../../project';

/** A route of an HTTP interface, as its framework is told of it. */
export interface Route {
	/** `GET`; `ANY` where nothing says which. */
	method: string;
	/** As written, behind what its class or group puts before it where that is in the same file. */
	path: string;
	framework: string;
	file: FileFacts;
	place: Place;
	/** The function that answers, where it has a name. */
	handler?: string;
	/** What stands between the path and the function: middleware, guards. */
	before: string[];
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Whether it changes something, by its method. */
export const changes = ({ method }: Route) => /^(POST|PUT|PATCH|DELETE)$/.test(method);

export const placeOfCall = (file: FileFacts, { startLine, endLine }: CallFact): Place => ({
	path: file.path,
	startLine,
	endLine
});

/** `/users` and `:id` as one path. */
export function joinPaths(prefix: string, path: string): string {
	const joined = [prefix, path]
		.map((part) => part.replace(/^\/+|\/+$/g, ''))
		.filter((part) => part !== '')
		.join('/');
	return `/${joined}`;
}

/** The innermost class around a line. */
export const classAt = (file: FileFacts, line: number): SymbolFact | undefined =>
	file.symbols.findLast(
		({ kind, startLine, endLine }) =>
			(kind === 'class' || kind === 'interface') && startLine <= line && line <= endLine
	);

/** The class or function that an annotation stands on: of that name, the nearest that ends behind. */
export function symbolUnder(
	file: FileFacts,
	{ line, on }: Pick<AnnotationFact, 'line' | 'on'>
): SymbolFact | undefined {
	const behind = file.symbols
		.filter(({ startLine, endLine }) => endLine >= line && startLine <= line + 15)
		.sort((one, other) => distance(one, line) - distance(other, line));
	const name = on?.split('.').at(-1);
	return behind.find((symbol) => symbol.name.split('.').at(-1) === name) ?? behind[0];
}

const distance = ({ startLine }: SymbolFact, line: number) => Math.abs(startLine - line);

/** The first quoted text of an annotation's arguments. */
export function textIn(args: readonly string[]): string | undefined {
	for (const arg of args) {
		const found =
			/^(?:(?:path|value|template|name)\s*[=:]\s*)?[{[(]?\s*r?(["'`])((?:(?!\1).)*)\1/.exec(arg);
		if (found && !/^(name|produces|consumes|params|headers)\s*[=:]/.test(arg)) return found[2]!;
	}
	return undefined;
}
