import { UserError } from '../../errors';
import { networkOf } from '../../server/address';
import { BucketsByName } from '../../server/buckets';
import type { Env } from '../../server/env';

const QUARTER_HOUR_S = 15 * 60;

/** What is limited by address, each by itself: proofs of who one is, new accounts, links. */
export type Attempt = 'sign-in' | 'sign-up' | 'look' | 'redeem';

/** Rule L6, as far as it is about who somebody is. */
export class Attempts {
	readonly #guests: BucketsByName;
	readonly #others: BucketsByName;

	constructor(env: Pick<Env, 'LIMIT_GUESTS_PER_HOUR' | 'LIMIT_SIGN_INS_PER_QUARTER_HOUR'>) {
		const { LIMIT_GUESTS_PER_HOUR: guests, LIMIT_SIGN_INS_PER_QUARTER_HOUR: others } = env;
		this.#guests = new BucketsByName(guests, guests / 3600);
		this.#others = new BucketsByName(others, others / QUARTER_HOUR_S);
	}

	/** @throws UserError RATE_LIMIT_EXCEEDED */
	countGuest(address: string): void {
		refuse(
			this.#guests.take(networkOf(address), performance.now()),
			'Too many new visitors from this address. Come back in a few minutes.'
		);
	}

	/** @throws UserError RATE_LIMIT_EXCEEDED */
	count(attempt: Attempt, address: string): void {
		refuse(
			this.#others.take(`${attempt} ${networkOf(address)}`, performance.now()),
			'Too many attempts from this address. Try again in a few minutes.'
		);
	}
}

function refuse(retryAfterMs: number, sentence: string): void {
	if (retryAfterMs > 0) throw new UserError('RATE_LIMIT_EXCEEDED', sentence, { retryAfterMs });
}
