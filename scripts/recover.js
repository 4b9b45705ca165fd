// npm run recover -- EMAIL: makes a code by which somebody who lost password and codes sets a new one.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import SQLite from 'better-sqlite3';
import { requireNode } from './house/node-version.js';
import { root, setting } from './house/processes.js';

const GOOD_FOR_MS = 60 * 60 * 1000;

/** How long it waits for a server that is writing, in milliseconds. */
const PATIENCE_MS = 10_000;

requireNode();
try {
	const email = process.argv[2]?.trim().toLowerCase();
	if (!email) throw new Error('Name the account: npm run recover -- EMAIL');
	const { code, expiresAt } = makeCode(email);
	console.log(`Recovery code for ${email}: ${code}`);
	console.log(`It works once, until ${expiresAt.toLocaleString()}, at ${origin()}/recover`);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

/**
 * Keeps the code's hash where the server looks for it, whether it runs or not.
 *
 * @param {string} email in lower case
 */
function makeCode(email) {
	const file = join(resolve(root, setting('DATA_DIR') ?? 'data'), 'greenroom.sqlite');
	if (!existsSync(file)) {
		throw new Error(`There is no database at ${file}. Is DATA_DIR the server's?`);
	}
	const database = new SQLite(file, { fileMustExist: true, timeout: PATIENCE_MS });
	try {
		const account = /** @type {{ id: string } | undefined} */ (
			database
				.prepare('select id from user join password on user_id = id where email = ?')
				.get(email)
		);
		if (!account) throw new Error(`There is no account with the e-mail address ${email}.`);
		// Written as hashOfCode in src/lib/accounts/server/codes.ts reads it: capitals and no dashes.
		const plain = randomBytes(10).toString('hex').toUpperCase();
		const hash = createHash('sha256').update(plain).digest('hex');
		const now = Date.now();
		database
			.prepare(
				'insert into one_time_token (hash, purpose, user_id, expires_at, created_at) values (?, ?, ?, ?, ?)'
			)
			.run(hash, 'recovery', account.id, now + GOOD_FOR_MS, now);
		return {
			code: plain.replace(/.{4}(?=.)/g, '$&-'),
			expiresAt: new Date(now + GOOD_FOR_MS)
		};
	} finally {
		database.close();
	}
}

function origin() {
	return setting('ORIGIN') ?? `http://localhost:${setting('PORT') ?? '3000'}`;
}
