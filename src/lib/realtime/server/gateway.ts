import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod/mini';
import { UserError } from '../../errors';
import type { Log } from '../../server/log';
import type { InboundEntry, PayloadOf } from '../catalogue';
import {
	closeCodes,
	LINE_PATH,
	parseEnvelope,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
	timestampNow,
	type Envelope
} from '../envelope';
import { lineMessages, type LineMessages } from '../messages';
import { authenticateByMessage, welcome } from './authentication';
import { Connection } from './connection';
import type { AnyHandler, Feature, MessageContext } from './handlers';
import { startHeartbeat } from './heartbeat';
import type { Identify, Identity } from './identity';
import { Inbox } from './inbox';
import { firstIssue } from './issues';
import type { LineLimits } from './limits';
import type { OriginPolicy } from './origin';
import { checkUpgrade, refuseUpgrade, UpgradeRefused } from './upgrade';

export interface GatewayOptions {
	features: Feature[];
	identify: Identify;
	policy: OriginPolicy;
	limits: LineLimits;
	log: Log;
}

interface Route {
	entry: InboundEntry;
	handler: AnyHandler | undefined;
}

/** Reconnections after a shutdown are spread over this long (rule C7). */
const RETRY_SPREAD_MS = 5_000;

/** The server's end of the line: it opens, checks, dispatches and closes; features do the rest. */
export class Gateway {
	readonly #options: GatewayOptions;
	readonly #routes = new Map<string, Route>();
	readonly #connections = new Map<WebSocket, Connection>();
	readonly #sockets: WebSocketServer;
	readonly #stopHeartbeat: () => void;
	#draining = false;

	constructor(options: GatewayOptions) {
		this.#options = options;
		z.config(z.locales.en());
		this.#addRoutes({ messages: lineMessages, handlers: {} });
		for (const feature of options.features) this.#addRoutes(feature);
		this.#sockets = new WebSocketServer({
			noServer: true,
			clientTracking: false,
			maxPayload: options.limits.messageBytes,
			handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
			perMessageDeflate: {
				serverNoContextTakeover: true,
				clientNoContextTakeover: true,
				concurrencyLimit: 4,
				threshold: 1024
			}
		});
		this.#stopHeartbeat = startHeartbeat(this.#connections, options.limits);
	}

	get connectionCount(): number {
		return this.#connections.size;
	}

	/**
	 * Takes an HTTP upgrade if its path is the line's (rule C1).
	 * @returns whether it was taken; if not, it is somebody else's
	 */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
		if (request.url?.split('?', 1)[0] !== LINE_PATH) return false;
		void this.#upgrade(request, socket, head);
		return true;
	}

	/** Rule C7: no new connections; everybody is told when to come back; then closed. */
	async drain(patienceMs: number): Promise<void> {
		this.#draining = true;
		this.#stopHeartbeat();
		const open = [...this.#connections];
		const closed = open.map(([socket]) => new Promise((resolve) => socket.once('close', resolve)));
		open.forEach(([, connection], index) => {
			const retryAfterMs = Math.round((index / open.length) * RETRY_SPREAD_MS);
			connection.disconnect(closeCodes.shuttingDown, 'Server shutting down', retryAfterMs);
		});
		const timer = setTimeout(() => {
			for (const connection of this.#connections.values()) connection.terminate();
		}, patienceMs);
		await Promise.all(closed);
		clearTimeout(timer);
	}

	#addRoutes({ messages, handlers }: Pick<Feature, 'messages' | 'handlers'>): void {
		for (const [type, entry] of Object.entries(messages)) {
			if (entry.direction === 'in') this.#routes.set(type, { entry, handler: handlers[type] });
		}
	}

	async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const onError = () => socket.destroy();
		socket.on('error', onError);
		try {
			const { policy, identify } = this.#options;
			const identity = await checkUpgrade(request, policy, identify);
			if (socket.destroyed) return;
			// Looked at last: whoever came in after the farewell would keep the process from ending.
			if (this.#draining) throw new UpgradeRefused(503, 'The server is shutting down.');
			socket.off('error', onError);
			this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#open(ws, socket, identity));
		} catch (error) {
			if (error instanceof UpgradeRefused) {
				refuseUpgrade(socket, error);
			} else {
				this.#options.log.error({ err: error }, 'an upgrade failed');
				refuseUpgrade(socket, new UpgradeRefused(503, 'The server cannot check who you are.'));
			}
		}
	}

	#open(socket: WebSocket, stream: Duplex, identity: Identity | undefined): void {
		const { limits, features, log } = this.#options;
		const connection = new Connection(randomUUID(), socket, stream, limits, performance.now());
		this.#connections.set(socket, connection);
		const inbox = new Inbox({
			handle: (text) => this.#handle(connection, text),
			onFull: () => connection.pause(),
			onDrained: () => connection.resume()
		});
		const heard = () => {
			connection.lastHeardAt = performance.now();
		};
		socket.on('pong', heard);
		socket.on('ping', heard);
		socket.on('message', (data: Buffer, isBinary: boolean) => {
			const now = performance.now();
			connection.lastHeardAt = now;
			connection.lastMessageAt = now;
			if (connection.closing) return;
			if (isBinary) connection.refuseInvalid('Send text, not binary frames.', { path: '' }, now);
			else inbox.receive(data.toString());
		});
		// ws closes by itself after a protocol error (1009 for a message too big, rule L1).
		socket.on('error', (error) => log.debug({ connectionId: connection.id, err: error }, 'socket'));
		socket.on('close', () => {
			clearTimeout(patience);
			connection.closing = true;
			this.#connections.delete(socket);
			for (const feature of features) feature.onGone?.(connection);
		});

		connection.send('connection_established', this.#establishedPayload(connection));
		const patience = setTimeout(() => {
			if (connection.identity) return;
			connection.sendError('UNAUTHORIZED', 'Nobody said who is asking in time.');
			connection.disconnect(closeCodes.authentication, 'Authentication timeout');
		}, limits.authTimeoutMs);
		if (identity) welcome(connection, identity, 'upgrade');
	}

	#establishedPayload(connection: Connection): PayloadOf<LineMessages, 'connection_established'> {
		const { limits } = this.#options;
		return {
			connectionId: connection.id,
			message: 'Connection established, waiting for authentication',
			protocolVersion: PROTOCOL_VERSION,
			serverTime: timestampNow(),
			heartbeatIntervalMs: limits.heartbeatIntervalMs,
			limits: {
				messageBytes: limits.messageBytes,
				messagesPerMinute: limits.messagesPerMinute,
				inputUpdatesPerSecond: limits.inputPerSecond,
				inputUpdateBurst: limits.inputBurst,
				pingsPerMinute: limits.pingsPerMinute,
				authenticationTimeoutMs: limits.authTimeoutMs
			}
		};
	}

	/** One message from text to answer; never throws. */
	#handle(connection: Connection, text: string): void | Promise<void> {
		if (connection.closing) return;
		// Of messages that waited, the moment their turn came.
		const now = performance.now();
		const parsed = parseEnvelope(text);
		if (!parsed.ok) {
			const where = parsed.path === '' ? 'The message' : parsed.path;
			const message = `${where} ${parsed.reason}.`;
			return connection.refuseInvalid(message, { path: parsed.path }, now, parsed.requestId);
		}
		const { envelope } = parsed;
		const route = this.#routes.get(envelope.type);
		if (!route) {
			const message = `There is no message type "${envelope.type.slice(0, 64)}".`;
			return connection.refuseInvalid(message, { path: 'type' }, now, envelope.requestId);
		}
		const { entry } = route;
		if (!connection.admit(entry.bucket, now, envelope.requestId)) return;
		if (entry.permission !== 'none') {
			if (!connection.identity) return connection.refuseUnauthenticated(envelope.requestId);
			if (!connection.identity.permissions.includes(entry.permission)) {
				const message = `Your credential does not have the permission "${entry.permission}".`;
				return connection.sendError('FORBIDDEN', message, undefined, envelope.requestId);
			}
		}
		const payload = entry.schema.safeParse(envelope.payload);
		if (!payload.success) {
			const { path, message } = firstIssue(payload.error.issues);
			const details = { path: path === '' ? 'payload' : `payload.${path}` };
			return connection.refuseInvalid(
				`${details.path}: ${message}`,
				details,
				now,
				envelope.requestId
			);
		}
		return this.#dispatch(connection, envelope, route, payload.data, now);
	}

	#dispatch(
		connection: Connection,
		{ type, requestId }: Envelope,
		{ entry, handler }: Route,
		payload: object,
		now: number
	): void | Promise<void> {
		try {
			if (!handler) return this.#handleOwn(connection, type, payload, requestId);
			const context: MessageContext = { connection, identity: connection.identity!, now };
			const answer = handler(payload as never, context);
			if (!(answer instanceof Promise)) {
				return connection.send(entry.answeredBy, answer, requestId);
			}
			return answer.then(
				(settled: object) => connection.send(entry.answeredBy, settled, requestId),
				(error: unknown) => this.#fail(connection, type, error, requestId)
			);
		} catch (error) {
			this.#fail(connection, type, error, requestId);
		}
	}

	/** The line's own messages. */
	#handleOwn(
		connection: Connection,
		type: string,
		payload: object,
		requestId: string | undefined
	): void | Promise<void> {
		if (type === 'ping') return connection.send('pong', {}, requestId);
		const token =
			type === 'connect'
				? (payload as PayloadOf<LineMessages, 'connect'>).api_key
				: (payload as PayloadOf<LineMessages, 'authenticate'>).token;
		const way = type === 'connect' ? 'connect' : 'authenticate';
		return authenticateByMessage(connection, this.#options.identify, way, token, requestId).catch(
			(error) => {
				this.#fail(connection, type, error, requestId);
				// Nobody knows yet who this is: coming back is better than waiting for the time-out.
				if (!connection.identity) connection.disconnect(closeCodes.serverError, 'Server error');
			}
		);
	}

	#fail(connection: Connection, type: string, error: unknown, requestId?: string): void {
		if (error instanceof UserError) {
			return connection.sendError(error.code, error.message, error.details, requestId);
		}
		this.#options.log.error(
			{ err: error, type, connectionId: connection.id, requestId },
			'a message could not be handled'
		);
		connection.sendError(
			'INTERNAL_ERROR',
			'Something went wrong on the server. Try again.',
			undefined,
			requestId
		);
	}
}
