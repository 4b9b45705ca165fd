import { errorKinds, UserError, type ErrorCode } from '../errors';
import type { RequestOptions } from './channel';
import type { Envelope } from './envelope';

/** The connection closed before the answer: what became of the request is unknown. */
export class LineLostError extends Error {
	override readonly name = 'LineLostError';

	/** @param closeCode how the connection ended, where it did */
	constructor(readonly closeCode?: number) {
		super('The connection was lost before the answer came.');
	}
}

const MOST_WAITING = 64;

interface PendingRequest {
	type: string;
	payload: unknown;
	/** Monotonic milliseconds; undefined while it waits for authentication. */
	sentAt: number | undefined;
	retry: boolean;
	timer: ReturnType<typeof setTimeout>;
	resolve: (payload: Record<string, unknown>) => void;
	reject: (reason: UserError | LineLostError) => void;
}

interface PendingRequestsOptions {
	/** Sends one message; returns false while nobody is authenticated. */
	transmit: (type: string, payload: unknown, requestId: string) => boolean;
	/** Called with each answer, and when its request went, in monotonic milliseconds. */
	onAnswer?: (sentAt: number, answer: Envelope) => void;
}

/** The requests that have no answer yet, sent ones and those that wait for authentication. */
export class PendingRequests {
	readonly #pending = new Map<string, PendingRequest>();
	readonly #options: PendingRequestsOptions;

	constructor(options: PendingRequestsOptions) {
		this.#options = options;
	}

	/** Resolves and rejects as `Channel.request` says. `timeoutMs` counts from now. */
	add(
		type: string,
		payload: unknown,
		{ timeoutMs, retry = false, requestId = newRequestId() }: RequestOptions & { timeoutMs: number }
	): Promise<Record<string, unknown>> {
		return new Promise((resolve, reject) => {
			if (this.#pending.has(requestId)) {
				reject(new UserError('CONFLICT', 'This request waits for its answer already.'));
				return;
			}
			const sentAt = this.#transmit(type, payload, requestId);
			if (sentAt === undefined && this.#waiting() >= MOST_WAITING) {
				reject(new UserError('CAPACITY_EXCEEDED', 'Too much is waiting for the connection.'));
				return;
			}
			const timer = setTimeout(() => {
				this.#pending.delete(requestId);
				reject(
					new UserError('CONNECTION_TIMEOUT', 'The server did not answer in time.', {
						type,
						timeoutMs
					})
				);
			}, timeoutMs);
			this.#pending.set(requestId, { type, payload, sentAt, retry, timer, resolve, reject });
		});
	}

	/** Sends, in order, what waited for authentication. */
	sendWaiting(): void {
		for (const [requestId, request] of this.#pending) {
			if (request.sentAt !== undefined) continue;
			request.sentAt = this.#transmit(request.type, request.payload, requestId);
		}
	}

	/** Settles the request this message answers, if it answers one. */
	settle(message: Envelope): void {
		const { requestId, type, payload } = message;
		if (requestId === undefined) return;
		const request = this.#take(requestId);
		if (request === undefined) return;
		if (request.sentAt !== undefined) this.#options.onAnswer?.(request.sentAt, message);
		if (type === 'error') request.reject(readError(payload));
		else request.resolve(payload);
	}

	/** The connection is gone: what was sent is lost, unless it may be sent again; the rest waits. */
	loseSent(closeCode: number): void {
		for (const [requestId, request] of this.#pending) {
			if (request.sentAt === undefined) continue;
			if (request.retry) request.sentAt = undefined;
			else this.#take(requestId)?.reject(new LineLostError(closeCode));
		}
	}

	/** Somebody else is asking now: what waits was not theirs. */
	loseWaiting(): void {
		for (const [requestId, request] of this.#pending) {
			if (request.sentAt === undefined) this.#take(requestId)?.reject(new LineLostError());
		}
	}

	/** Nobody will come back: everything is lost. */
	loseAll(closeCode?: number): void {
		for (const requestId of this.#pending.keys()) {
			this.#take(requestId)?.reject(new LineLostError(closeCode));
		}
	}

	#waiting(): number {
		let waiting = 0;
		for (const request of this.#pending.values()) if (request.sentAt === undefined) waiting += 1;
		return waiting;
	}

	/** @returns when it went; undefined where it could not */
	#transmit(type: string, payload: unknown, requestId: string): number | undefined {
		const at = performance.now();
		return this.#options.transmit(type, payload, requestId) ? at : undefined;
	}

	#take(requestId: string): PendingRequest | undefined {
		const request = this.#pending.get(requestId);
		if (request === undefined) return undefined;
		clearTimeout(request.timer);
		this.#pending.delete(requestId);
		return request;
	}
}

/** Reads the payload of `error` (rule E3); a code from a newer server counts as INTERNAL_ERROR. */
export function readError(payload: Record<string, unknown>): UserError {
	const { errorCode, errorMessage, details } = payload;
	const known = typeof errorCode === 'string' && Object.hasOwn(errorKinds, errorCode);
	return new UserError(
		known ? (errorCode as ErrorCode) : 'INTERNAL_ERROR',
		typeof errorMessage === 'string' ? errorMessage : 'The server reported an error.',
		details
	);
}

/** Unique among one user's requests. `randomUUID` is absent from pages served over plain http. */
export function newRequestId(): string {
	if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
