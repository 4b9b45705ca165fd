import { pino, type Logger } from 'pino';
import type { Env } from './env';

export type Log = Logger;

/** Structured logs on stdout. Credentials never get in, whatever object is logged. */
export function createLog(env: Pick<Env, 'LOG_LEVEL'>): Log {
	return pino({
		level: env.LOG_LEVEL,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: {
			paths: [
				'api_key',
				'token',
				'authorization',
				'cookie',
				'*.api_key',
				'*.token',
				'*.authorization',
				'*.cookie'
			],
			censor: '[redacted]'
		}
	});
}
