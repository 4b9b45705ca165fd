import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod/mini';
import { UserError } from '../../errors';
import type { Permission } from '../permissions';
import type { Identity } from './identity';
import { firstIssue } from './issues';

/** Rule R1: REST for the same people as the line, with the same errors. */

/** Twice what the longest custom text needs; archives have a way of their own. */
const MOST_BODY_BYTES = 256 * 1024;

interface EndpointInput<Body, Query> {
	event: RequestEvent;
	identity: Identity;
	body: Body;
	query: Query;
}

interface EndpointOptions<Body, Query> {
	/** A sentence for the reference. */
	summary: string;
	permission: Permission;
	body?: z.ZodMiniType<Body>;
	query?: z.ZodMiniType<Query>;
	/** What comes back, for the reference; where it is absent, nothing or no JSON does. */
	answer?: z.ZodMiniType<object>;
	/** Of a success; 200 unless told. */
	status?: 200 | 201 | 202 | 204;
}

/** A handler that knows its own description: the reference and the tests over all routes read it. */
export interface Endpoint {
	(event: RequestEvent): Promise<Response>;
	spec: EndpointOptions<unknown, unknown>;
}

/**
 * An endpoint under /api: who asks, what he may, body and query parsed by their schemas; whatever it
 * throws becomes rule R1's JSON. A returned object is answered as JSON, nothing as an empty body.
 */
export function endpoint<Body = undefined, Query = undefined>(
	options: EndpointOptions<Body, Query>,
	answer: (input: EndpointInput<Body, Query>) => Promise<object | undefined>
): Endpoint {
	const handle = async (event: RequestEvent): Promise<Response> => {
		try {
			const { identity } = event.locals;
			if (!identity) {
				throw new UserError(
					'UNAUTHORIZED',
					'Say who is asking: a session cookie or a bearer token.'
				);
			}
			if (!identity.permissions.includes(options.permission)) {
				throw new UserError(
					'FORBIDDEN',
					`Your credential does not have the permission "${options.permission}".`
				);
			}
			const query = options.query
				? parse(options.query, Object.fromEntries(event.url.searchParams))
				: undefined;
			const body = options.body ? parse(options.body, await readJson(event.request)) : undefined;
			const answered = await answer({
				event,
				identity,
				body: body as Body,
				query: query as Query
			});
			if (answered instanceof Response) return answered;
			const { status = 200 } = options;
			return answered ? Response.json(answered, { status }) : new Response(null, { status });
		} catch (error) {
			if (error instanceof UserError) return errorResponse(error);
			const { app, requestId } = event.locals;
			app.log.error({ err: error, requestId, path: event.url.pathname }, 'a request failed');
			return errorResponse(internalError());
		}
	};
	return Object.assign(handle, { spec: options as EndpointOptions<unknown, unknown> });
}

export function errorResponse(error: UserError): Response {
	return Response.json(
		{ error: error.toBody() },
		{ status: error.status, headers: retryAfter(error) }
	);
}

/** What is said of an error that is nobody's business but the log's. */
export const internalError = () =>
	new UserError('INTERNAL_ERROR', 'Something went wrong on the server. Try again.');

/** The header that says when to come back, where the error knows. */
export function retryAfter({ details }: UserError): Record<string, string> {
	const { retryAfterMs } = (details ?? {}) as { retryAfterMs?: number };
	return retryAfterMs ? { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } : {};
}

function parse<T>(schema: z.ZodMiniType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const issue = firstIssue(parsed.error.issues);
	const path = issue.path === '' ? '' : `${issue.path}: `;
	throw new UserError('INVALID_MESSAGE_FORMAT', `${path}${issue.message}`, { path: issue.path });
}

async function readJson(request: Request): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		throw new UserError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with content-type application/json.');
	}
	const tooLarge = new UserError(
		'PAYLOAD_TOO_LARGE',
		`The request is larger than ${MOST_BODY_BYTES / 1024} KiB. Send less.`
	);
	if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_BYTES) throw tooLarge;
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.byteLength;
		if (size > MOST_BODY_BYTES) throw tooLarge;
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch {
		throw new UserError('INVALID_MESSAGE_FORMAT', 'The body is not JSON.', { path: '' });
	}
}
