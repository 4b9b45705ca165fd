import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod/mini';
import { isBadCredential, UserError } from '../../errors';
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
import { Admission, type Place } from './admission';
import { authenticateByMessage, refuseCredential, welcome } from './authentication';
import { Connection } from './connection';
import type { LineCounters, TypeCounts } from './counters';
import { watchCredentials, type CredentialWatch } from './credential-watch';
import type { AnyHandler, Feature, Keep } from './handlers';
import { startHeartbeat } from './heartbeat';
import type { Identify, Identity } from './identity';
import { firstIssue } from './issues';
import type { KeptRequests } from './kept-requests';
import type { LineLimits } from './limits';
import type { OriginPolicy } from './origin';
import { Replacing } from './replacing';
import { checkUpgrade, refuseUpgrade, UpgradeRefused } from './upgrade';

export interface GatewayOptions {
	features: Feature[];
	identify: Identify;
	policy: OriginPolicy;
	limits: LineLimits;
	/** Rule D3. */
	kept: KeptRequests;
	/** What a request's address counts as, behind a proxy too (rule L3). */
	addressOf: (request: IncomingMessage) => string;
	counters: LineCounters;
	log: Log;
}

interface Route {
	entry: InboundEntry;
	handler: AnyHandler | undefined;
	counts: TypeCounts;
}

/** For messages that change nothing, or that nobody could send again. */
const keepNothing: Keep = () => undefined;

/** Reconnections after a shutdown are spread over this long (rule C7). */
const RETRY_SPREAD_MS = 5_000;

/** The server's end of the line: it opens, checks, dispatches and closes; features do the rest. */
export class Gateway {
	readonly #options: GatewayOptions;
	readonly #routes = new Map<string, Route>();
	readonly #connections = new Map<WebSocket, Connection>();
	readonly #sockets: WebSocketServer;
	readonly #replacing = new Replacing();
	readonly #admission: Admission;
	readonly #watch: CredentialWatch;
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
				// One compressed frame serves all who get the same message.
				serverMaxWindowBits: 15,
				concurrencyLimit: 4,
				threshold: 1024
			}
		});
		const { limits, identify, counters, log } = options;
		this.#admission = new Admission(limits);
		this.#stopHeartbeat = startHeartbeat(this.#connections, limits, counters);
		this.#watch = watchCredentials(
			() => this.#connections.values(),
			identify,
			(connection, successor) => this.#recheck(connection, successor),
			(error) => log.error({ err: error }, 'ended credentials could not be read')
		);
	}

	get connectionCount(): number {
		return this.#connections.size;
	}

	/** Bytes that clients have not taken yet, all of them together. */
	get unsentBytes(): number {
		let bytes = 0;
		for (const connection of this.#connections.values()) bytes += connection.unsentBytes;
		return bytes;
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
		this.#watch.stop();
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
			if (entry.direction !== 'in') continue;
			const counts = this.#options.counters.declare(type);
			this.#routes.set(type, { entry, handler: handlers[type], counts });
		}
		this.#replacing.add(messages);
	}

	async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const onError = () => socket.destroy();
		socket.on('error', onError);
		// Of one that is gone already nobody would hear, and its place would stay taken.
		if (socket.destroyed) return;
		const { policy, identify, addressOf } = this.#options;
		const place = this.#admission.enter(addressOf(request));
		// However it ends, refused or closed much later, the place is free again.
		socket.once('close', () => place?.leave());
		try {
			if (!place) {
				throw new UpgradeRefused(
					429,
					'Too many connections come from this address. Close one of them.'
				);
			}
			const identity = await checkUpgrade(request, policy, identify);
			if (socket.destroyed) return;
			// Looked at last: whoever came in after the farewell would keep the process from ending.
			if (this.#draining) throw new UpgradeRefused(503, 'The server is shutting down.');
			if (identity && !place.takeSeat(identity.userId)) {
				throw new UpgradeRefused(429, 'You have too many connections. Close one of them.');
			}
			socket.off('error', onError);
			this.#sockets.handleUpgrade(request, socket, head, (ws) =>
				this.#open(ws, socket, place, identity)
			);
		} catch (error) {
			const isRefusal = error instanceof UpgradeRefused;
			if (!isRefusal) this.#options.log.error({ err: error }, 'an upgrade failed');
			const refusal = isRefusal
				? error
				: new UpgradeRefused(503, 'The server cannot check who you are.');
			this.#options.counters.refused(refusal.status);
			refuseUpgrade(socket, refusal);
		}
	}

	#open(socket: WebSocket, stream: Duplex, place: Place, identity: Identity | undefined): void {
		const { limits, features, counters, log } = this.#options;
		const connection = new Connection({
			id: randomUUID(),
			socket,
			stream,
			place,
			limits,
			replacing: this.#replacing,
			counters,
			handle: this.#handleText,
			now: performance.now()
		});
		this.#connections.set(socket, connection);
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
			else connection.inbox.receive(data.toString());
		});
		// ws closes by itself after a protocol error (1009 for a message too big, rule L1).
		socket.on('error', (error) => log.debug({ connectionId: connection.id, err: error }, 'socket'));
		socket.on('close', (code) => {
			clearTimeout(patience);
			connection.closing = true;
			counters.closed(code);
			this.#connections.delete(socket);
			for (const feature of features) feature.onGone?.(connection);
		});

		connection.send('connection_established', this.#establishedPayload(connection));
		const patience = setTimeout(() => {
			if (connection.identity) return;
			connection.sendError('UNAUTHORIZED', 'Nobody said who is asking in time.');
			connection.disconnect(closeCodes.authentication, 'Authentication timeout');
		}, limits.authTimeoutMs);
		if (identity) this.#admit(connection, identity, 'upgrade');
	}

	/**
	 * A credential is good: whoever bears it has a seat from now on (rule L3). What was ended while it
	 * was being looked at is looked at again (rule A5).
	 */
	#admit(
		connection: Connection,
		identity: Identity,
		way: 'upgrade' | 'connect' | 'authenticate',
		requestId?: string
	): void {
		// Gone while its credential was looked at: features would keep what nobody takes away again.
		if (connection.closing) return;
		const before = connection.identity?.userId;
		if (before !== identity.userId && !connection.place.takeSeat(identity.userId)) {
			connection.sendError(
				'CAPACITY_EXCEEDED',
				'You have too many connections. Close one of them.',
				undefined,
				requestId
			);
			connection.disconnect(closeCodes.rateLimit, 'Too many connections');
			return;
		}
		if (before !== undefined && before !== identity.userId) {
			for (const feature of this.#options.features) feature.onGone?.(connection);
		}
		welcome(connection, identity, way, requestId);
		const { credential } = identity;
		const successor = credential === undefined ? undefined : this.#watch.successorOf(credential);
		// One that moved is its own successor.
		if (successor !== undefined && successor !== credential) {
			this.#recheck(connection, successor ?? undefined);
		}
	}

	/** A credential was ended, or its time is up: its connection goes on as its successor, or ends. */
	#recheck(connection: Connection, successor?: string): void {
		const { identify, log } = this.#options;
		const before = connection.identity;
		const credential = successor ?? before?.credential;
		const look = async () => {
			try {
				if (credential === undefined) throw new UserError('TOKEN_EXPIRED', 'Token expired');
				const identity = await identify.byCredential(credential);
				if (connection.closing || connection.identity !== before) return;
				this.#admit(connection, identity, 'upgrade');
			} catch (error) {
				if (connection.closing || connection.identity !== before) return;
				const next = credential === undefined ? undefined : this.#watch.successorOf(credential);
				// Replaced twice since the last look: whoever bears the last one goes on.
				if (next && next !== credential) return this.#recheck(connection, next);
				if (isBadCredential(error)) return refuseCredential(connection, 'upgrade', error);
				log.error({ err: error, connectionId: connection.id }, 'a credential cannot be checked');
				connection.disconnect(closeCodes.serverError, 'Server error');
			}
		};
		// Whoever becomes somebody else does so between two messages; an end is felt at once.
		if (successor === undefined) void look();
		else connection.inbox.inTurn(look);
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
	readonly #handleText = (connection: Connection, text: string): void | Promise<void> => {
		if (connection.closing) return;
		// Of messages that waited, the moment their turn came.
		const now = performance.now();
		const parsed = parseEnvelope(text);
		if (!parsed.ok) {
			this.#options.counters.received();
			const where = parsed.path === '' ? 'The message' : parsed.path;
			const message = `${where} ${parsed.reason}.`;
			return connection.refuseInvalid(message, { path: parsed.path }, now, parsed.requestId);
		}
		const { envelope } = parsed;
		const route = this.#routes.get(envelope.type);
		if (!route) {
			this.#options.counters.received();

			const message = `There is no message type "${envelope.type.slice(0, 64)}".`;
			return connection.refuseInvalid(message, { path: 'type' }, now, envelope.requestId);
		}
		const { entry } = route;
		route.counts.received += 1;
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
	};

	#dispatch(
		connection: Connection,
		{ type, requestId }: Envelope,
		{ entry, handler, counts }: Route,
		payload: object,
		now: number
	): void | Promise<void> {
		try {
			if (!handler) return this.#handleOwn(connection, type, payload, now, counts, requestId);
			const identity = connection.identity!;
			const answer =
				entry.changes && requestId !== undefined
					? this.#options.kept.once({ userId: identity.userId, requestId, type, payload }, (keep) =>
							Promise.resolve(handler(payload as never, { connection, identity, now, keep }))
						)
					: handler(payload as never, { connection, identity, now, keep: keepNothing });
			if (!(answer instanceof Promise)) {
				connection.send(entry.answeredBy, answer, requestId);
				return counts.answered.add(performance.now() - now);
			}
			return answer.then(
				(settled: object) => {
					connection.send(entry.answeredBy, settled, requestId);
					counts.answered.add(performance.now() - now);
				},
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
		now: number,
		counts: TypeCounts,
		requestId: string | undefined
	): void | Promise<void> {
		const { identify } = this.#options;
		const answered = () => counts.answered.add(performance.now() - now);
		if (type === 'ping') {
			connection.send('pong', {}, requestId);
			return answered();
		}
		const token =
			type === 'connect'
				? (payload as PayloadOf<LineMessages, 'connect'>).api_key
				: (payload as PayloadOf<LineMessages, 'authenticate'>).token;
		const way = type === 'connect' ? 'connect' : 'authenticate';
		return authenticateByMessage(connection, identify, way, token, requestId).then(
			(identity) => {
				if (identity) this.#admit(connection, identity, way, requestId);
				answered();
			},
			(error: unknown) => {
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
