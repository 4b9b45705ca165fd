import { UserError } from '../../errors';
import { BucketsByName } from '../../server/buckets';

const EXPORTS_AN_HOUR = 10;

/** When to ask again while one is made: most are done by then. */
const RETRY_MS = 5_000;

/** Rule L6: an export reads and compresses all there is of a person, while others want to type. */
export class ExportLimit {
	readonly #running = new Set<string>();
	readonly #begun = new BucketsByName(EXPORTS_AN_HOUR, EXPORTS_AN_HOUR / 3600);

	/**
	 * @returns what says that it has ended, however it did
	 * @throws UserError RATE_LIMIT_EXCEEDED
	 */
	begin(userId: string): () => void {
		if (this.#running.has(userId)) {
			throw new UserError(
				'RATE_LIMIT_EXCEEDED',
				'An export of yours is being made. Wait until it is there.',
				{ retryAfterMs: RETRY_MS }
			);
		}
		const retryAfterMs = this.#begun.take(userId, performance.now());
		if (retryAfterMs > 0) {
			throw new UserError(
				'RATE_LIMIT_EXCEEDED',
				`You have exported everything ${EXPORTS_AN_HOUR} times within the hour. Come back later.`,
				{ retryAfterMs }
			);
		}
		this.#running.add(userId);
		return () => void this.#running.delete(userId);
	}
}
