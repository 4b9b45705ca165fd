import type { Env } from '../../server/env';

/** The limits of this server (section L), in words. */

export interface LimitRow {
	what: string;
	limit: string;
	/** What happens beyond it. */
	beyond: string;
}

const again = 'RATE_LIMIT_EXCEEDED with retryAfterMs; ten in a row close with 4001';

export function limitRows(env: Env): LimitRow[] {
	return [
		{
			what: 'A message',
			limit: bytes(env.LIMIT_MESSAGE_BYTES),
			beyond: 'close 1009'
		},
		{
			what: 'Messages of a connection',
			limit: `${env.LIMIT_MESSAGES_PER_MINUTE} a minute`,
			beyond: again
		},
		{
			what: 'input_update',
			limit: `${env.LIMIT_INPUT_PER_SECOND} a second, ${env.LIMIT_INPUT_BURST} at once`,
			beyond: again
		},
		{
			what: 'ping',
			limit: `${env.LIMIT_PINGS_PER_MINUTE} a minute`,
			beyond: 'further ones count as messages'
		},
		{
			what: 'Saying who is asking',
			limit: seconds(env.AUTH_TIMEOUT_MS),
			beyond: 'close 4000'
		},
		{
			what: 'No message at all',
			limit: seconds(env.LIMIT_IDLE_MS),
			beyond: 'CONNECTION_TIMEOUT, close 4008'
		},
		{
			what: 'Connections',
			limit: `${env.LIMIT_CONNECTIONS_PER_USER} a user, ${env.LIMIT_CONNECTIONS_PER_ADDRESS} an address`,
			beyond: 'HTTP 429, or CAPACITY_EXCEEDED'
		},
		{
			what: 'What you have not read yet',
			limit: `${bytes(env.LIMIT_UNSENT_BYTES)} or ${seconds(env.LIMIT_SLOW_MS)}`,
			beyond: `close 4009; past ${bytes(env.LIMIT_COALESCE_BYTES)} only the newest of what replaces each other`
		},
		{
			what: 'REST requests of a person',
			limit: `${env.LIMIT_REQUESTS_PER_MINUTE} a minute`,
			beyond: 'HTTP 429 with Retry-After'
		}
	];
}

function bytes(count: number): string {
	return count >= 1024 * 1024 ? `${round(count / 1024 / 1024)} MiB` : `${round(count / 1024)} KiB`;
}

function seconds(ms: number): string {
	return ms >= 120_000 ? `${round(ms / 60_000)} minutes` : `${round(ms / 1000)} s`;
}

const round = (value: number) => Math.round(value * 10) / 10;
