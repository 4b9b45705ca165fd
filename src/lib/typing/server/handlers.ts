import { UserError } from '../../errors';
import { timestampNow } from '../../realtime/envelope';
import { defineFeature, type Feature } from '../../realtime/server/handlers';
import type { Log } from '../../server/log';
import { typingMessages } from '../messages';
import type { Typed, TypingService } from './service';

/** From message to use case: section T on the line. */
export function typingFeature(typing: TypingService, log: Log): Feature {
	return defineFeature(
		typingMessages,
		{
			async start_session({ sessionId }, { connection, identity }) {
				const typist = { userId: identity.userId, connectionId: connection.id };
				const nextSeq = await typing.start(typist, sessionId);
				return { sessionId, serverTime: timestampNow(), nextSeq };
			},

			input_update(payload, { connection, identity, now }) {
				const { sessionId } = payload;
				const typist = { userId: identity.userId, connectionId: connection.id };
				const answer = ({ update, completed }: Typed) => {
					completed?.then(
						(result) => connection.send('session_complete', result),
						(error: unknown) => {
							log.error({ err: error, sessionId }, 'a result could not be kept');
							// The client still holds its log, and asks again with end_session.
							if (error instanceof UserError) connection.sendError(error.code, error.message);
						}
					);
					return { sessionId, ...update };
				};
				const typed =
					'events' in payload
						? typing.type(typist, sessionId, payload, now)
						: typing.typeWhole(typist, sessionId, payload.input, now);
				return typed instanceof Promise ? typed.then(answer) : answer(typed);
			},

			end_session({ sessionId, seq, t }, { identity }) {
				return typing.end(identity.userId, sessionId, seq, t);
			}
		},
		(connection) => typing.release(connection.id)
	);
}
