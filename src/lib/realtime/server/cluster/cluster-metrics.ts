import type { Metrics } from '../../../server/metrics';
import type { Cluster } from './cluster';

/** Shows how this instance stands with the others. */
export function showCluster(metrics: Metrics, cluster: Cluster): void {
	metrics.gauge(
		'greenroom_cluster_away',
		'1 while what joins the instances cannot be reached, else 0.',
		() => (cluster.state === 'away' ? 1 : 0)
	);
	metrics.counter(
		'greenroom_cluster_news_sent_total',
		'News told to the other instances.',
		() => cluster.counts.sent
	);
	metrics.counter(
		'greenroom_cluster_news_received_total',
		'News heard from the other instances.',
		() => cluster.counts.received
	);
}
