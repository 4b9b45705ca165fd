import type { Metrics } from '../../server/metrics';
import type { LineCounters } from './counters';

/**
 * Shows what the line counts.
 * @param now what is counted by looking
 */
export function showLine(
	metrics: Metrics,
	counters: LineCounters,
	now: { connections: () => number; unsentBytes: () => number }
): void {
	metrics.gauge('greenroom_line_connections', 'Connections open now.', now.connections);
	metrics.gauge(
		'greenroom_line_unsent_bytes',
		'Bytes that clients have not taken yet, all connections together.',
		now.unsentBytes
	);
	metrics.counterBy(
		'type',
		'greenroom_line_messages_total',
		'Messages that came, good or not; unknown: those whose type cannot be read or does not exist.',
		() => Array.from(counters.types, ([type, { received }]) => [type, received])
	);
	metrics.durationsBy(
		'type',
		'greenroom_line_answer_duration_seconds',
		'Time from a message’s turn to its answer, errors left out.',
		() => Array.from(counters.types, ([type, { answered }]) => [type, answered])
	);
	metrics.counterBy(
		'code',
		'greenroom_line_errors_total',
		'Errors sent, by errorCode (rule E3).',
		() => counters.errors
	);
	metrics.counterBy(
		'code',
		'greenroom_line_closes_total',
		'Connections closed, by close code (rule E4); other: one that means nothing here.',
		() => counters.closes
	);
	metrics.counterBy(
		'status',
		'greenroom_line_refused_upgrades_total',
		'Upgrades refused before the handshake, by HTTP status.',
		() => counters.refusals
	);
	metrics.counter(
		'greenroom_line_heartbeat_losses_total',
		'Connections ended because they were silent for two heartbeats (rule C5).',
		() => counters.heartbeatsLost
	);
}
