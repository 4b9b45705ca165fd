import type { WebSocket } from 'ws';
import { closeCodes } from '../envelope';
import type { LineCounters } from './counters';
import type { Connection } from './connection';
import type { LineLimits } from './limits';

/** Looked at this often per heartbeat interval, so that nobody is judged much too late. */
const LOOKS_PER_INTERVAL = 5;

/**
 * Rules C5, C6 and L4: pings whoever was silent for the interval, terminates whoever was for two,
 * and closes who has sent no message for the idle time or takes nothing for too long.
 *
 * @returns stops it
 */
export function startHeartbeat(
	connections: ReadonlyMap<WebSocket, Connection>,
	limits: LineLimits,
	counters: Pick<LineCounters, 'heartbeatLost'>
): () => void {
	const interval = limits.heartbeatIntervalMs;
	const timer = setInterval(() => {
		const now = performance.now();
		for (const connection of connections.values()) {
			const silentFor = now - connection.lastHeardAt;
			if (silentFor >= 2 * interval) {
				counters.heartbeatLost();
				connection.terminate();
			} else if (now - (connection.slowSince ?? now) >= limits.slowMs) {
				connection.giveUp();
			} else if (silentFor >= interval && connection.pingedAt < connection.lastHeardAt) {
				connection.pingedAt = now;
				connection.ping();
			} else if (now - connection.lastMessageAt >= limits.idleMs && !connection.closing) {
				connection.sendError('CONNECTION_TIMEOUT', 'Nothing was said for too long. Connect again.');
				connection.disconnect(closeCodes.idle, 'Idle');
			}
		}
	}, interval / LOOKS_PER_INTERVAL);
	timer.unref();
	return () => clearInterval(timer);
}
