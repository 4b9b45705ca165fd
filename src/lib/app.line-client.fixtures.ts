import { errorCodes } from './errors';
import { rooms } from './app.reference.fixtures';
import type { JsonSchema } from './developers/schema-words';
import { schemaOf } from './developers/server/json-schema';
import type { Catalogue } from './realtime/catalogue';
import { closeCodes, PROTOCOL_VERSION } from './realtime/envelope';

/** The types of the client for programs of others, made from the catalogues; for `npm run docs`. */

/** @returns the type as TypeScript writes it */
export function typeOf(schema: JsonSchema): string {
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' | ');
	if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
	switch (schema.type) {
		case 'array':
			return `(${typeOf(schema.items ?? {})})[]`;
		case 'integer':
			return 'number';
		case 'object':
			return objectType(schema);
		default:
			return [schema.type ?? 'unknown'].flat().join(' | ');
	}
}

function objectType({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
	if (typeof additionalProperties === 'object') {
		return `Record<string, ${typeOf(additionalProperties)}>`;
	}
	const fields = Object.entries(properties).map(
		([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`
	);
	return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join(' ')} }`;
}

const entries = rooms.flatMap(({ catalogue }) => Object.entries(catalogue));

/** The members of an interface, each with its message's sentence above it. */
function members(direction: 'in' | 'out', write: (entry: Catalogue[string]) => string): string {
	return entries
		.filter(([, entry]) => entry.direction === direction)
		.map(([type, entry]) => `/** ${entry.summary} */\n${type}: ${write(entry)};`)
		.join('\n');
}

const requests = members('in', (entry) => {
	const answer = entry.direction === 'in' ? entry.answeredBy : '';
	return `{ payload: ${typeOf(schemaOf(entry.schema, 'input'))}; answer: '${answer}' }`;
});

const messages = members('out', ({ schema }) => typeOf(schemaOf(schema, 'output')));

const codes = Object.entries(closeCodes)
	.map(([name, code]) => `readonly ${name}: ${code};`)
	.join(' ');

/** Before it is formatted. */
export const lineClientTypes = `// The types of line-client.js, which every server gives out at /line-client.js. Generated from the
// catalogues by \`npm run docs\`; a test fails where this file differs. The rules that the comments
// name stand in protocol.md.

/** What a client sends: its payload, and the type of its one direct answer (rule D1). */
export interface Requests {
${requests}
}

/** What the server sends, by type: answers, and what it says unasked. */
export interface Messages {
${messages}
}

export type ErrorCode = ${errorCodes.map((code) => `'${code}'`).join(' | ')};

/** Something was refused or failed, in a sentence for a person (rule E3). */
export declare class UserError extends Error {
	constructor(code: ErrorCode, message: string, details?: unknown);
	override readonly name: 'UserError';
	readonly code: ErrorCode;
	readonly details?: unknown;
	/** As REST answers it. */
	get status(): number;
	/** As it travels. */
	toBody(): { errorCode: ErrorCode; errorMessage: string; details?: unknown; retryable: boolean };
}

/** The connection closed before the answer: what became of the request is unknown. */
export declare class LineLostError extends Error {
	constructor(closeCode?: number);
	override readonly name: 'LineLostError';
	readonly closeCode?: number;
}

export interface RequestOptions {
	/** How long to wait for the answer, authentication included. 10 s unless told. */
	timeoutMs?: number;
	/**
	 * Whether it outlives a lost connection: it is sent again, under the same id, until \`timeoutMs\`.
	 * For what changes nothing or is kept by rule D3.
	 */
	retry?: boolean;
	/** Up to 64 characters; a fresh one unless told. Under the same id nothing is done twice (D3). */
	requestId?: string;
}

export type Credential = { apiKey: string } | { token: string };

export interface Envelope {
	type: string;
	/** ISO 8601. */
	timestamp: string;
	payload: Record<string, unknown>;
	requestId?: string;
}

export interface LineState {
	/** \`disconnected\` with a \`retryAt\` waits to try again; \`error\` was closed for good (rule E4). */
	readonly transport: 'connecting' | 'connected' | 'disconnecting' | 'disconnected' | 'error';
	readonly authenticated: boolean;
	/** Retries since the last healthy connection. */
	readonly attempt: number;
	/** When the next retry is due, milliseconds since the epoch. */
	readonly retryAt?: number;
	/** Who was authenticated last. */
	readonly userId?: string;
	/** The largest message the server takes, bytes. */
	readonly messageBytes: number;
	/** Why there is no connection. */
	readonly problem?: { message: string; details?: string };
}

/** As much of a standard WebSocket as the client uses; Node's \`ws\` has it too. */
export interface LineSocket {
	onmessage: ((event: never) => void) | null;
	onclose: ((event: never) => void) | null;
	onerror: ((event: never) => void) | null;
	send(text: string): void;
	close(code?: number, reason?: string): void;
}

export interface LineOptions {
	/** \`ws:\` or \`wss:\`, for example \`ws://localhost:3000/v1/ws\`. */
	url: string;
	/** \`globalThis.WebSocket\` unless told: browsers and Node from 22 on have it. */
	WebSocket?: new (url: string, protocols?: string | string[]) => LineSocket;
	/**
	 * Who is asking, sent on every connection. Node's own WebSocket takes no headers, so that this is
	 * the way there: an API key or a JWT. In a page of the server the cookie speaks.
	 */
	credential?: () => Credential | undefined | Promise<Credential | undefined>;
	/** Called before a retry that a bad credential may have caused; false: do not connect now. */
	renew?: () => Promise<boolean>;
	/** Sees every message that parses. */
	observe?: (message: Envelope) => void;
	/** From 0 up to and without 1; for tests. */
	random?: () => number;
	/** Milliseconds since the epoch; for tests. */
	now?: () => number;
	/** Milliseconds. */
	timing?: {
		pingIntervalMs?: number;
		probeTimeoutMs?: number;
		connectTimeoutMs?: number;
		requestTimeoutMs?: number;
		closeTimeoutMs?: number;
		healthyAfterMs?: number;
	};
}

/**
 * One connection to the line: connects, says who is asking, comes back by itself. Each part of a
 * program may send and hear on the same one.
 */
export declare class LineClient {
	constructor(options: LineOptions);
	get state(): LineState;
	/** Opens the connection unless there is one or one is under way. */
	connect(): void;
	/** Does not wait for the next try; where there is a connection, makes sure that it lives. */
	retryNow(): void;
	/** Makes sure that the connection lives: a \`ping\` at once, and 5 s for an answer. */
	probe(): void;
	/**
	 * What the server's clock says now, in milliseconds since the epoch; this machine's own until an
	 * answer of the server's has told better.
	 */
	serverNow(): number;
	/** Ends the connection for good; what still waits for an answer is lost. */
	close(): void;
	/**
	 * Sends a message and waits for its one direct answer; before authentication it waits for that.
	 * @throws UserError what the server answered with \`error\`; \`CONNECTION_TIMEOUT\` without an answer
	 * in time; \`CAPACITY_EXCEEDED\` when too many requests wait already
	 * @throws LineLostError the connection closed first
	 */
	request<T extends keyof Requests>(
		type: T,
		payload: Requests[T]['payload'],
		options?: RequestOptions
	): Promise<Messages[Requests[T]['answer']]>;
	/** Sends without waiting. @returns whether it could be sent: only when authenticated */
	send<T extends keyof Requests>(type: T, payload: Requests[T]['payload']): boolean;
	/** Hears every message of a type, direct answers too. @returns what ends it */
	on<T extends keyof Messages>(type: T, handler: (payload: Messages[T]) => void): () => void;
	/** The same connection. */
	channel(): Pick<LineClient, 'request' | 'send' | 'on'>;
	/** Calls back after each authentication, and at once when there is one. @returns what ends it */
	onReady(handler: () => void): () => void;
	/** Calls back at every change. @returns what ends it */
	onState(handler: (state: LineState) => void): () => void;
}

export declare const closeCodes: { ${codes} };
/** Where the line is on every server. */
export declare const LINE_PATH: '/v1/ws';
export declare const PROTOCOL_VERSION: ${PROTOCOL_VERSION};
export declare const SUBPROTOCOL: 'greenroom.v1';
`;
