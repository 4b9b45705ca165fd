import type { Clock } from '../../server/clock';
import type { WatchedTest } from './watched-kind';

/** Nobody types so slowly: what nobody reported for so long is not typed any more. */
export const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** How often those are looked for, at the most. */
const LOOK_EVERY_MS = FORGOTTEN_AFTER_MS / 10;

/** A test that has watchers, or may have them soon. */
interface Watched {
	/** What its typist is called in the session. */
	typistId: string;
	/** Shared, and not seen to be typed yet. */
	isWaiting: boolean;
}

/**
 * The tests that are watched and typed now, on whatever instance: asked for each message of every
 * typist, so that it holds no more than those.
 */
export class WatchedNow {
	readonly #now: Clock;
	readonly #tests = new Map<string, Watched & { heardAt: number }>();
	#lookedAt = -Infinity;

	constructor(now: Clock) {
		this.#now = now;
	}

	/** How many it knows. */
	get size(): number {
		return this.#tests.size;
	}

	/** Its state is this one by now: one that is over, or that its typist left, is known no more. */
	know(id: string, { status, typistId, nextSessionId }: WatchedTest): void {
		this.#forgetOld();
		if (status === 'completed' || nextSessionId !== undefined) this.#tests.delete(id);
		else {
			this.#tests.set(id, { typistId, isWaiting: status === 'waiting', heardAt: this.#now() });
		}
	}

	/** Somebody types it. @returns undefined where it is not known */
	typed(id: string): Watched | undefined {
		const watched = this.#tests.get(id);
		if (watched) watched.heardAt = this.#now();
		return watched;
	}

	forget(id: string): void {
		this.#tests.delete(id);
	}

	/** Whoever adds to them pays for it: without news they do not grow. */
	#forgetOld(): void {
		const now = this.#now();
		if (now - this.#lookedAt < LOOK_EVERY_MS) return;
		this.#lookedAt = now;
		for (const [id, { heardAt }] of this.#tests) {
			if (now - heardAt > FORGOTTEN_AFTER_MS) this.#tests.delete(id);
		}
	}
}
