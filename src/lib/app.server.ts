import { join, resolve } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ownedByAccounts } from './accounts/owned';
import { AccountService } from './accounts/server/service';
import { Gateway } from './realtime/server/gateway';
import { lineLimits } from './realtime/server/limits';
import { OriginPolicy } from './realtime/server/origin';
import { refuseUpgrade, UpgradeRefused } from './realtime/server/upgrade';
import { RequestLimit } from './server/buckets';
import type { Clock } from './server/clock';
import { openDatabase } from './server/database';
import { parseEnv, type Env } from './server/env';
import { createLog, type Log } from './server/log';
import type { OwnedTable } from './server/owned';
import { ownedByTyping } from './typing/owned';
import { typingFeature } from './typing/server/handlers';
import { TypingService } from './typing/server/service';
import { TypingStore } from './typing/server/store';

/** The one place that knows all rooms. */
export interface App {
	env: Env;
	log: Log;
	policy: OriginPolicy;
	accounts: AccountService;
	typing: TypingService;
	/** Rule L6: REST calls by person, or by address where nobody said who it is. */
	requests: RequestLimit;
	/** Rule C1: takes an upgrade that is the line's, and refuses every other with 404. */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Connections open now. */
	connectionCount(): number;
	/** Rule C7, first half: everybody on the line is told and closed. */
	drain(): Promise<void>;
	/** Rule C7, second half: what is in memory is kept, then the database closes. */
	close(): Promise<void>;
	/** What is not well, by part; empty when all is. */
	troubles(): Promise<Record<string, string>>;
}

/** How often what has expired is removed. */
const SWEEP_MS = 60 * 60 * 1000;

/** Every table of the house, with what its room declares of it. Owners come last. */
export const ownedTables: OwnedTable[] = [...ownedByTyping, ...ownedByAccounts];

/** Builds the application over the database in `env.DATA_DIR`. */
export async function createApp(env: Env, now: Clock = Date.now): Promise<App> {
	const log = createLog(env);
	const file = join(env.DATA_DIR, 'greenroom.sqlite');
	const database = openDatabase(file, resolve('drizzle'), log);
	const accounts = new AccountService(database, env);
	await accounts.prepare();
	const typing = new TypingService(new TypingStore(database), log, now);
	const sweeper = setInterval(() => void typing.sweep(), SWEEP_MS).unref();
	const policy = new OriginPolicy(env);
	const gateway = new Gateway({
		features: [typingFeature(typing, log)],
		identify: accounts,
		policy,
		limits: lineLimits(env),
		log
	});
	return {
		env,
		log,
		policy,
		accounts,
		typing,
		requests: new RequestLimit(env.LIMIT_REQUESTS_PER_MINUTE),
		handleUpgrade(request, socket, head) {
			if (gateway.handleUpgrade(request, socket, head)) return;
			refuseUpgrade(socket, new UpgradeRefused(404, 'Nothing is upgraded at this address.'));
		},
		connectionCount: () => gateway.connectionCount,
		drain: () => gateway.drain(env.SHUTDOWN_TIMEOUT * 1000),
		async close() {
			clearInterval(sweeper);
			await typing.close();
			await database.close();
		},
		async troubles() {
			const troubles: Record<string, string> = {};
			try {
				await database.probe();
			} catch (error) {
				log.warn({ err: error }, 'the database cannot be written');
				troubles['database'] = 'cannot be written';
			}
			return troubles;
		}
	};
}

/** Where the two entries (`server.js`, the development server) find the application. */
const slot = Symbol.for('greenroom');

type Slot = { [slot]?: Promise<App> };

/**
 * The application of this process, built at the first call. In development this module is loaded
 * again after an edit: the one before is taken down first.
 */
export function startApp(): Promise<App> {
	started ??= restart();
	return started;
}

let started: Promise<App> | undefined;

async function restart(): Promise<App> {
	const before = (globalThis as Slot)[slot];
	const next = (async () => {
		if (before) {
			// One that failed to start must not keep the next, mended one from starting.
			const old = await before.catch(() => undefined);
			await old?.drain();
			await old?.close();
		}
		return createApp(parseEnv(process.env));
	})();
	(globalThis as Slot)[slot] = next;
	return next;
}
