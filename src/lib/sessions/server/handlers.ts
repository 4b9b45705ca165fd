import type { Connection } from '../../realtime/server/connection';
import { defineFeature, type Feature } from '../../realtime/server/handlers';
import { sessionMessages } from '../messages';
import type { Progress } from './progress';
import type { Subscriptions } from './subscriptions';

/** Section S on the line. */
export function sessionsFeature(subscriptions: Subscriptions, progress: Progress): Feature {
	/** How far everybody is, who comes later hears at once (rule T7); behind the direct answer. */
	const tellProgress = (sessionId: string, connection: Connection) => {
		const participants = progress.of(sessionId);
		if (participants.length === 0) return;
		setImmediate(() => connection.send('typing_progress', { sessionId, participants }));
	};

	return defineFeature(
		sessionMessages,
		{
			async subscribe_session({ sessionId }, { connection, identity }) {
				const synced = await subscriptions.subscribe(identity.userId, sessionId, connection);
				tellProgress(sessionId, connection);
				return synced;
			},

			unsubscribe_session({ sessionId }, { connection }) {
				subscriptions.unsubscribe(sessionId, connection);
				return { sessionId, reason: 'unsubscribed' };
			}
		},
		(connection) => subscriptions.gone(connection)
	);
}
