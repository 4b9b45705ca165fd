import { isBadCredential, type UserError } from '../../errors';
import { closeCodes } from '../envelope';
import type { Connection } from './connection';
import type { Identify, Identity } from './identity';

/** Rule A2: says that the credential is good. `originalType` is `upgrade` for a cookie or header. */
export function welcome(
	connection: Connection,
	identity: Identity,
	originalType: 'upgrade' | 'connect' | 'authenticate',
	requestId?: string
): void {
	connection.identity = identity;
	connection.send(
		'connection_success',
		{
			message: 'Connected',
			userId: identity.userId,
			permissions: identity.permissions,
			...(identity.expiresAt && { expiresAt: identity.expiresAt.toISOString() })
		},
		requestId
	);
	connection.send('message_delivered', {
		message: 'Authentication message received and processed',
		original_type: originalType,
		status: 'success'
	});
}

/** Rule A3: says that the credential is not good, or no longer, and shows the door. */
export function refuseCredential(
	connection: Connection,
	way: 'upgrade' | 'connect' | 'authenticate',
	error: UserError,
	requestId?: string
): void {
	if (way === 'authenticate') {
		const details = { reason: error.message };
		connection.sendError('UNAUTHORIZED', 'The token was not accepted.', details, requestId);
	} else {
		connection.sendError(error.code, error.message, error.details, requestId);
	}
	connection.disconnect(closeCodes.authentication, error.message);
}

/**
 * Rules A1–A4: checks the credential that `connect` or `authenticate` brought, and shows the door
 * where it is bad, or another user's.
 *
 * @returns who bears it; undefined where the connection is being closed
 * @throws what says nothing about the credential
 */
export async function authenticateByMessage(
	connection: Connection,
	identify: Identify,
	type: 'connect' | 'authenticate',
	token: string,
	requestId?: string
): Promise<Identity | undefined> {
	let identity: Identity;
	try {
		identity = await identify.byToken(token);
	} catch (error) {
		// A disk that is full says nothing about the key: the client may try again.
		if (!isBadCredential(error)) throw error;
		refuseCredential(connection, type, error, requestId);
		return undefined;
	}
	if (connection.identity && connection.identity.userId !== identity.userId) {
		connection.sendError(
			'FORBIDDEN',
			'This connection belongs to another user. Open a new one.',
			undefined,
			requestId
		);
		connection.disconnect(closeCodes.protocolViolation, 'Authenticated as another user');
		return undefined;
	}
	return identity;
}
