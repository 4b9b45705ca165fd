import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { anonymous } from 'better-auth/plugins/anonymous';
import type { Database } from '../../server/database';
import { UNNAMED } from '../account-rules';
import { session, user } from './schema';
import { sessionCookies } from './session-cookies';
import { DAY_MS, SESSION_MS } from './sessions';

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sessions and guests by better-auth, over our two connections: what it writes goes through the
 * writer's queue like everything else.
 */
export function createAuth(database: Database, options: { secret: string; origin: string }) {
	return betterAuth({
		secret: options.secret,
		baseURL: options.origin,
		database: queuedAdapter(database),
		session: { expiresIn: SESSION_MS / 1000, updateAge: DAY_MS / 1000 },
		advanced: {
			cookiePrefix: 'greenroom',
			database: { generateId: () => randomUUID() }
		},
		plugins: [
			anonymous({
				emailDomainName: 'guest.invalid',
				generateName: () => UNNAMED,
				disableDeleteAnonymousUser: true
			}),
			sessionCookies
		],
		telemetry: { enabled: false },
		logger: { level: 'error' }
	});
}

type AdapterFactory = ReturnType<typeof drizzleAdapter>;
type Adapter = ReturnType<AdapterFactory>;

/** better-auth's drizzle adapter twice: reads on the reader, writes as jobs of the queue. */
function queuedAdapter(database: Database): AdapterFactory {
	const config = { provider: 'sqlite', schema: { user, session } } as const;
	return (options) => {
		const over = (connection: object) => drizzleAdapter(connection, config)(options);
		const reads = over(database.read);
		const queued = <R>(work: (writes: Adapter) => Promise<R>) =>
			database.write((tx) => work(over(tx)));
		return {
			...reads,
			create: (request) => queued((writes) => writes.create(request)),
			update: (request) => queued((writes) => writes.update(request)),
			updateMany: (request) => queued((writes) => writes.updateMany(request)),
			delete: (request) => queued((writes) => writes.delete(request)),
			deleteMany: (request) => queued((writes) => writes.deleteMany(request))
		} as Adapter;
	};
}
