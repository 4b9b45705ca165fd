import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod/mini';
import { UserError } from '../../errors';
import type { Permission } from '../permissions';
import type { Identity } from './identity';
import { firstIssue } from './issues';
import { discardRest, steadily } from './steady';

/** Rule R1: REST for the same people as the line, with the same errors. */

/** Twice what the longest custom text needs; archives have a way of their own. */
const MOST_BODY_BYTES = 256 * 1024;

/** A client that sends nothing for so long is gone. */
const IDLE_MS = 30_000;

/** A body that is handed over as it comes: neither bounded nor looked at. */
export interface RawBody {
	/** One of those that the endpoint takes. */
	type: string;
	/** As the header said it; a client may send less. */
	declaredBytes: number | undefined;
	content: ReadableStream<Uint8Array>;
}

interface EndpointInput<Body, Query> {
	event: RequestEvent;
	identity: Identity;
	/** Parsed; undefined where `raw` came instead. */
	body: Body;
	query: Query;
	/** Only where the endpoint takes some. */
	raw: RawBody | undefined;
}

interface EndpointOptions<Body, Query> {
	/** A sentence for the reference. */
	summary: string;
	permission: Permission;
	body?: z.ZodMiniType<Body>;
	/** Content types that are taken as they come, beside JSON. */
	raw?: readonly string[];
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
			const raw = rawBody(event.request, options.raw ?? []);
			const body =
				options.body && !raw
					? parse(options.body, await readJson(event.request, options.raw))
					: undefined;
			const answered = await answer({
				event,
				identity,
				body: body as Body,
				query: query as Query,
				raw
			});
			if (answered instanceof Response) return answered;
			const { status = 200 } = options;
			return answered ? Response.json(answered, { status }) : new Response(null, { status });
		} catch (error) {
			// A client that stands still sends nothing more.
			const isIdle = error instanceof UserError && error.code === 'CONNECTION_TIMEOUT';
			if (!isIdle) await discardRest(event.request.body);
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

/** What is said to be of one of these types. */
function rawBody({ headers, body }: Request, types: readonly string[]): RawBody | undefined {
	const said = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
	const type = types.find((known) => known === said);
	if (type === undefined) return undefined;
	const length = headers.get('content-length');
	return {
		type,
		declaredBytes: length === null ? undefined : Number(length),
		content: body ?? new ReadableStream({ start: (controller) => controller.close() })
	};
}

async function readJson(request: Request, others: readonly string[] = []): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		const types = ['application/json', ...others].join(', ');
		const what = others.length > 0 ? 'Send JSON or a file' : 'Send JSON';
		throw new UserError('UNSUPPORTED_MEDIA_TYPE', `${what}, with content-type ${types}.`);
	}
	const tooLarge = new UserError(
		'PAYLOAD_TOO_LARGE',
		`The request is larger than ${MOST_BODY_BYTES / 1024} KiB. Send less.`
	);
	if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_BYTES) throw tooLarge;
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ? steadily(request.body, IDLE_MS) : []) {
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
