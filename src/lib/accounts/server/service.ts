import type { IncomingMessage } from 'node:http';
import { UserError } from '../../errors';
import { permissionsUpTo } from '../../realtime/permissions';
import type { Identify, Identity } from '../../realtime/server/identity';
import { BucketsByName } from '../../server/buckets';
import type { Database } from '../../server/database';
import type { Env } from '../../server/env';
import { preferencesSchema, type Preferences, type PreferencesPatch } from '../preferences';
import { createAuth, type Auth } from './auth';
import { ApiKeys } from './keys';
import { authSecret } from './secret';
import { AccountStore } from './store';

/** An identity, and the cookies that must go back with the answer. */
export interface Recognised {
	identity: Identity;
	setCookies: string[];
}

/** Who is asking: guests by cookie, keys, and what follows a person. */
export class AccountService implements Identify {
	readonly keys: ApiKeys;
	readonly #auth: Auth;
	readonly #store: AccountStore;
	readonly #guestsByAddress: BucketsByName;

	constructor(database: Database, env: Env) {
		this.#store = new AccountStore(database);
		this.#auth = createAuth(database, {
			secret: authSecret(env),
			origin: env.ORIGIN
		});
		this.keys = new ApiKeys(this.#store, env.TEST_API_KEYS);
		this.#guestsByAddress = new BucketsByName(
			env.LIMIT_GUESTS_PER_HOUR,
			env.LIMIT_GUESTS_PER_HOUR / 3600
		);
	}

	/** What must be there before the first request. */
	async prepare(): Promise<void> {
		await this.keys.prepare();
	}

	/** The person behind a session cookie, undefined where there is none that is good. */
	async recognise(headers: Headers): Promise<Recognised | undefined> {
		if (!headers.get('cookie')?.includes(COOKIE_NAME)) return undefined;
		const { response, headers: answered } = await this.#auth.api.getSession({
			headers,
			returnHeaders: true
		});
		if (!response) return undefined;
		return {
			identity: sessionIdentity(response.user.id, response.session.expiresAt),
			setCookies: answered.getSetCookie()
		};
	}

	/**
	 * A new guest with a cookie of its own.
	 * @param address of the visitor, for rule L6
	 * @throws UserError RATE_LIMIT_EXCEEDED
	 */
	async welcomeGuest(headers: Headers, address: string): Promise<Recognised> {
		const retryAfterMs = this.#guestsByAddress.take(address, performance.now());
		if (retryAfterMs > 0) {
			throw new UserError(
				'RATE_LIMIT_EXCEEDED',
				'Too many new visitors from this address. Come back in a few minutes.',
				{ retryAfterMs }
			);
		}
		const { response, headers: answered } = await this.#auth.api.signInAnonymous({
			headers,
			returnHeaders: true
		});
		if (!response) throw new Error('better-auth made no guest');
		return {
			identity: sessionIdentity(response.user.id),
			setCookies: answered.getSetCookie()
		};
	}

	async byCookie(request: IncomingMessage): Promise<Identity | undefined> {
		const { cookie } = request.headers;
		if (!cookie?.includes(COOKIE_NAME)) return undefined;
		const found = await this.#auth.api.getSession({
			headers: new Headers({ cookie }),
			query: { disableRefresh: true }
		});
		if (!found) throw new UserError('UNAUTHORIZED', 'The session cookie is no longer good.');
		return sessionIdentity(found.user.id, found.session.expiresAt);
	}

	byToken(token: string): Promise<Identity> {
		return this.keys.identify(token);
	}

	async preferencesOf(userId: string): Promise<Preferences> {
		return readPreferences((await this.#store.preferencesOf(userId)) ?? '{}');
	}

	async changePreferences(userId: string, patch: PreferencesPatch): Promise<Preferences> {
		let changed = readPreferences('{}');
		await this.#store.changePreferences(userId, (stored) => {
			changed = { ...readPreferences(stored), ...patch };
			return JSON.stringify(changed);
		});
		return changed;
	}
}

const COOKIE_NAME = 'greenroom.session_token=';

const sessionIdentity = (userId: string, expiresAt?: Date): Identity => ({
	userId,
	permissions: permissionsUpTo('write'),
	...(expiresAt && { expiresAt: new Date(expiresAt) })
});

/** What an older release stored and this one does not understand counts as not chosen. */
function readPreferences(stored: string): Preferences {
	const parsed = preferencesSchema.safeParse(JSON.parse(stored));
	return parsed.success ? parsed.data : { theme: 'system' };
}
