import type { Clock } from '../../../server/clock';

/** So many failures in a row, and nobody is made to wait for the next one. */
const MOST_FAILURES = 3;

/** After which it is tried again. */
const REST_MS = 30_000;

/** More at once would only make each of them late. */
const MOST_AT_ONCE = 16;

/** When a service is not worth asking: while it is busy with us, and for a while after it kept failing. */
export class Patience {
	readonly #now: Clock;
	#failures = 0;
	#restsUntil = 0;
	#asking = 0;

	constructor(now: Clock) {
		this.#now = now;
	}

	/**
	 * @param ask what it answers is not looked at
	 * @param isFailure whether an error speaks of the service, and not of what it was asked: one person's
	 * answer must not keep it from others
	 * @returns undefined where it was not asked
	 */
	async with<T>(
		ask: () => Promise<T>,
		isFailure: (error: unknown) => boolean
	): Promise<T | undefined> {
		if (this.#asking >= MOST_AT_ONCE || this.#now() < this.#restsUntil) return undefined;
		this.#asking += 1;
		try {
			const answer = await ask();
			this.#failures = 0;
			return answer;
		} catch (error) {
			if (isFailure(error)) this.#failures += 1;
			if (this.#failures >= MOST_FAILURES) this.#restsUntil = this.#now() + REST_MS;
			throw error;
		} finally {
			this.#asking -= 1;
		}
	}
}
