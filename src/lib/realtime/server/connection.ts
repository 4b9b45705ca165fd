import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { errorBody, type ErrorCode } from '../../errors';
import { closeCodes, formatEnvelope } from '../envelope';
import type { Place } from './admission';
import type { LineCounters } from './counters';
import type { Identity } from './identity';
import { Inbox } from './inbox';
import { ConnectionBuckets, MOST_REFUSALS_IN_A_ROW, type LineLimits } from './limits';
import { Outlet } from './outlet';
import type { Prepared } from './prepared';
import type { Replacing } from './replacing';

const MOST_INVALID_A_MINUTE = 5;
const MOST_UNAUTHENTICATED = 10;
const SLOW_CONSUMER_GRACE_MS = 3_000;

export interface ConnectionOptions {
	id: string;
	socket: WebSocket;
	/** What `socket` speaks over. */
	stream: Duplex;
	/** What limits count it by. */
	place: Place;
	limits: LineLimits;
	replacing: Replacing;
	counters: LineCounters;
	/** One message, from text to answer; never throws. */
	handle: (connection: Connection, text: string) => void | Promise<void>;
	/** Monotonic milliseconds. */
	now: number;
}

/**
 * One client on the line: what was said to it, who it is, and how often it misbehaved. Sending is
 * here, deciding is the gateway's.
 */
export class Connection {
	identity: Identity | undefined;
	/** Anything received, frames of the heartbeat included; monotonic milliseconds. */
	lastHeardAt: number;
	/** The last message, which heartbeats are not; monotonic milliseconds. */
	lastMessageAt: number;
	/** The last heartbeat sent to it; monotonic milliseconds. */
	pingedAt = -1;
	/** Set once the server has decided to close: nothing more is handled or sent. */
	closing = false;

	readonly id: string;
	readonly place: Place;
	/** Its messages, one after the other. */
	readonly inbox: Inbox;
	readonly #socket: WebSocket;
	readonly #outlet: Outlet;
	readonly #replacing: Replacing;
	readonly #counters: LineCounters;
	readonly #buckets: ConnectionBuckets;
	#refusalsInARow = 0;
	#unauthenticated = 0;
	#invalidAt: number[] = [];

	constructor(options: ConnectionOptions) {
		const { socket, stream, limits, handle, now } = options;
		this.id = options.id;
		this.place = options.place;
		this.#counters = options.counters;
		this.#socket = socket;
		this.#outlet = new Outlet(socket, stream, limits);
		this.#replacing = options.replacing;
		this.inbox = new Inbox({
			handle: (text) => handle(this, text),
			onFull: () => socket.pause(),
			onDrained: () => socket.resume()
		});
		this.#buckets = new ConnectionBuckets(limits, now);
		this.lastHeardAt = now;
		this.lastMessageAt = now;
	}

	/** Since when this client does not take what is sent; monotonic milliseconds. */
	get slowSince(): number | undefined {
		return this.#outlet.slowSince;
	}

	/** Bytes that this client has not taken yet. */
	get unsentBytes(): number {
		return this.#outlet.unsentBytes;
	}

	/**
	 * Sends one message.
	 * @param requestId only with the direct answer to it (rule D1)
	 */
	send(type: string, payload: object, requestId?: string): void {
		if (this.closing || this.#socket.readyState !== this.#socket.OPEN) return;
		// A direct answer is owed to whoever asked, however many follow.
		const key = requestId === undefined ? this.#replacing.keyOf(type, payload) : undefined;
		if (!this.#outlet.send(formatEnvelope(type, payload, requestId), key)) this.giveUp();
	}

	/** Sends what many others get too. */
	deliver(prepared: Prepared): void {
		if (this.closing || this.#socket.readyState !== this.#socket.OPEN) return;
		const key = this.#replacing.keyOf(prepared.type, prepared.payload);
		if (!this.#outlet.send(prepared.text, key, prepared)) this.giveUp();
	}

	/** Rule L4: closes whoever does not read. */
	giveUp(): void {
		if (this.closing) return;
		this.closing = true;
		this.#outlet.discard();
		this.#socket.close(closeCodes.slowConsumer, 'Slow consumer');
		// The close frame waits behind what is not being read; whoever still reads gets it.
		setTimeout(() => this.#socket.terminate(), SLOW_CONSUMER_GRACE_MS).unref();
	}

	sendError(code: ErrorCode, message: string, details?: unknown, requestId?: string): void {
		this.#counters.failed(code);
		this.send('error', errorBody(code, message, details), requestId);
	}

	/** Says why, then closes (rules A3, C7, E4). */
	disconnect(closeCode: number, reason: string, retryAfterMs?: number): void {
		this.send('disconnect', retryAfterMs === undefined ? { reason } : { reason, retryAfterMs });
		this.close(closeCode, reason);
	}

	close(closeCode: number, reason: string): void {
		if (this.closing) return;
		this.closing = true;
		// What was promised before goes out before the farewell, held back or not.
		this.#outlet.release();
		this.#socket.close(closeCode, reason);
	}

	terminate(): void {
		this.closing = true;
		this.#socket.terminate();
	}

	ping(): void {
		this.#socket.ping();
	}

	/**
	 * Rule L2: takes a token, or refuses the message and in the end the connection.
	 * @returns whether the message may be handled
	 */
	admit(
		bucket: Parameters<ConnectionBuckets['take']>[0],
		now: number,
		requestId?: string
	): boolean {
		const retryAfterMs = this.#buckets.take(bucket, now);
		if (retryAfterMs === 0) {
			this.#refusalsInARow = 0;
			return true;
		}
		this.#refusalsInARow += 1;
		this.sendError(
			'RATE_LIMIT_EXCEEDED',
			'Too many messages. Wait a moment, then send it again.',
			{ retryAfterMs },
			requestId
		);
		if (this.#refusalsInARow >= MOST_REFUSALS_IN_A_ROW) {
			this.disconnect(closeCodes.rateLimit, 'Rate limit exceeded');
		}
		return false;
	}

	/** Rule E2: the message is refused; the fifth within a minute closes. */
	refuseInvalid(message: string, details: unknown, now: number, requestId?: string): void {
		this.sendError('INVALID_MESSAGE_FORMAT', message, details, requestId);
		this.#invalidAt = this.#invalidAt.filter((at) => at > now - 60_000);
		this.#invalidAt.push(now);
		if (this.#invalidAt.length >= MOST_INVALID_A_MINUTE) {
			this.disconnect(closeCodes.invalidMessages, 'Too many invalid messages');
		}
	}

	/** Rule A4: only credentials and pings before authentication; the tenth other closes. */
	refuseUnauthenticated(requestId?: string): void {
		this.sendError(
			'UNAUTHORIZED',
			'Not authenticated yet: send connect or authenticate first.',
			undefined,
			requestId
		);
		this.#unauthenticated += 1;
		if (this.#unauthenticated >= MOST_UNAUTHENTICATED) {
			this.disconnect(closeCodes.protocolViolation, 'Not authenticated');
		}
	}
}
