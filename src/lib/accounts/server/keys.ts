import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import { permissionsUpTo, type Permission } from '../../realtime/permissions';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Env } from '../../server/env';
import { bearerCredential, type Admins } from './people';
import { stableUuid } from './stable-uuid';
import type { AccountStore, KeyRow } from './store';
import type { Visits } from './visits';

const KEY_START = 'gr_';
const PREFIX_CHARACTERS = KEY_START.length + 6;

/** `lastUsedAt` is exact to this: a key in use must not cost a write a request. */
const LAST_USE_PRECISION_MS = 60_000;

export interface ShownKey {
	keyId: string;
	name: string;
	prefix: string;
	permission: Permission;
	/** ISO 8601. */
	expiresAt?: string;
	/** ISO 8601, exact to a minute. */
	lastUsedAt?: string;
	/** ISO 8601. */
	createdAt: string;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

interface Parts {
	store: AccountStore;
	admins: Admins;
	visits: Visits;
	now: Clock;
}

/** API keys (rule A7): those people make, and those named in TEST_API_KEYS. */
export class ApiKeys {
	readonly #parts: Parts;
	readonly #testKeys: Map<string, Env['TEST_API_KEYS'][number]>;

	constructor(parts: Parts, testKeys: Env['TEST_API_KEYS']) {
		this.#parts = parts;
		this.#testKeys = new Map(testKeys.map((key) => [key.name, key]));
	}

	/**
	 * @returns the key itself, shown this once, beside what is kept of it; one made by a key ends with
	 * that one, unless told to end earlier
	 * @throws UserError FORBIDDEN when `maker` would make a key stronger than himself, or a key one that
	 * outlives it
	 */
	async create(
		maker: Identity,
		wish: { name: string; permission: Permission; expiresAt?: Date }
	): Promise<ShownKey & { key: string }> {
		if (!maker.permissions.includes(wish.permission)) {
			throw new UserError(
				'FORBIDDEN',
				`You cannot make a key with the permission "${wish.permission}": you do not have it yourself.`
			);
		}
		const last = (await this.#parts.store.keyById(maker.credential ?? ''))?.expiresAt ?? null;
		const { expiresAt = last } = wish;
		if (last && expiresAt && expiresAt > last) {
			throw new UserError(
				'FORBIDDEN',
				`A key cannot make one that outlives it: take ${last.toISOString()} or earlier.`
			);
		}
		const key = KEY_START + randomBytes(32).toString('base64url');
		const row = {
			id: randomUUID(),
			userId: maker.userId,
			name: wish.name,
			prefix: key.slice(0, PREFIX_CHARACTERS),
			hash: hashOf(key),
			permission: wish.permission,
			expiresAt,
			lastUsedAt: null,
			createdAt: new Date(this.#parts.now())
		};
		await this.#parts.store.addKey(row);
		return { ...shown(row), key };
	}

	async list(userId: string): Promise<ShownKey[]> {
		return (await this.#parts.store.keysOf(userId)).map(shown);
	}

	/** @throws UserError NOT_FOUND also for somebody else's key */
	async revoke(userId: string, keyId: string): Promise<void> {
		if (!(await this.#parts.store.removeKey(userId, keyId))) {
			throw new UserError('NOT_FOUND', 'There is no such key.');
		}
	}

	/** @throws UserError INVALID_KEY, TOKEN_EXPIRED */
	async identify(key: string): Promise<Identity> {
		const testKey = this.#testKeys.get(key);
		if (testKey) return this.#identifyTest(testKey);
		const { store, now } = this.#parts;
		const row = await store.keyByHash(hashOf(key));
		const identity = await this.#identity(row);
		if (row && now() - (row.lastUsedAt?.getTime() ?? 0) > LAST_USE_PRECISION_MS) {
			// A disk that takes nothing makes no key wrong, and nobody waits for this.
			store.touchKey(row.id, new Date(now())).catch(() => undefined);
		}
		return identity;
	}

	/** @param id of the key @throws UserError INVALID_KEY, TOKEN_EXPIRED */
	async identifyById(id: string): Promise<Identity> {
		return this.#identity(await this.#parts.store.keyById(id));
	}

	async #identity(row: KeyRow | undefined): Promise<Identity> {
		const owner = row && (await this.#parts.store.person(row.userId));
		if (!owner) throw new UserError('INVALID_KEY', 'Invalid API key');
		this.#refuseExpired(row);
		void this.#parts.visits.note(owner);
		return {
			userId: owner.id,
			permissions: this.#parts.admins.permissionsOf(owner, row.permission),
			credential: row.id,
			...(row.expiresAt && { expiresAt: row.expiresAt })
		};
	}

	/** Each name is a user of its own, who is there from the first visit on. */
	async #identifyTest({
		name,
		permission,
		expiresAt
	}: Env['TEST_API_KEYS'][number]): Promise<Identity> {
		this.#refuseExpired({ expiresAt });
		const person = await this.#parts.store.ensurePerson(
			stableUuid(`greenroom test key ${name}`),
			`Test key ${name}`
		);
		return {
			userId: person.id,
			permissions: permissionsUpTo(permission),
			credential: bearerCredential(person),
			...(expiresAt && { expiresAt })
		};
	}

	#refuseExpired({ expiresAt }: { expiresAt?: Date | null }): void {
		if (expiresAt && expiresAt.getTime() <= this.#parts.now()) {
			throw new UserError('TOKEN_EXPIRED', 'Token expired');
		}
	}
}

function shown(row: KeyRow): ShownKey {
	return {
		keyId: row.id,
		name: row.name,
		prefix: row.prefix,
		permission: row.permission,
		...(row.expiresAt && { expiresAt: row.expiresAt.toISOString() }),
		...(row.lastUsedAt && { lastUsedAt: row.lastUsedAt.toISOString() }),
		createdAt: row.createdAt.toISOString()
	};
}
