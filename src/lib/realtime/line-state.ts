import { errorKinds, type UserError } from '../errors';
import { closeCodes, finalCloseCodes } from './envelope';

/** What a client knows about its connection (rule C8). Pure. */

export type Transport = 'connecting' | 'connected' | 'disconnecting' | 'disconnected' | 'error';

export interface LineProblem {
	/** A sentence for the person. */
	message: string;
	/** For whoever looks into it: code, close code. */
	details?: string;
}

export interface LineState {
	/**
	 * `disconnected` with a `retryAt` waits to try again, without one it rests; `error` was closed
	 * for good (rule E4).
	 */
	readonly transport: Transport;
	/** Rule A8. */
	readonly authenticated: boolean;
	/** Retries since the last healthy connection; the coming or present one included. */
	readonly attempt: number;
	/** When the next retry is due, milliseconds of `now`. */
	readonly retryAt?: number;
	/** Who was authenticated last, on this connection or the one before. */
	readonly userId?: string;
	/** The largest message the server takes, bytes (rule L1). */
	readonly messageBytes: number;
	/** Why there is no connection; gone once authenticated. */
	readonly problem?: LineProblem;
}

export const initialLineState: LineState = {
	transport: 'disconnected',
	authenticated: false,
	attempt: 0,
	messageBytes: 128 * 1024
};

/** What the server said last before it closed: kept until it says something else. */
export interface LastWords {
	error?: UserError;
	reason?: string;
	retryAfterMs?: number;
}

const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Reads `limits.messageBytes` of `connection_established`; undefined where it says none. */
export function readMessageBytes({ limits }: Record<string, unknown>): number | undefined {
	const bytes = (limits as { messageBytes?: unknown } | null | undefined)?.messageBytes;
	return typeof bytes === 'number' && bytes > 0 ? bytes : undefined;
}

/** How long an error asks to wait, in `details.retryAfterMs`; undefined where it does not. */
export function retryAfterMsOf({ details }: UserError): number | undefined {
	const wait = (details as { retryAfterMs?: unknown } | null | undefined)?.retryAfterMs;
	return typeof wait === 'number' && wait > 0 ? Math.min(wait, LONGEST_RETRY_AFTER_MS) : undefined;
}

/** Reads `disconnect`; what is not as the catalogue has it counts as absent. */
export function readDisconnect(payload: Record<string, unknown>): LastWords {
	const { reason, retryAfterMs } = payload;
	const words: LastWords = {};
	if (typeof reason === 'string') words.reason = reason;
	if (typeof retryAfterMs === 'number' && retryAfterMs > 0) {
		words.retryAfterMs = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
	}
	return words;
}

const sentences: Record<number, string> = {
	[closeCodes.normal]: 'The connection was closed.',
	[closeCodes.shuttingDown]: 'The server is restarting.',
	[closeCodes.tooBig]: 'A message was too large for the server.',
	[closeCodes.serverError]: 'The server had a problem.',
	[closeCodes.authentication]: 'The server did not accept who you are.',
	[closeCodes.rateLimit]: 'Too many messages were sent at once.',
	[closeCodes.invalidMessages]: 'The server does not understand this page.',
	[closeCodes.protocolViolation]: 'The server does not understand this page.',
	[closeCodes.idle]: 'The connection was idle for too long.',
	[closeCodes.slowConsumer]: 'The connection was too slow.'
};

/**
 * What the server's last words have to do with the loss: an error that a request was answered with
 * is no reason for a connection that was cut without a farewell.
 */
export function wordsOfLoss(code: number, words: LastWords): LastWords {
	return code === ABNORMAL_CLOSE && words.reason === undefined ? {} : words;
}

/** Why the connection ended: the server's own sentence where it gave one. */
export function explainLoss(code: number, words: LastWords): LineProblem {
	return {
		message:
			words.error?.message ?? words.reason ?? sentences[code] ?? 'The server cannot be reached.',
		details: [words.error?.code, `close code ${code}`].filter(Boolean).join(', ')
	};
}

/** What a WebSocket reports when no close frame came: a refused handshake looks the same. */
export const ABNORMAL_CLOSE = 1006;

/** What is asked of the server over HTTP before the next try, and why (rule E4). */
export type Renewal = 'none' | 'handshake' | 'credential';

export interface AfterLoss {
	/** Where the client comes to rest; absent where it tries again. */
	rest?: 'disconnected' | 'error';
	renewal?: Renewal;
	/** The next try needs no back-off. */
	atOnce: boolean;
}

/**
 * What follows a lost connection (rule E4).
 * @param renewedExpired whether an expired credential was renewed already, to no avail
 */
export function afterLoss(code: number, words: LastWords, renewedExpired: boolean): AfterLoss {
	if (code === ABNORMAL_CLOSE) return { renewal: 'handshake', atOnce: false };
	if (code === closeCodes.authentication) {
		// A cookie can get lost while away: then the line opens, and nobody says who is asking.
		if (words.error && errorKinds[words.error.code].retryable) return { atOnce: false };
		const lapsed =
			words.error?.code === 'TOKEN_EXPIRED' || words.reason === 'Authentication timeout';
		const renewable = lapsed && !renewedExpired;
		return renewable
			? { renewal: 'credential', atOnce: true }
			: { renewal: 'credential', atOnce: false, rest: 'error' };
	}
	if (code === closeCodes.normal) return { rest: 'disconnected', atOnce: false };
	return finalCloseCodes.has(code) ? { rest: 'error', atOnce: false } : { atOnce: false };
}
