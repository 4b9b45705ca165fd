import { defineFeature, type Feature } from '../../realtime/server/handlers';
import { analysisMessages } from '../messages';
import type { AnalysisSubscriptions } from './subscriptions';

/** Section N on the line. */
export function analysisFeature(subscriptions: AnalysisSubscriptions): Feature {
	return defineFeature(
		analysisMessages,
		{
			subscribe_analysis: ({ analysisId }, { connection, identity }) =>
				subscriptions.subscribe(identity.userId, analysisId, connection),

			unsubscribe_analysis({ analysisId }, { connection }) {
				subscriptions.unsubscribe(analysisId, connection);
				return { analysisId };
			}
		},
		(connection) => subscriptions.gone(connection)
	);
}
