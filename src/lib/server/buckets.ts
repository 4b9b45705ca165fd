import { UserError } from '../errors';

/**
 * A token bucket that counts time instead of ticking.
 *
 * @param capacity tokens it holds when full, the burst it allows
 * @param perSecond tokens it gains a second
 */
export class TokenBucket {
	#tokens: number;
	#at: number;

	constructor(
		readonly capacity: number,
		readonly perSecond: number,
		now: number
	) {
		this.#tokens = capacity;
		this.#at = now;
	}

	/** Takes one token if there is one. @param now monotonic milliseconds */
	take(now: number): boolean {
		this.#refill(now);
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}

	/** Milliseconds until the next token. */
	retryAfterMs(now: number): number {
		this.#refill(now);
		return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.perSecond) * 1000);
	}

	/** Whether nothing would be lost by forgetting this bucket. */
	isFull(now: number): boolean {
		this.#refill(now);
		return this.#tokens >= this.capacity;
	}

	#refill(now: number): void {
		this.#tokens = Math.min(
			this.capacity,
			this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.perSecond
		);
		this.#at = now;
	}
}

/** Buckets by name (an address, a user), each forgotten once it is full again. */
export class BucketsByName {
	readonly #buckets = new Map<string, TokenBucket>();
	#nextSweep = 0;

	constructor(
		readonly capacity: number,
		readonly perSecond: number
	) {}

	/** @returns 0 when a token was taken, else the milliseconds until there is one */
	take(name: string, now: number): number {
		this.#sweep(now);
		let bucket = this.#buckets.get(name);
		if (!bucket) {
			bucket = new TokenBucket(this.capacity, this.perSecond, now);
			this.#buckets.set(name, bucket);
		}
		return bucket.take(now) ? 0 : bucket.retryAfterMs(now);
	}

	/** Like `take`, but leaves the token where it is. */
	look(name: string, now: number): number {
		return this.#buckets.get(name)?.retryAfterMs(now) ?? 0;
	}

	#sweep(now: number): void {
		if (now < this.#nextSweep) return;
		this.#nextSweep = now + 60_000;
		for (const [name, bucket] of this.#buckets) {
			if (bucket.isFull(now)) this.#buckets.delete(name);
		}
	}
}

/** A limit on calls a minute, by whoever makes them. */
export class RequestLimit {
	readonly #buckets: BucketsByName;

	constructor(perMinute: number) {
		this.#buckets = new BucketsByName(perMinute, perMinute / 60);
	}

	/** @throws UserError RATE_LIMIT_EXCEEDED */
	check(name: string): void {
		this.#refuse(this.#buckets.take(name, performance.now()));
	}

	/** Like `check`, but does not count. @throws UserError RATE_LIMIT_EXCEEDED */
	ensure(name: string): void {
		this.#refuse(this.#buckets.look(name, performance.now()));
	}

	#refuse(retryAfterMs: number): void {
		if (retryAfterMs === 0) return;
		throw new UserError('RATE_LIMIT_EXCEEDED', 'Too many requests. Wait a moment.', {
			retryAfterMs
		});
	}
}
