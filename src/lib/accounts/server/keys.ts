import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import { permissionsUpTo, type Permission } from '../../realtime/permissions';
import type { Identity } from '../../realtime/server/identity';
import type { Env } from '../../server/env';
import type { AccountStore } from './store';

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

/** API keys (rule A7): those people make, and those named in TEST_API_KEYS. */
export class ApiKeys {
	readonly #store: AccountStore;
	readonly #testKeys: Map<string, Env['TEST_API_KEYS'][number]>;

	constructor(store: AccountStore, testKeys: Env['TEST_API_KEYS']) {
		this.#store = store;
		this.#testKeys = new Map(testKeys.map((key) => [key.name, key]));
	}

	/** Makes the users that the test keys stand for; each name is a user of its own. */
	async prepare(): Promise<void> {
		for (const { name } of this.#testKeys.values()) {
			await this.#store.ensureUser(testUserId(name), `Test key ${name}`);
		}
	}

	/**
	 * @returns the key itself, shown this once, beside what is kept of it
	 * @throws UserError FORBIDDEN when `maker` would make a key stronger than himself
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
		const key = KEY_START + randomBytes(32).toString('base64url');
		const row = {
			id: randomUUID(),
			userId: maker.userId,
			name: wish.name,
			prefix: key.slice(0, PREFIX_CHARACTERS),
			hash: hashOf(key),
			permission: wish.permission,
			expiresAt: wish.expiresAt ?? null,
			lastUsedAt: null,
			createdAt: new Date()
		};
		await this.#store.addKey(row);
		return { ...shown(row), key };
	}

	async list(userId: string): Promise<ShownKey[]> {
		return (await this.#store.keysOf(userId)).map(shown);
	}

	/** @throws UserError NOT_FOUND also for somebody else's key */
	async revoke(userId: string, keyId: string): Promise<void> {
		if (!(await this.#store.removeKey(userId, keyId))) {
			throw new UserError('NOT_FOUND', 'There is no such key.');
		}
	}

	/** @throws UserError INVALID_KEY, TOKEN_EXPIRED */
	async identify(key: string): Promise<Identity> {
		const now = new Date();
		const testKey = this.#testKeys.get(key);
		if (testKey) {
			return granted({ ...testKey, userId: testUserId(testKey.name) }, now);
		}
		const row = await this.#store.keyByHash(hashOf(key));
		if (!row) throw new UserError('INVALID_KEY', 'Invalid API key');
		const identity = granted(row, now);
		if (now.getTime() - (row.lastUsedAt?.getTime() ?? 0) > LAST_USE_PRECISION_MS) {
			// A disk that takes nothing makes no key wrong, and nobody waits for this.
			this.#store.touchKey(row.id, now).catch(() => undefined);
		}
		return identity;
	}
}

function granted(
	key: { userId: string; permission: Permission; expiresAt?: Date | null },
	now: Date
): Identity {
	if (key.expiresAt && key.expiresAt <= now) throw new UserError('TOKEN_EXPIRED', 'Token expired');
	return {
		userId: key.userId,
		permissions: permissionsUpTo(key.permission),
		...(key.expiresAt && { expiresAt: key.expiresAt })
	};
}

/** A UUID that depends on the name alone, so that a restart finds the same user. */
function testUserId(name: string): string {
	const hex = createHash('sha256').update(`greenroom test key ${name}`).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join('-');
}

function shown(row: {
	id: string;
	name: string;
	prefix: string;
	permission: Permission;
	expiresAt: Date | null;
	lastUsedAt: Date | null;
	createdAt: Date;
}): ShownKey {
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
