import { readFileSync } from 'node:fs';
import type { OpenApiDocument, OpenApiOperation } from '../../src/lib/developers/server/openapi';

/** One method at one address, as docs/openapi.json has it. */
export interface Operation extends OpenApiOperation {
	method: string;
	path: string;
}

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenApiDocument;

/** Everything under /api. */
export const operations: Operation[] = Object.entries(document.paths)
	.filter(([path]) => path.startsWith('/api/'))
	.flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			...operation,
			method: method.toUpperCase(),
			path
		}))
	);
