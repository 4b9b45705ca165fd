import { UserError } from '../../errors';
import { timestampNow } from '../../realtime/envelope';
import type { Connection } from '../../realtime/server/connection';
import { defineFeature, type Feature } from '../../realtime/server/handlers';
import type { Log } from '../../server/log';
import { typingMessages } from '../messages';
import type { Typed, TypingService } from './service';

/** From message to use case: section T on the line. */
export function typingFeature(typing: TypingService, log: Log): Feature {
	const answer = (connection: Connection, { update, completed }: Typed) => {
		completed?.then(
			(result) => connection.send('session_complete', result),
			(error: unknown) => {
				log.error({ err: error, sessionId: update.sessionId }, 'a result could not be kept');
				// The client still holds its log, and asks again with end_session.
				if (error instanceof UserError) connection.sendError(error.code, error.message);
			}
		);
		return update;
	};
	// Its test was being read when it went, so that there was nothing to release yet.
	const releaseIfGone = ({ id, closing }: Connection) => {
		if (closing) typing.release(id);
	};
	return defineFeature(
		typingMessages,
		{
			async start_session({ sessionId }, { connection, identity }) {
				const typist = { userId: identity.userId, connectionId: connection.id };
				const nextSeq = await typing.start(typist, sessionId);
				releaseIfGone(connection);
				return { sessionId, serverTime: timestampNow(), nextSeq };
			},

			input_update(payload, { connection, identity, now }) {
				const typist = { userId: identity.userId, connectionId: connection.id };
				const typed = typing.update(typist, payload, now);
				return typed instanceof Promise
					? typed
							.then((settled) => answer(connection, settled))
							.finally(() => releaseIfGone(connection))
					: answer(connection, typed);
			},

			end_session(payload, { identity, keep }) {
				return typing.end(identity.userId, payload, keep);
			}
		},
		(connection) => typing.release(connection.id)
	);
}
