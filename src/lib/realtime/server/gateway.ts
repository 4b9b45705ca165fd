import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod/mini';
import type { Log } from '../../server/log';
import type { PayloadOf } from '../catalogue';
import { closeCodes, LINE_PATH, PROTOCOL_VERSION, SUBPROTOCOL, timestampNow } from '../envelope';
import { lineMessages, type LineMessages } from '../messages';
import { Place } from './admission';
import type { Cluster } from './cluster/cluster';
import { Connection } from './connection';
import type { LineCounters } from './counters';
import { Dispatcher } from './dispatcher';
import type { Feature } from './handlers';
import { startHeartbeat } from './heartbeat';
import { Identification } from './identification';
import type { Identify, Identity } from './identity';
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
	/** Counts connections over all instances (rule L3). */
	cluster: Pick<Cluster, 'take' | 'release'>;
	/** What a request's address counts as, behind a proxy too (rule L3). */
	addressOf: (request: IncomingMessage) => string;
	counters: LineCounters;
	log: Log;
}

/** Reconnections after a shutdown are spread over this long (rule C7). */
const RETRY_SPREAD_MS = 5_000;

/** The server's end of the line: it lets in, opens and closes; what is said is the dispatcher's. */
export class Gateway {
	readonly #options: GatewayOptions;
	readonly #connections = new Map<WebSocket, Connection>();
	readonly #sockets: WebSocketServer;
	readonly #replacing = new Replacing();
	readonly #identification: Identification;
	readonly #dispatcher: Dispatcher;
	readonly #stopHeartbeat: () => void;
	#draining = false;

	constructor(options: GatewayOptions) {
		this.#options = options;
		z.config(z.locales.en());
		this.#replacing.add(lineMessages);
		for (const { messages } of options.features) this.#replacing.add(messages);
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
		const { features, limits, identify, kept, counters, log } = options;
		this.#stopHeartbeat = startHeartbeat(this.#connections, limits, counters);
		this.#identification = new Identification({
			connections: this.#connections,
			identify,
			onGone: (connection) => this.#tellGone(connection),
			log
		});
		this.#dispatcher = new Dispatcher({
			features,
			identification: this.#identification,
			kept,
			counters,
			log
		});
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
		this.#identification.stop();
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

	#tellGone(connection: Connection): void {
		for (const feature of this.#options.features) feature.onGone?.(connection);
	}

	async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const onError = () => socket.destroy();
		socket.on('error', onError);
		// Of one that is gone already nobody would hear, and its place would stay taken.
		if (socket.destroyed) return;
		const { policy, identify, addressOf, cluster, limits } = this.#options;
		const place = new Place(cluster, limits, addressOf(request));
		// However it ends, refused or closed much later, the place is free again.
		socket.once('close', () => place.leave());
		try {
			if (!(await place.enter())) {
				if (socket.destroyed) return;
				throw new UpgradeRefused(
					429,
					'Too many connections come from this address. Close one of them.'
				);
			}
			const identity = await checkUpgrade(request, policy, identify);
			const isSeated = !identity || (await place.takeSeat(identity.userId));
			if (socket.destroyed) return;
			// Looked at last: whoever came in after the farewell would keep the process from ending.
			if (this.#draining) throw new UpgradeRefused(503, 'The server is shutting down.');
			if (!isSeated) {
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
		const { limits, counters, log } = this.#options;
		const connection = new Connection({
			id: randomUUID(),
			socket,
			stream,
			place,
			limits,
			replacing: this.#replacing,
			counters,
			handle: this.#dispatcher.handle,
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
			this.#tellGone(connection);
		});

		connection.send('connection_established', this.#establishedPayload(connection));
		const patience = setTimeout(() => {
			if (connection.identity) return;
			connection.sendError('UNAUTHORIZED', 'Nobody said who is asking in time.');
			connection.disconnect(closeCodes.authentication, 'Authentication timeout');
		}, limits.authTimeoutMs);
		// It has its seat: nothing is waited for.
		if (identity) void this.#identification.admit(connection, identity, 'upgrade');
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
}
