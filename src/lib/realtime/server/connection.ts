import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { errorBody, type ErrorCode } from '../../errors';
import { closeCodes, formatEnvelope } from '../envelope';
import { textFrame } from './frame';
import type { Identity } from './identity';
import { ConnectionBuckets, MOST_REFUSALS_IN_A_ROW, type LineLimits } from './limits';

/** Frames below this are not worth compressing (rule L5). */
const COMPRESS_FROM_CHARACTERS = 1024;
const MOST_INVALID_A_MINUTE = 5;
const MOST_UNAUTHENTICATED = 10;
const SLOW_CONSUMER_GRACE_MS = 1_000;

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

	readonly #socket: WebSocket;
	readonly #stream: Duplex;
	/** Messages that ws is still compressing; what follows must wait behind them. */
	#compressing = 0;
	readonly #limits: LineLimits;
	readonly #buckets: ConnectionBuckets;
	#refusalsInARow = 0;
	#unauthenticated = 0;
	#invalidAt: number[] = [];

	constructor(
		readonly id: string,
		socket: WebSocket,
		stream: Duplex,
		limits: LineLimits,
		now: number
	) {
		this.#socket = socket;
		this.#stream = stream;
		this.#limits = limits;
		this.#buckets = new ConnectionBuckets(limits, now);
		this.lastHeardAt = now;
		this.lastMessageAt = now;
	}

	/**
	 * Sends one message. Small ones are framed here and written at once: that spares a
	 * second chunk and its system call's work for each keystroke (docs/decisions/0008).
	 *
	 * @param requestId only with the direct answer to it (rule D1)
	 */
	send(type: string, payload: object, requestId?: string): void {
		if (this.closing || this.#socket.readyState !== this.#socket.OPEN) return;
		const text = formatEnvelope(type, payload, requestId);
		if (text.length > COMPRESS_FROM_CHARACTERS || this.#compressing > 0) {
			this.#compressing += 1;
			this.#socket.send(text, () => (this.#compressing -= 1));
		} else {
			this.#stream.write(textFrame(text));
		}
		if (this.#socket.bufferedAmount > this.#limits.unsentBytes) {
			this.closing = true;
			this.#socket.close(closeCodes.slowConsumer, 'Slow consumer');
			// The close frame waits behind what is not being read; whoever still reads gets it.
			setTimeout(() => this.#socket.terminate(), SLOW_CONSUMER_GRACE_MS).unref();
		}
	}

	sendError(code: ErrorCode, message: string, details?: unknown, requestId?: string): void {
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
		this.#socket.close(closeCode, reason);
	}

	terminate(): void {
		this.closing = true;
		this.#socket.terminate();
	}

	ping(): void {
		this.#socket.ping();
	}

	/** Stops reading from the network until `resume`: the client's own buffers fill up instead. */
	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
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
