/**
 * The envelope (rule E1) and the close codes (rule E4). Pure: browser, server and Node clients
 * read the same file.
 */

export const PROTOCOL_VERSION = 1;
export const LINE_PATH = '/v1/ws';
export const SUBPROTOCOL = 'greenroom.v1';
export const MOST_REQUEST_ID_CHARACTERS = 64;

export interface Envelope<Payload = Record<string, unknown>> {
	type: string;
	/** ISO 8601. */
	timestamp: string;
	payload: Payload;
	requestId?: string;
}

export const closeCodes = {
	normal: 1000,
	shuttingDown: 1001,
	tooBig: 1009,
	serverError: 1011,
	authentication: 4000,
	rateLimit: 4001,
	invalidMessages: 4002,
	protocolViolation: 4003,
	idle: 4008,
	slowConsumer: 4009
} as const;

/** After these the browser does not come back by itself (rule E4). */
export const finalCloseCodes: ReadonlySet<number> = new Set([
	closeCodes.normal,
	closeCodes.authentication,
	closeCodes.invalidMessages,
	closeCodes.protocolViolation
]);

export type ParsedEnvelope =
	| { ok: true; envelope: Envelope }
	| { ok: false; path: string; reason: string; requestId?: string };

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads the envelope by hand: it is the hottest path of the server, and a schema costs more than
 * the message's own. The payload is parsed afterwards by the schema its type names (rule E2).
 */
export function parseEnvelope(text: string): ParsedEnvelope {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { ok: false, path: '', reason: 'is not JSON' };
	}
	if (!isObject(value)) return { ok: false, path: '', reason: 'must be a JSON object' };
	const { type, timestamp, payload, requestId } = value;
	if (requestId !== undefined && !isRequestId(requestId)) {
		return failed(
			undefined,
			'requestId',
			`must be a string of 1 to ${MOST_REQUEST_ID_CHARACTERS} characters`
		);
	}
	if (typeof type !== 'string') return failed(requestId, 'type', 'must be a string');
	if (typeof timestamp !== 'string' || timestamp.length > 40 || !ISO_TIME.test(timestamp)) {
		return failed(
			requestId,
			'timestamp',
			'must be an ISO 8601 time such as 2026-01-31T12:00:00.000Z'
		);
	}
	if (!isObject(payload)) return failed(requestId, 'payload', 'must be an object');
	// What else stands beside these four is read by nobody.
	return { ok: true, envelope: value as unknown as Envelope };
}

function failed(requestId: string | undefined, path: string, reason: string): ParsedEnvelope {
	return { ok: false, path, reason, ...(requestId !== undefined && { requestId }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRequestId(value: unknown): value is string {
	return (
		typeof value === 'string' && value.length > 0 && value.length <= MOST_REQUEST_ID_CHARACTERS
	);
}

let stampedAt = -1;
let stamp = '';

/** The current time, ISO 8601; formatted once a millisecond however many messages go out. */
export function timestampNow(): string {
	const now = Date.now();
	if (now !== stampedAt) {
		stampedAt = now;
		stamp = new Date(now).toISOString();
	}
	return stamp;
}

/** The text of one message; `requestId` only on the one direct answer (rule D1). */
export function formatEnvelope(type: string, payload: unknown, requestId?: string): string {
	const start = `{"type":"${type}","timestamp":"${timestampNow()}","payload":`;
	return requestId === undefined
		? `${start}${JSON.stringify(payload)}}`
		: `${start}${JSON.stringify(payload)},"requestId":${JSON.stringify(requestId)}}`;
}
