import { drizzle } from 'drizzle-orm/better-sqlite3';
import SQLite from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createLog } from './log';

/** What a log of every level writes, line by line. */
function collected() {
	const lines: Record<string, unknown>[] = [];
	const log = createLog(
		{ LOG_LEVEL: 'trace' },
		{ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
	);
	return { log, lines, text: () => JSON.stringify(lines) };
}

const secret = 'sesame-4f1d';

/** What `work` throws. */
function caught(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
}

test.each(['api_key', 'token', 'authorization', 'cookie', 'password', 'text', 'answer'])(
	'a field called %s never gets into a log, alone or inside another',
	(name) => {
		const { log, text } = collected();
		log.trace({ [name]: secret }, 'alone');
		log.error({ payload: { [name]: secret } }, 'inside');
		expect(text()).not.toContain(secret);
		expect(text()).toContain('inside');
	}
);

test('an error is logged with what happened and where, as far as its causes', () => {
	const { log, lines } = collected();
	const cause = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
	log.error({ err: new Error('not kept', { cause }) }, 'failed');
	expect(lines[0]).toMatchObject({
		msg: 'failed',
		err: {
			type: 'Error',
			message: 'not kept',
			stack: expect.stringContaining('log.test.ts') as unknown,
			cause: { message: 'disk full', code: 'SQLITE_FULL' }
		}
	});
});

test.each([
	['text that is not JSON', () => JSON.parse(`{"api_key":${secret}`) as unknown],
	['a failed query', () => drizzle(new SQLite()).run(sql`SELECT ${secret} FROM nowhere`)],
	[
		'a query that a library describes with its parameters',
		() => {
			throw Object.assign(new Error(`Failed query: select ?\nparams: ${secret}`), {
				params: [secret]
			});
		}
	],
	[
		'what hangs on an error',
		() => {
			throw Object.assign(new Error('refused'), { body: { secret }, headers: [secret] });
		}
	],
	[
		'a text that was thrown',
		() => {
			throw secret;
		}
	]
])('%s never gets into a log by its error', (_, work) => {
	const { log, lines, text } = collected();
	log.error({ err: caught(work) }, 'failed');
	expect(text()).not.toContain(secret);
	expect(lines[0]).toHaveProperty('err.type');
});
