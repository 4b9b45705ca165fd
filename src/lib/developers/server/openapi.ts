import { PROTOCOL_VERSION } from '../../realtime/envelope';
import { lineMessages } from '../../realtime/messages';
import type { Endpoint } from '../../realtime/server/rest';
import type { JsonSchema } from '../schema-words';
import { bearerScheme, cookieScheme } from './credentials';
import { schemaOf } from './json-schema';
import { openPaths } from './open-paths';

/** REST in OpenAPI 3.1, from what each endpoint says of itself (rule R1). */

/** One method at one address. */
export interface RestRoute {
	method: string;
	/** `/api/keys/{id}` */
	path: string;
	spec: Endpoint['spec'];
}

export interface Parameter {
	name: string;
	in: 'path' | 'query';
	required: boolean;
	schema: JsonSchema;
}

export interface OpenApiResponse {
	description: string;
	content?: Record<string, { schema: JsonSchema }>;
}

export interface OpenApiOperation {
	operationId: string;
	summary: string;
	tags: string[];
	/** Only where it is not what the document says for all. */
	security?: Record<string, never[]>[];
	parameters?: Parameter[];
	requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
	responses: Record<string, OpenApiResponse | { $ref: string }>;
	'x-permission'?: string;
}

export interface OpenApiDocument {
	openapi: '3.1.0';
	info: { title: string; version: string; description: string };
	servers: { url: string }[];
	security: Record<string, never[]>[];
	paths: Record<string, Record<string, OpenApiOperation>>;
	components: {
		schemas: Record<string, JsonSchema>;
		responses: Record<string, OpenApiResponse>;
		securitySchemes: Record<string, object>;
	};
}

const description = [
	'JSON under `/api`, for the same people as the line: the session cookie (same origin only) or `Authorization: Bearer`.',
	'Every error is `{ error: { errorCode, errorMessage, details?, retryable } }` with the status that fits; what is not yours is answered exactly as what does not exist.',
	'Lists are `{ items, nextCursor? }`, newest first. Times are ISO 8601, durations milliseconds, ids UUIDs.'
].join('\n\n');

const changesNeedOrigin = 'What changes something needs an Origin that is there and allowed.';

/** Every refusal has the same form; these are the ones to expect. */
const refusals = {
	'400': ['Invalid', 'What was sent could not be read; details.path names what failed.'],
	'401': ['Unauthorized', 'Nobody said who is asking, or the credential is not good.'],
	'403': [
		'Forbidden',
		'The credential does not have the permission, or the origin is not allowed.'
	],
	'404': ['NotFound', 'There is no such thing, or it is somebody else’s.'],
	'413': ['TooLarge', 'The body is too large.'],
	'415': [
		'UnsupportedMediaType',
		'The body is not said to be of a type that is taken, such as JSON.'
	],
	'429': ['TooMany', 'Too many requests; Retry-After says how many seconds to wait.'],
	default: ['Failed', 'Any other error, in the same form.']
} as const;

/** @param origin of the server, `http:` or `https:` */
export function openApiOf(routes: readonly RestRoute[], origin: string): OpenApiDocument {
	const paths: OpenApiDocument['paths'] = {};
	for (const route of routes) {
		(paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
	}
	return {
		openapi: '3.1.0',
		info: { title: 'Greenroom: REST', version: String(PROTOCOL_VERSION), description },
		servers: [{ url: origin }],
		security: [{ bearer: [] }, { cookie: [] }],
		paths: { ...paths, ...openPaths },
		components: {
			schemas: {
				Error: {
					type: 'object',
					properties: { error: schemaOf(lineMessages.error.schema, 'output') },
					required: ['error']
				}
			},
			responses: Object.fromEntries(
				Object.values(refusals).map(([name, words]) => [
					name,
					{ description: words, content: json({ $ref: '#/components/schemas/Error' }) }
				])
			),
			securitySchemes: {
				bearer: bearerScheme,
				cookie: cookieScheme('apiKey', changesNeedOrigin)
			}
		}
	};
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

/** Bodies that are taken as they come. */
const filesOf = (types: readonly string[]) =>
	Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));

function operationOf({ method, path, spec }: RestRoute): OpenApiOperation {
	const parameters = [...pathParameters(path), ...queryParameters(spec)];
	const { body, raw = [], status = 200, answer } = spec;
	return {
		operationId: operationId(method, path),
		summary: spec.summary,
		tags: [path.split('/')[2] ?? ''],
		...(parameters.length > 0 && { parameters }),
		...(body && {
			requestBody: {
				required: true as const,
				content: { ...json(schemaOf(body, 'input')), ...filesOf(raw) }
			}
		}),
		responses: {
			[status]: answer
				? { description: 'Done.', content: json(schemaOf(answer, 'output')) }
				: { description: status === 204 ? 'Done; the answer is empty.' : 'Done; no JSON comes.' },
			...refusalsOf(path, spec)
		},
		'x-permission': spec.permission
	};
}

function refusalsOf(
	path: string,
	{ body, query }: Endpoint['spec']
): Record<string, { $ref: string }> {
	const expected = {
		'400': Boolean(body ?? query),
		'401': true,
		'403': true,
		'404': path.includes('{'),
		'413': Boolean(body),
		'415': Boolean(body),
		'429': true,
		default: true
	} satisfies Record<keyof typeof refusals, boolean>;
	const statuses = (Object.keys(expected) as (keyof typeof refusals)[]).filter(
		(status) => expected[status]
	);
	return Object.fromEntries(
		statuses.map((status) => [status, { $ref: `#/components/responses/${refusals[status][0]}` }])
	);
}

const pathParameters = (path: string): Parameter[] =>
	Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' }
	}));

function queryParameters({ query }: Endpoint['spec']): Parameter[] {
	if (!query) return [];
	const { properties = {}, required = [] } = schemaOf(query, 'input');
	return Object.entries(properties).map(([name, schema]) => ({
		name,
		in: 'query',
		required: required.includes(name),
		schema
	}));
}

/** `GET /api/typing/results/{id}` → `getTypingResultsById` */
function operationId(method: string, path: string): string {
	const words = path
		.split('/')
		.slice(2)
		.map((part) => part.replace(/^\{(\w+)\}$/, 'by-$1'))
		.flatMap((part) => part.split('-'));
	return (
		method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
	);
}
