import type { Env } from '../../server/env';
import { TokenBucket } from '../../server/buckets';
import type { BucketName } from '../catalogue';

/** The limits of section L, as the gateway uses them. All of it is configuration. */
export interface LineLimits {
	messageBytes: number;
	messagesPerMinute: number;
	inputPerSecond: number;
	inputBurst: number;
	pingsPerMinute: number;
	connectionsPerUser: number;
	connectionsPerAddress: number;
	coalesceBytes: number;
	unsentBytes: number;
	slowMs: number;
	authTimeoutMs: number;
	heartbeatIntervalMs: number;
	idleMs: number;
}

export function lineLimits(env: Env): LineLimits {
	return {
		messageBytes: env.LIMIT_MESSAGE_BYTES,
		messagesPerMinute: env.LIMIT_MESSAGES_PER_MINUTE,
		inputPerSecond: env.LIMIT_INPUT_PER_SECOND,
		inputBurst: env.LIMIT_INPUT_BURST,
		pingsPerMinute: env.LIMIT_PINGS_PER_MINUTE,
		connectionsPerUser: env.LIMIT_CONNECTIONS_PER_USER,
		connectionsPerAddress: env.LIMIT_CONNECTIONS_PER_ADDRESS,
		coalesceBytes: Math.min(env.LIMIT_COALESCE_BYTES, env.LIMIT_UNSENT_BYTES),
		unsentBytes: env.LIMIT_UNSENT_BYTES,
		slowMs: env.LIMIT_SLOW_MS,
		authTimeoutMs: env.AUTH_TIMEOUT_MS,
		heartbeatIntervalMs: env.HEARTBEAT_INTERVAL_MS,
		idleMs: env.LIMIT_IDLE_MS
	};
}

/** Refusals in a row that close the connection (rule L2). */
export const MOST_REFUSALS_IN_A_ROW = 10;

/** One connection's buckets (rule L2). */
export class ConnectionBuckets {
	readonly #messages: TokenBucket;
	readonly #input: TokenBucket;
	readonly #pings: TokenBucket;

	constructor(limits: LineLimits, now: number) {
		this.#messages = new TokenBucket(limits.messagesPerMinute, limits.messagesPerMinute / 60, now);
		this.#input = new TokenBucket(limits.inputBurst, limits.inputPerSecond, now);
		this.#pings = new TokenBucket(limits.pingsPerMinute, limits.pingsPerMinute / 60, now);
	}

	/** @returns 0 when the message may pass, else the milliseconds until the next may */
	take(bucket: BucketName, now: number): number {
		if (bucket === 'none') return 0;
		if (bucket === 'input') return this.#input.take(now) ? 0 : this.#input.retryAfterMs(now);
		// Ten pings a minute are free; those beyond count as messages.
		if (bucket === 'ping' && this.#pings.take(now)) return 0;
		return this.#messages.take(now) ? 0 : this.#messages.retryAfterMs(now);
	}
}
