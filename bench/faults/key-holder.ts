import { setTimeout as delay } from 'node:timers/promises';
import { restOf, type PersonOptions } from './people';
import { RestCaller } from './rest';

const SLOWEST_MS = 120;

interface MadeKey {
	keyId: string;
	key: string;
}

/** Somebody who makes API keys and revokes half of them: promises over REST. */
export class KeyHolder {
	readonly #made: MadeKey[] = [];
	readonly #options: PersonOptions;
	readonly #rest: RestCaller;
	readonly #revoked = new Set<string>();
	/** Those whose end was asked for and not confirmed: gone or not, both may be. */
	readonly #doubtful = new Set<string>();

	constructor(options: PersonOptions) {
		this.#options = options;
		this.#rest = restOf(options);
	}

	async run(isOver: () => boolean): Promise<void> {
		const { random } = this.#options;
		while (!isOver()) {
			const made = await this.#rest.ask('POST', '/api/keys', { name: 'under load' });
			if (made?.status === 201) {
				const key = made.body as MadeKey;
				this.#made.push(key);
				if (random() < 0.5) await this.#revoke(key);
			}
			await delay(random() * SLOWEST_MS);
		}
	}

	/** Keys that were given work, those that were taken back do not. @returns how many of each */
	async check(): Promise<{ made: number; revoked: number }> {
		const { url, complain } = this.#options;
		const listed = await this.#rest.list<{ keyId: string }>('/api/keys');
		const ids = new Set(listed.map(({ keyId }) => keyId));
		for (const { keyId, key } of this.#made) {
			if (this.#doubtful.has(keyId)) continue;
			const isGone = this.#revoked.has(keyId);
			const { status } = await new RestCaller(url, key).insist('GET', '/api/me');
			if (ids.has(keyId) === isGone || (status === 200) === isGone) {
				complain(`[D2] a key that was ${isGone ? 'revoked' : 'made'} answers ${status}`);
			}
		}
		return { made: this.#made.length, revoked: this.#revoked.size };
	}

	async #revoke({ keyId }: MadeKey): Promise<void> {
		const revoked = await this.#rest.ask('DELETE', `/api/keys/${keyId}`);
		if (revoked?.status === 204) this.#revoked.add(keyId);
		else this.#doubtful.add(keyId);
	}
}
