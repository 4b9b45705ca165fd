import { isBadCredential } from '../../errors';
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

/**
 * Rules A1–A4: checks the credential that `connect` or `authenticate` brought, and welcomes or
 * shows the door. Never rejects.
 */
export async function authenticateByMessage(
	connection: Connection,
	identify: Identify,
	type: 'connect' | 'authenticate',
	token: string,
	requestId?: string
): Promise<void> {
	let identity: Identity;
	try {
		identity = await identify.byToken(token);
	} catch (error) {
		// A disk that is full says nothing about the key: the client may try again.
		if (!isBadCredential(error)) throw error;
		if (type === 'connect') {
			connection.sendError(error.code, error.message, undefined, requestId);
		} else {
			connection.sendError(
				'UNAUTHORIZED',
				'The token was not accepted.',
				{ reason: error.message },
				requestId
			);
		}
		connection.disconnect(closeCodes.authentication, error.message);
		return;
	}
	if (connection.identity && connection.identity.userId !== identity.userId) {
		connection.sendError(
			'FORBIDDEN',
			'This connection belongs to another user. Open a new one.',
			undefined,
			requestId
		);
		connection.disconnect(closeCodes.protocolViolation, 'Authenticated as another user');
		return;
	}
	welcome(connection, identity, type, requestId);
}
