import { writeSync } from 'node:fs';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Env } from './env';

export type Log = Logger;

/** What is nobody's business, by the names that it has here; `text` is what people typed or said. */
const SECRETS = [
	'api_key',
	'key',
	'token',
	'authorization',
	'cookie',
	'password',
	'recoveryCodes',
	'text',
	'answer'
];

const STDOUT = 1;

/** A line that cannot be written, on a full disk or into a pipe nobody reads, is lost: people go on. */
const stdout: DestinationStream = {
	write(line) {
		try {
			writeSync(STDOUT, line);
		} catch {
			// There is nowhere left to say so.
		}
	}
};

/**
 * Structured logs. Credentials and people's words never get in, whatever object is logged.
 * @param destination stdout unless told
 */
export function createLog(env: Pick<Env, 'LOG_LEVEL'>, destination = stdout): Log {
	return pino(
		{
			level: env.LOG_LEVEL,
			base: null,
			timestamp: pino.stdTimeFunctions.isoTime,
			serializers: { err: describeError },
			redact: {
				paths: SECRETS.flatMap((name) => [name, `*.${name}`]),
				censor: '[redacted]'
			}
		},
		destination
	);
}

/**
 * As much of an error as says what went wrong and where. Libraries hang all sorts of things on
 * theirs: the parameters of a query, the claims of a token, the body of a request.
 */
function describeError(error: unknown): object {
	if (!(error instanceof Error)) return { type: typeof error };
	const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	return {
		type: error.name,
		message: sentenceOf(error),
		code,
		stack: error.stack
			?.split('\n')
			.filter((line) => /^\s+at /.test(line))
			.join('\n'),
		cause: error.cause === undefined ? undefined : describeError(error.cause)
	};
}

function sentenceOf({ message }: Error): string {
	// V8 quotes what it could not parse.
	if (message.endsWith('is not valid JSON')) return 'not valid JSON';
	// Drizzle puts the parameters of a query that failed on a line of their own.
	return message.split('\n', 1)[0]!;
}
