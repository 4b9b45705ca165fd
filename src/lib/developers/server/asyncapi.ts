import { errorKinds, type ErrorCode } from '../../errors';
import type { Catalogue, InboundEntry, OutboundEntry } from '../../realtime/catalogue';
import {
	closeCodes,
	finalCloseCodes,
	LINE_PATH,
	MOST_REQUEST_ID_CHARACTERS,
	PROTOCOL_VERSION,
	SUBPROTOCOL
} from '../../realtime/envelope';
import { closeMeanings, errorMeanings } from '../meanings';
import type { JsonSchema } from '../schema-words';
import { bearerScheme, cookieScheme } from './credentials';
import { schemaOf } from './json-schema';

/** The line in AsyncAPI 3.0, from the catalogues of its rooms (rule E5). */

/** A catalogue with the name its messages go by. */
export interface Room {
	title: string;
	catalogue: Catalogue;
}

interface Reference {
	$ref: string;
}

export interface AsyncApiMessage {
	name: string;
	title: string;
	summary: string;
	tags: { name: string }[];
	contentType: 'application/json';
	/** The whole envelope; what the message holds is in `components.schemas`. */
	payload: JsonSchema;
	'x-direction': 'in' | 'out';
	'x-permission'?: InboundEntry['permission'];
	'x-bucket'?: InboundEntry['bucket'];
	'x-answered-by'?: string;
	'x-changes'?: boolean;
	'x-replaces'?: OutboundEntry['replaces'];
}

export interface AsyncApiOperation {
	action: 'send' | 'receive';
	channel: Reference;
	summary: string;
	messages: Reference[];
	reply?: { channel: Reference; messages: Reference[] };
}

export interface AsyncApiDocument {
	asyncapi: '3.0.0';
	info: { title: string; version: string; description: string };
	defaultContentType: 'application/json';
	servers: { greenroom: { host: string; protocol: string } & Record<string, unknown> };
	channels: { line: { address: string; messages: Record<string, Reference> } };
	operations: Record<string, AsyncApiOperation>;
	components: {
		messages: Record<string, AsyncApiMessage>;
		schemas: Record<string, JsonSchema>;
		securitySchemes: Record<string, object>;
	};
	'x-error-codes': Record<string, { status: number; retryable: boolean; meaning: string }>;
	'x-close-codes': Record<string, { meaning: string; reconnect: boolean }>;
}

const LINE = { $ref: '#/channels/line' };
const inLine = (type: string) => ({ $ref: `${LINE.$ref}/messages/${type}` });

const description = [
	'One WebSocket, one envelope. Every message, both ways, is `{ type, timestamp, payload, requestId? }`.',
	'The server speaks first (`connection_established`); then the client says who is asking, with `connect` or `authenticate`, unless a cookie or a bearer header of the upgrade did.',
	'A message with a requestId gets exactly one direct answer that carries it: the type in `x-answered-by`, or `error`.',
	'`x-permission` is what a message needs, `x-bucket` the limit it counts against, `x-changes` whether it may be sent again with the same requestId and is done once, `x-replaces` the fields that must agree for a newer message to take the place of an unsent older one.'
].join('\n\n');

const changesNeedOrigin = 'It counts only with an Origin that is there and allowed.';

/** @param origin of the server, `http:` or `https:` */
export function asyncApiOf(rooms: readonly Room[], origin: string): AsyncApiDocument {
	const entries = rooms.flatMap(({ title, catalogue }) =>
		Object.entries(catalogue).map(([type, entry]) => ({ room: title, type, entry }))
	);
	const byType = <T>(of: (listed: (typeof entries)[number]) => T) =>
		Object.fromEntries(entries.map((listed) => [listed.type, of(listed)]));
	return {
		asyncapi: '3.0.0',
		info: { title: 'Greenroom: the line', version: String(PROTOCOL_VERSION), description },
		defaultContentType: 'application/json',
		servers: {
			greenroom: {
				...serverAt(origin),
				description: 'Pages, REST and the line share one port.',
				security: [
					{ $ref: '#/components/securitySchemes/message' },
					{ $ref: '#/components/securitySchemes/bearer' },
					{ $ref: '#/components/securitySchemes/cookie' }
				]
			}
		},
		channels: { line: channelOf(byType(({ type }) => message(type))) },
		operations: Object.fromEntries(
			entries.map(({ type, entry }) => [
				`${entry.direction === 'in' ? 'receive' : 'send'}_${type}`,
				operationOf(type, entry)
			])
		),
		components: {
			messages: byType(({ room, type, entry }) => messageOf(room, type, entry)),
			schemas: byType(({ entry }) =>
				schemaOf(entry.schema, entry.direction === 'in' ? 'input' : 'output')
			),
			securitySchemes: {
				message: {
					type: 'apiKey',
					in: 'user',
					description:
						'The first message says who is asking: `connect { api_key }` or `authenticate { token }`.'
				},
				bearer: bearerScheme,
				cookie: cookieScheme('httpApiKey', changesNeedOrigin)
			}
		},
		'x-error-codes': Object.fromEntries(
			Object.entries(errorKinds).map(([code, kind]) => [
				code,
				{ ...kind, meaning: errorMeanings[code as ErrorCode] }
			])
		),
		'x-close-codes': Object.fromEntries(
			Object.entries(closeCodes).map(([name, code]) => [
				code,
				{
					meaning: closeMeanings[name as keyof typeof closeCodes],
					reconnect: !finalCloseCodes.has(code)
				}
			])
		)
	};
}

/** Where the line is, as AsyncAPI writes it. */
export function serverAt(origin: string): { host: string; protocol: 'ws' | 'wss' } {
	const { host, protocol } = new URL(origin);
	return { host, protocol: protocol === 'https:' ? 'wss' : 'ws' };
}

const message = (type: string) => ({ $ref: `#/components/messages/${type}` });

const channelOf = (messages: Record<string, Reference>) => ({
	address: LINE_PATH,
	messages,
	bindings: {
		ws: {
			method: 'GET',
			headers: {
				type: 'object',
				properties: {
					'Sec-WebSocket-Protocol': {
						const: SUBPROTOCOL,
						description: 'Also what a client that names none gets.'
					}
				}
			},
			bindingVersion: '0.1.0'
		}
	}
});

function operationOf(type: string, entry: InboundEntry | OutboundEntry): AsyncApiOperation {
	const common = { channel: LINE, summary: entry.summary, messages: [inLine(type)] };
	if (entry.direction === 'out') return { action: 'send', ...common };
	const answers = [inLine(entry.answeredBy), inLine('error')];
	return { action: 'receive', ...common, reply: { channel: LINE, messages: answers } };
}

function messageOf(
	room: string,
	type: string,
	entry: InboundEntry | OutboundEntry
): AsyncApiMessage {
	return {
		name: type,
		title: type,
		summary: entry.summary,
		tags: [{ name: room }],
		contentType: 'application/json',
		payload: envelopeOf(type),
		'x-direction': entry.direction,
		...(entry.direction === 'in'
			? {
					'x-permission': entry.permission,
					'x-bucket': entry.bucket,
					'x-answered-by': entry.answeredBy,
					'x-changes': entry.changes
				}
			: { 'x-replaces': entry.replaces })
	};
}

/** Rule E1. */
const envelopeOf = (type: string): JsonSchema => ({
	type: 'object',
	properties: {
		type: { const: type },
		timestamp: { type: 'string', format: 'date-time' },
		payload: { $ref: `#/components/schemas/${type}` },
		requestId: { type: 'string', minLength: 1, maxLength: MOST_REQUEST_ID_CHARACTERS }
	},
	required: ['type', 'timestamp', 'payload']
});
