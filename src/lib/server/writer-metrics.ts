import type { Database } from './database';
import type { Metrics } from './metrics';

/** Shows what the database's writer counts. */
export function showWriter(metrics: Metrics, writer: Database['writer']): void {
	metrics.durations(
		'greenroom_database_commit_duration_seconds',
		'Time of a transaction of the writer, with the jobs in it, from its turn to its commit.',
		writer.commits
	);
	metrics.counter(
		'greenroom_database_jobs_total',
		'Jobs of the writer; several share a transaction.',
		() => writer.jobs
	);
	metrics.gauge(
		'greenroom_database_jobs_waiting',
		'Jobs that wait for the writer now.',
		() => writer.waiting
	);
}
