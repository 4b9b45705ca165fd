import { HEALTHY_AFTER_MS } from './backoff';
import type { Envelope } from './envelope';
import { heartbeatTiming } from './heartbeat';

/** What a LineClient is made with. */

/** As much of a standard WebSocket as the client uses; Node's `ws` has it too. */
export interface LineSocket {
	onmessage: ((event: never) => void) | null;
	onclose: ((event: never) => void) | null;
	onerror: ((event: never) => void) | null;
	send(text: string): void;
	close(code?: number, reason?: string): void;
}

export type LineSocketClass = new (url: string, protocols?: string | string[]) => LineSocket;

export type Credential = { apiKey: string } | { token: string };

export const lineTiming = {
	...heartbeatTiming,
	connectTimeoutMs: 10_000,
	requestTimeoutMs: 10_000,
	closeTimeoutMs: 1_000,
	healthyAfterMs: HEALTHY_AFTER_MS
};

export interface LineOptions {
	/** `ws:` or `wss:`. */
	url: string;
	/** `globalThis.WebSocket` unless told. */
	WebSocket?: LineSocketClass;
	/**
	 * Who is asking, sent on every connection; where there is none, the upgrade's cookie speaks. Node's
	 * own WebSocket takes no headers, so that this is the way there: an API key or a JWT.
	 */
	credential?: () => Credential | undefined | Promise<Credential | undefined>;
	/**
	 * Called before the retry after a 1006 and after TOKEN_EXPIRED (rule E4), since a refused
	 * handshake looks like a lost connection. False: the server refuses, do not connect now.
	 * Rejecting means that nobody knows, and the connection is tried.
	 */
	renew?: () => Promise<boolean>;
	/** Sees every message that parses. */
	observe?: (message: Envelope) => void;
	/** From 0 up to and without 1. */
	random?: () => number;
	/** Milliseconds since the epoch. */
	now?: () => number;
	timing?: Partial<typeof lineTiming>;
}
