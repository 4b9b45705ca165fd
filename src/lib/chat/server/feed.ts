import type { Log } from '../../server/log';
import type { ChatMessage } from '../threads';

/** Messages read at once where some were missed. */
export const FEED_PAGE = 200;

interface FeedParts {
	/** What was said after a `seq`, oldest first, at most FEED_PAGE. */
	readAfter: (threadId: string, seq: number) => Promise<ChatMessage[]>;
	deliver: (message: ChatMessage) => void;
	log: Log;
}

interface Place {
	/** Of the last message that was delivered. */
	seq: number;
	isReading: boolean;
	/** There is more than was delivered, as far as is known. */
	isBehind: boolean;
}

/**
 * What is said in the threads that somebody of this instance is in, whatever instance it was said on: each
 * message once, in the order of `seq`. Where one is missing, the database knows it (rules D4, X2).
 */
export class Feed {
	readonly #parts: FeedParts;
	readonly #places = new Map<string, Place>();

	constructor(parts: FeedParts) {
		this.#parts = parts;
	}

	/** @param seq what is known already to whoever listens first */
	follow(threadId: string, seq: number): void {
		if (this.#places.has(threadId)) return;
		this.#places.set(threadId, { seq, isReading: false, isBehind: false });
	}

	unfollow(threadId: string): void {
		this.#places.delete(threadId);
	}

	/** Something was said, here or elsewhere. */
	hear(message: ChatMessage): void {
		const { threadId, seq } = message;
		const place = this.#places.get(threadId);
		if (!place || seq <= place.seq) return;
		if (seq > place.seq + 1 || place.isReading) return this.#read(threadId, place);
		place.seq = seq;
		this.#parts.deliver(message);
	}

	/** @param seq of the last message, as the database knows it */
	catchUp(threadId: string, seq: number): void {
		const place = this.#places.get(threadId);
		if (place && seq > place.seq) this.#read(threadId, place);
	}

	#read(threadId: string, place: Place): void {
		place.isBehind = true;
		if (!place.isReading) void this.#readOn(threadId, place);
	}

	/** Never rejects: what cannot be read now is read when the next message comes, or is missed. */
	async #readOn(threadId: string, place: Place): Promise<void> {
		const { readAfter, deliver, log } = this.#parts;
		place.isReading = true;
		try {
			while (place.isBehind) {
				place.isBehind = false;
				const messages = await readAfter(threadId, place.seq);
				if (this.#places.get(threadId) !== place) return;
				for (const message of messages) {
					place.seq = message.seq;
					deliver(message);
				}
				if (messages.length === FEED_PAGE) place.isBehind = true;
			}
		} catch (error) {
			log.warn({ err: error, threadId }, 'what was said in a thread cannot be read');
		} finally {
			place.isReading = false;
		}
	}
}
