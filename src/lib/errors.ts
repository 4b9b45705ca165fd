/**
 * The errors a client may see, on the line (rule E3) and over REST (rule R1): one list, one class.
 * Pure, so that browser and server agree; every room may import it.
 */

interface ErrorKind {
	/** The HTTP status that fits (rule R1). */
	status: number;
	/** Whether the same request may succeed later. */
	retryable: boolean;
}

export const errorKinds = {
	INVALID_MESSAGE_FORMAT: { status: 400, retryable: false },
	UNAUTHORIZED: { status: 401, retryable: false },
	INVALID_KEY: { status: 401, retryable: false },
	TOKEN_EXPIRED: { status: 401, retryable: false },
	FORBIDDEN: { status: 403, retryable: false },
	NOT_FOUND: { status: 404, retryable: false },
	SESSION_NOT_FOUND: { status: 404, retryable: false },
	ANALYSIS_NOT_FOUND: { status: 404, retryable: false },
	CHANNEL_NOT_FOUND: { status: 404, retryable: false },
	METHOD_NOT_ALLOWED: { status: 405, retryable: false },
	INVALID_STATE: { status: 409, retryable: false },
	CONFLICT: { status: 409, retryable: true },
	PAYLOAD_TOO_LARGE: { status: 413, retryable: false },
	UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false },
	RATE_LIMIT_EXCEEDED: { status: 429, retryable: true },
	CONNECTION_TIMEOUT: { status: 408, retryable: true },
	CAPACITY_EXCEEDED: { status: 503, retryable: true },
	INTERNAL_ERROR: { status: 500, retryable: true }
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

export const errorCodes = Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]];

/** What travels: the payload of `error` (E3) and the body of a failed REST call (R1). */
export interface ErrorBody {
	errorCode: ErrorCode;
	errorMessage: string;
	details?: unknown;
	retryable: boolean;
}

/** An error whose message is meant for the person on the other side: it says what to do. */
export class UserError extends Error {
	override readonly name = 'UserError';

	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly details?: unknown
	) {
		super(message);
	}

	get status(): number {
		return errorKinds[this.code].status;
	}

	toBody(): ErrorBody {
		return errorBody(this.code, this.message, this.details);
	}
}

const credentialCodes: ReadonlySet<string> = new Set([
	'UNAUTHORIZED',
	'INVALID_KEY',
	'TOKEN_EXPIRED'
] satisfies ErrorCode[]);

/** Whether a credential was looked at and found bad; anything else says nothing about it. */
export function isBadCredential(error: unknown): error is UserError {
	return error instanceof UserError && credentialCodes.has(error.code);
}

export function errorBody(code: ErrorCode, message: string, details?: unknown): ErrorBody {
	const body: ErrorBody = {
		errorCode: code,
		errorMessage: message,
		retryable: errorKinds[code].retryable
	};
	if (details !== undefined) body.details = details;
	return body;
}
