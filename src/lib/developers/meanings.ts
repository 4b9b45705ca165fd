import type { ErrorCode } from '../errors';
import type { closeCodes } from '../realtime/envelope';

/** What the codes mean, for who writes a client: one sentence each, and what to do. */

export const errorMeanings: Record<ErrorCode, string> = {
	INVALID_MESSAGE_FORMAT: 'It could not be read; details.path names what failed.',
	UNAUTHORIZED: 'Nobody has said yet who is asking, or the credential was not accepted.',
	INVALID_KEY: 'There is no such key, or it was revoked.',
	TOKEN_EXPIRED: 'The key or token is past its time: bring a new one.',
	FORBIDDEN: 'You may see this but not do that: the credential lacks the permission.',
	NOT_FOUND: 'There is nothing here, or it is somebody else’s, which looks the same.',
	SESSION_NOT_FOUND: 'No such session, or somebody else’s.',
	ANALYSIS_NOT_FOUND: 'No such analysis, or somebody else’s.',
	CHANNEL_NOT_FOUND: 'No such channel, or somebody else’s.',
	METHOD_NOT_ALLOWED:
		'There is something here, but not by this method; the header Allow names those.',
	INVALID_STATE: 'A good message at the wrong moment; details.state says which moment it is.',
	CONFLICT: 'Somebody was quicker, or the same requestId came with another payload.',
	PAYLOAD_TOO_LARGE: 'The request is too large: send less.',
	UNSUPPORTED_MEDIA_TYPE: 'Bodies are JSON, with content-type application/json.',
	RATE_LIMIT_EXCEEDED: 'Too many: wait for details.retryAfterMs, then send it again.',
	CONNECTION_TIMEOUT: 'Nothing was heard for too long.',
	CAPACITY_EXCEEDED: 'There is no room for more now: close something, or come later.',
	INTERNAL_ERROR: 'Something went wrong on the server; its log has the same requestId.'
};

export const closeMeanings: Record<keyof typeof closeCodes, string> = {
	normal: 'The client said goodbye.',
	shuttingDown: 'The server is going; disconnect said in retryAfterMs when to come back.',
	tooBig: 'A message was larger than the limit.',
	serverError: 'The server failed.',
	authentication: 'The credential was refused, has ended, or never came.',
	rateLimit: 'Too many messages, ten refusals in a row.',
	invalidMessages: 'Five messages within a minute could not be read.',
	protocolViolation: 'Ten messages before authentication, or a second user on one connection.',
	idle: 'No message for too long; ping counts as one.',
	slowConsumer: 'What was sent was not read in time.'
};
