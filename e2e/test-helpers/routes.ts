import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROUTES = join(import.meta.dirname, '../../src/routes');
/** Well formed, and nobody's. */
const SOME_ID = '00000000-0000-4000-8000-000000000000';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface Route {
	method: string;
	/** With something in place of each parameter. */
	path: string;
}

/** Every route that there is, by the files that make them: a new one is here by itself. */
export function allRoutes(): Route[] {
	return readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
		.sort()
		.flatMap((file) => {
			const path = pathOf(file);
			if (/(^|\/)\+page\.svelte$/.test(file)) {
				const data = `${path === '/' ? '' : path}/__data.json`;
				return [path, data].map((of) => ({ method: 'GET', path: of }));
			}
			if (!/(^|\/)\+server\.ts$/.test(file)) return [];
			return methodsOf(readFileSync(join(ROUTES, file), 'utf8')).map((method) => ({
				method,
				path
			}));
		});
}

function pathOf(file: string): string {
	const parts = file
		.split('/')
		.slice(0, -1)
		.filter((part) => !/^\(.*\)$/.test(part))
		.map((part) => part.replace(/\[{1,2}(\.{3})?[^\]]*\]{1,2}/, SOME_ID));
	return `/${parts.join('/')}`;
}

function methodsOf(source: string): string[] {
	if (/^export const fallback\b/m.test(source)) return METHODS;
	return METHODS.filter((method) =>
		new RegExp(`^export (const|async function|function) ${method}\\b`, 'm').test(source)
	);
}
