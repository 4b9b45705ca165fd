import { Capacity } from './capacity';
import type { LineLimits } from './limits';

/** One connection's place, from its upgrade to its end (rule L3). */
export interface Place {
	/**
	 * Counts the connection as this user's from now on, no longer as whoever's it was.
	 * @returns whether there was room; if not, or after `leave`, nothing has changed
	 */
	takeSeat(userId: string): boolean;
	/** Gives back what it took; once more changes nothing. */
	leave(): void;
}

/** Rule L3: how many connections an address and a user may have at once. */
export class Admission {
	readonly #addresses: Capacity;
	readonly #users: Capacity;

	constructor(limits: Pick<LineLimits, 'connectionsPerAddress' | 'connectionsPerUser'>) {
		this.#addresses = new Capacity(limits.connectionsPerAddress);
		this.#users = new Capacity(limits.connectionsPerUser);
	}

	/** @returns undefined where this address has no room */
	enter(address: string): Place | undefined {
		if (!this.#addresses.take(address)) return undefined;
		const users = this.#users;
		const addresses = this.#addresses;
		let seated: string | undefined;
		let hasLeft = false;
		return {
			takeSeat(userId) {
				// Who was still being recognised when the client went would sit there for ever.
				if (hasLeft) return false;
				if (seated === userId) return true;
				if (!users.take(userId)) return false;
				if (seated !== undefined) users.release(seated);
				seated = userId;
				return true;
			},
			leave() {
				if (hasLeft) return;
				hasLeft = true;
				addresses.release(address);
				if (seated !== undefined) users.release(seated);
				seated = undefined;
			}
		};
	}
}
