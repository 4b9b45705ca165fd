import { UserError } from '../errors';
import { closeCodes } from './envelope';
import { retryAfterMsOf } from './line-state';
import { LineLostError } from './requests';

/** What becomes of a message that waits to be delivered (rules D5 and L1). Pure. */

/** A message as the browser keeps it. */
export interface OutboxEntry {
	requestId: string;
	/** Whoever said it: nobody else's connection sends it. */
	userId: string;
	type: string;
	payload: Record<string, unknown>;
	about?: string;
	words?: string;
	/** When it was said, milliseconds since the epoch; rising, and so the order. */
	at: number;
	/** When it may first have reached the server, milliseconds since the epoch. */
	sentAt?: number;
	/** How often the server closed the connection over it. */
	closures: number;
	/** How often the server failed at it. */
	failures: number;
	/** Why it is set aside; absent while it waits. */
	problem?: string;
}

/** A message that nobody delivered goes after this long. */
export const KEPT_FOR_MS = 30 * 24 * 60 * 60 * 1000;
/** The server knows for a day what it has done (rule D3); an hour less, for clocks that differ. */
export const KNOWN_FOR_MS = 23 * 60 * 60 * 1000;
const MOST_CLOSURES = 2;
const MOST_FAILURES = 6;

/** After these the message is to blame, not the network. */
const blamingCodes: ReadonlySet<number> = new Set([
	closeCodes.tooBig,
	closeCodes.serverError,
	closeCodes.invalidMessages,
	closeCodes.protocolViolation
]);

export type AfterFailure =
	/** Not sent by itself any more. */
	| { do: 'set aside'; reason: UserError }
	/** Sent again: after `afterMs` where the server said how long, once the line is back where it is lost. */
	| { do: 'send again'; afterMs?: number; change: Partial<OutboxEntry> };

/** @param error what the request was rejected with */
export function afterFailure(entry: OutboxEntry, error: unknown): AfterFailure {
	if (error instanceof LineLostError) return afterLostLine(entry, error.closeCode);
	if (!(error instanceof UserError)) return setAside('INTERNAL_ERROR', String(error));
	const afterMs = retryAfterMsOf(error);
	switch (error.code) {
		case 'RATE_LIMIT_EXCEEDED':
		case 'CAPACITY_EXCEEDED':
			// Refused before anything was done.
			return { do: 'send again', afterMs, change: { sentAt: undefined } };
		case 'CONFLICT':
			// Of an id that stands for another message no retry makes a good one.
			if (concerns(error, entry.requestId)) return { do: 'set aside', reason: error };
			break;
		case 'CONNECTION_TIMEOUT':
		case 'INTERNAL_ERROR':
		case 'UNAUTHORIZED':
		case 'TOKEN_EXPIRED':
			break;
		default:
			return { do: 'set aside', reason: error };
	}
	const failures = entry.failures + 1;
	return failures < MOST_FAILURES
		? { do: 'send again', afterMs, change: { failures } }
		: { do: 'set aside', reason: error };
}

function afterLostLine(entry: OutboxEntry, closeCode?: number): AfterFailure {
	if (closeCode === undefined || !blamingCodes.has(closeCode))
		return { do: 'send again', change: {} };
	const closures = entry.closures + 1;
	if (closures < MOST_CLOSURES) return { do: 'send again', change: { closures } };
	return setAside('INTERNAL_ERROR', 'The server closed the connection each time it was sent.');
}

function setAside(...reason: ConstructorParameters<typeof UserError>): AfterFailure {
	return { do: 'set aside', reason: new UserError(...reason) };
}

function concerns({ details }: UserError, requestId: string): boolean {
	return (details as { requestId?: unknown } | null | undefined)?.requestId === requestId;
}

/**
 * Why a message is not to be sent now; undefined where it may go.
 * @param bytes of the whole message
 * @param mostBytes what the server takes
 * @param now milliseconds since the epoch
 */
export function reasonAgainst(
	{ sentAt }: Pick<OutboxEntry, 'sentAt'>,
	bytes: number,
	mostBytes: number,
	now: number
): UserError | undefined {
	if (bytes > mostBytes) {
		const [has, takes] = [bytes, mostBytes].map((size) => Math.ceil(size / 1024));
		return new UserError(
			'PAYLOAD_TOO_LARGE',
			`This message has ${has} KiB, and the server takes ${takes} KiB at the most. Shorten it.`,
			{ bytes, mostBytes }
		);
	}
	if (sentAt !== undefined && now - sentAt > KNOWN_FOR_MS) {
		return new UserError(
			'INVALID_STATE',
			'It was sent more than a day ago, and no answer came. It may have arrived: look before you send it again.',
			{ state: 'doubtful' }
		);
	}
	return undefined;
}

/** How much a text weighs on the line. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
