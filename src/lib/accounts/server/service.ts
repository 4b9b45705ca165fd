import type { IncomingMessage } from 'node:http';
import { UserError } from '../../errors';
import type { Permission } from '../../realtime/permissions';
import type { EndedCredential, Identify, Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Env } from '../../server/env';
import type { Log } from '../../server/log';
import type { OwnedTable } from '../../server/owned';
import type { Preferences, PreferencesPatch } from '../preferences';
import { Attempts } from './attempts';
import { createAuth, type Auth } from './auth';
import { Belongings, type OnLeaving } from './belongings';
import { Devices } from './devices';
import { Entrance } from './entrance';
import { Identities, type Recognised } from './identities';
import { JwtVerifier } from './jwt';
import { ApiKeys } from './keys';
import { Links } from './links';
import { Admins, type Person } from './people';
import { readPreferences } from './preferences-row';
import { authSecret } from './secret';
import type { SessionRow } from './sessions';
import { AccountStore } from './store';
import { AccountSweeper } from './sweeper';
import { Visits } from './visits';

/** Who somebody is, as he sees it himself (rule R3). */
export interface Me {
	userId: string;
	name: string;
	isGuest: boolean;
	/** Of accounts only. */
	email?: string;
	permissions: readonly Permission[];
	preferences: Preferences;
	/** How long a guest had been away who came back shortly before expiring; until dismissed. */
	wasAwayDays?: number;
}

/** Somebody whose browser has become his just now. */
export interface Entered {
	me: Me;
	setCookies: string[];
}

export interface MeChange {
	name?: string;
	preferences?: PreferencesPatch;
	/** `null` dismisses what is said of a long absence. */
	wasAwayDays?: null;
}

interface Surroundings {
	database: Database;
	env: Env;
	log: Log;
	now: Clock;
	/** Of every room, those that others refer to last. */
	ownedTables: readonly OwnedTable[];
	onLeaving?: OnLeaving;
}

/** Who is asking, what he may, and what follows him from device to device. */
export class AccountService implements Identify {
	readonly keys: ApiKeys;
	readonly entrance: Entrance;
	readonly links: Links;
	readonly devices: Devices;
	readonly belongings: Belongings;
	/** Rule L6. */
	readonly attempts: Attempts;
	readonly #auth: Auth;
	readonly #identities: Identities;
	readonly #store: AccountStore;
	readonly #sweeper: AccountSweeper;

	constructor({ database, env, log, now, ownedTables, onLeaving }: Surroundings) {
		const auth = createAuth(database, { secret: authSecret(env), origin: env.ORIGIN });
		const store = new AccountStore(database);
		const admins = new Admins(env.ADMIN_EMAILS);
		const visits = new Visits(database, log, now);
		this.#auth = auth;
		this.#store = store;
		this.attempts = new Attempts(env);
		this.entrance = new Entrance({ database, admins, ownedTables, now });
		this.links = new Links({ database, admins, ownedTables, origin: env.ORIGIN, now });
		this.devices = new Devices(database, now);
		this.belongings = new Belongings({ database, ownedTables, onLeaving, now });
		this.#sweeper = new AccountSweeper({ database, ownedTables, onLeaving, log, now });
		this.keys = new ApiKeys({ store, admins, visits, now }, env.TEST_API_KEYS);
		this.#identities = new Identities({
			...{ database, auth, store, keys: this.keys, admins, visits, now },
			jwt: JwtVerifier.configured(env, now)
		});
	}

	/** The person behind a session cookie, undefined where there is none that is good. */
	recognise(headers: Headers): Promise<Recognised | undefined> {
		return this.#identities.recognise(headers);
	}

	/**
	 * A new guest with a cookie of its own.
	 * @param address of the visitor, for rule L6
	 * @throws UserError RATE_LIMIT_EXCEEDED
	 */
	async welcomeGuest(headers: Headers, address: string): Promise<Recognised> {
		this.attempts.countGuest(address);
		return this.#identities.newGuest(headers);
	}

	byCookie(request: IncomingMessage): Promise<Identity | undefined> {
		return this.#identities.byCookie(request);
	}

	byToken(token: string): Promise<Identity> {
		return this.#identities.byToken(token);
	}

	byCredential(credential: string): Promise<Identity> {
		return this.#identities.byCredential(credential);
	}

	endedSince(seq: number): EndedCredential[] {
		return this.#identities.endedSince(seq);
	}

	latestEnded(): number {
		return this.#identities.latestEnded();
	}

	/** The cookie of a session that a use case made, and who one is by it. */
	async enter({ id, token }: Pick<SessionRow, 'id' | 'token'>): Promise<Entered> {
		const { headers } = await this.#auth.api.issueSessionCookie({
			body: { token },
			returnHeaders: true
		});
		return { me: await this.me(await this.byCredential(id)), setCookies: headers.getSetCookie() };
	}

	/** What makes a browser forget its cookie. */
	async leave(): Promise<string[]> {
		const { headers } = await this.#auth.api.clearSessionCookie({ returnHeaders: true });
		return headers.getSetCookie();
	}

	/** @throws UserError UNAUTHORIZED where everything of this user was deleted meanwhile */
	async me({ userId, permissions }: Identity): Promise<Me> {
		return meOf(await this.#store.person(userId), permissions);
	}

	/** @throws UserError UNAUTHORIZED as `me` */
	async changeMe({ userId, permissions }: Identity, change: MeChange): Promise<Me> {
		const { name, preferences, wasAwayDays } = change;
		const changed = await this.#store.changePerson(userId, (person) => ({
			...(name !== undefined && { name }),
			...(wasAwayDays === null && { wasAwayDays }),
			...(preferences && {
				preferences: JSON.stringify({ ...readPreferences(person.preferences), ...preferences })
			})
		}));
		return meOf(changed, permissions);
	}

	/** What has had its time goes; a failure waits for the next sweep. @returns how many idle guests */
	sweep(): Promise<number> {
		return this.#sweeper.sweep();
	}

	async preferencesOf(userId: string): Promise<Preferences> {
		return readPreferences((await this.#store.person(userId))?.preferences ?? '{}');
	}
}

function meOf(person: Person | undefined, permissions: readonly Permission[]): Me {
	if (!person) throw new UserError('UNAUTHORIZED', 'Everything of this user was deleted.');
	return {
		userId: person.id,
		name: person.name,
		isGuest: person.isAnonymous === true,
		...(person.isAccount && { email: person.email }),
		permissions,
		preferences: readPreferences(person.preferences),
		...(person.wasAwayDays !== null && { wasAwayDays: person.wasAwayDays })
	};
}
