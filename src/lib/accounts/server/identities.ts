import type { IncomingMessage } from 'node:http';
import { UserError } from '../../errors';
import type { EndedCredential, Identify, Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Auth } from './auth';
import { isJwt, type JwtVerifier } from './jwt';
import type { ApiKeys } from './keys';
import { bearerCredential, bearerOf, personById, type Admins, type Person } from './people';
import { sessionById, sessionByToken, type SessionRow } from './sessions';
import type { AccountStore } from './store';
import type { Visits } from './visits';

/** An identity, and the cookies that must go back with the answer. */
export interface Recognised {
	identity: Identity;
	setCookies: string[];
}

/** Of the plain cookie and, behind https, of the one that browsers keep from other schemes. */
const COOKIE_NAME = 'greenroom.session_token=';

const sessionEnded = () => new UserError('UNAUTHORIZED', 'This session or key has ended.');

interface Parts {
	database: Database;
	auth: Auth;
	store: AccountStore;
	keys: ApiKeys;
	admins: Admins;
	visits: Visits;
	/** Absent where foreign tokens are not configured. */
	jwt: JwtVerifier | undefined;
	now: Clock;
}

/** Who is asking: by cookie, by key, by a token of somebody else's (rule A1). */
export class Identities implements Identify {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The person behind a session cookie, undefined where there is none that is good. */
	async recognise(headers: Headers): Promise<Recognised | undefined> {
		if (!headers.get('cookie')?.includes(COOKIE_NAME)) return undefined;
		const { response, headers: answered } = await this.#parts.auth.api.getSession({
			headers,
			returnHeaders: true
		});
		if (!response) return undefined;
		const person = personById(this.#parts.database.read, response.user.id);
		if (!person) return undefined;
		await this.#parts.visits.note(person);
		return {
			identity: this.#sessionIdentity(response.session, person),
			setCookies: answered.getSetCookie()
		};
	}

	/** A new guest with a cookie of its own. */
	async newGuest(headers: Headers): Promise<Recognised> {
		const strange = new Headers(headers);
		// To a cookie that is no longer good better-auth answers its removal, and no new one.
		strange.delete('cookie');
		const { response, headers: answered } = await this.#parts.auth.api.signInAnonymous({
			headers: strange,
			returnHeaders: true
		});
		const session = response && sessionByToken(this.#parts.database.read, response.token);
		const person = session && personById(this.#parts.database.read, session.userId);
		if (!person) throw new Error('better-auth made no guest');
		await this.#parts.visits.note(person);
		return {
			identity: this.#sessionIdentity(session, person),
			setCookies: answered.getSetCookie()
		};
	}

	async byCookie(request: IncomingMessage): Promise<Identity | undefined> {
		const { cookie } = request.headers;
		if (!cookie?.includes(COOKIE_NAME)) return undefined;
		const found = await this.#parts.auth.api.getSession({
			headers: new Headers({ cookie }),
			query: { disableRefresh: true }
		});
		if (!found) throw new UserError('UNAUTHORIZED', 'The session cookie is no longer good.');
		return this.#bySession(found.session);
	}

	async byToken(token: string): Promise<Identity> {
		const { jwt, keys, store } = this.#parts;
		if (!jwt || !isJwt(token)) return keys.identify(token);
		const { userId, name, expiresAt } = await jwt.verify(token);
		const person = await store.ensurePerson(userId, name);
		void this.#parts.visits.note(person);
		return {
			userId,
			permissions: this.#parts.admins.permissionsOf(person),
			credential: bearerCredential(person),
			expiresAt
		};
	}

	async byCredential(credential: string): Promise<Identity> {
		const { database, keys, store } = this.#parts;
		const session = sessionById(database.read, credential);
		if (session) return this.#bySession(session);
		const bearer = bearerOf(credential);
		if (bearer === undefined) {
			if (await store.keyById(credential)) return keys.identifyById(credential);
			throw sessionEnded();
		}
		const person = await store.person(bearer);
		if (!person || bearerCredential(person) !== credential) {
			throw new UserError('UNAUTHORIZED', 'Everything of this user was deleted.');
		}
		// Only the token itself knows how long it is good.
		throw new UserError('TOKEN_EXPIRED', 'Token expired');
	}

	endedSince(seq: number): EndedCredential[] {
		return this.#parts.store.endedSince(seq);
	}

	latestEnded(): number {
		return this.#parts.store.latestEnded();
	}

	#bySession(session: Pick<SessionRow, 'id' | 'userId' | 'expiresAt'>): Identity {
		const person = personById(this.#parts.database.read, session.userId);
		if (!person || session.expiresAt.getTime() <= this.#parts.now()) throw sessionEnded();
		void this.#parts.visits.note(person);
		return this.#sessionIdentity(session, person);
	}

	#sessionIdentity(
		{ id, expiresAt }: Pick<SessionRow, 'id' | 'expiresAt'>,
		person: Person
	): Identity {
		return {
			userId: person.id,
			permissions: this.#parts.admins.permissionsOf(person),
			credential: id,
			expiresAt: new Date(expiresAt)
		};
	}
}
