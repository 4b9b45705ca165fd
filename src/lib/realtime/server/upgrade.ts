import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isBadCredential, UserError } from '../../errors';
import { SUBPROTOCOL } from '../envelope';
import type { Identify, Identity } from './identity';
import type { OriginPolicy } from './origin';

/** A refusal before the handshake: an HTTP answer instead of a socket. */
export class UpgradeRefused extends Error {
	override readonly name = 'UpgradeRefused';

	constructor(
		readonly status: 400 | 401 | 403 | 404 | 429 | 503,
		message: string
	) {
		super(message);
	}
}

const statusTexts = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	429: 'Too Many Requests',
	503: 'Service Unavailable'
} as const;

/** When whoever finds no room may look again. */
const FULL_RETRY_SECONDS = 10;

/** Answers an upgrade with plain HTTP and closes; an upgrade nobody claims must not hang (C1). */
export function refuseUpgrade(socket: Duplex, { status, message }: UpgradeRefused): void {
	// Node leaves the errors of an upgraded socket to us: a client that resets must not end the process.
	socket.on('error', () => socket.destroy());
	// Nor must one that never closes its own half hold the other.
	socket.once('finish', () => socket.destroy());
	socket.end(
		`HTTP/1.1 ${status} ${statusTexts[status]}\r\n` +
			'Connection: close\r\n' +
			'Content-Type: text/plain; charset=utf-8\r\n' +
			(status === 429 ? `Retry-After: ${FULL_RETRY_SECONDS}\r\n` : '') +
			`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`
	);
}

/**
 * Rules C2, C3, A1: everything that is checked before the handshake.
 *
 * @returns who is asking, undefined where nobody has said so yet
 * @throws UpgradeRefused
 */
export async function checkUpgrade(
	request: IncomingMessage,
	policy: OriginPolicy,
	identify: Identify
): Promise<Identity | undefined> {
	const { host, origin, authorization } = request.headers;
	if (!policy.allowsHost(host)) {
		throw new UpgradeRefused(403, 'This host name is not served here. See ALLOWED_HOSTS.');
	}
	if (!policy.allowsOrigin(origin)) {
		throw new UpgradeRefused(403, 'This origin is not allowed. See ALLOWED_ORIGINS.');
	}
	const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
	if (offered && !offered.includes(SUBPROTOCOL)) {
		throw new UpgradeRefused(
			400,
			`None of these subprotocols is spoken here. Offer ${SUBPROTOCOL}.`
		);
	}
	try {
		if (authorization !== undefined) {
			const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
			if (token === undefined) {
				throw new UserError('UNAUTHORIZED', 'Authorization must be "Bearer <token>".');
			}
			return await identify.byToken(token);
		}
		// Without an Origin it is no browser, and a cookie proves nothing (cross-site hijacking).
		return origin === undefined ? undefined : await identify.byCookie(request);
	} catch (error) {
		if (isBadCredential(error)) throw new UpgradeRefused(401, error.message);
		throw error;
	}
}
