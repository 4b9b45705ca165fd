import type { OutboxEntry } from '../../realtime/outbox-rules';
import { MemoryOutboxStore } from '../../realtime/outbox-store';
import type { OutboxNews, OutboxTabs } from '../../realtime/outbox-tabs';

/** An outbox's store that remembers what was sent. */
class WatchedStore extends MemoryOutboxStore {
	readonly sent = new Map<string, OutboxEntry>();

	override async change(
		requestId: string,
		change: Partial<OutboxEntry>
	): Promise<OutboxEntry | undefined> {
		const entry = await super.change(requestId, change);
		if (entry && change.sentAt !== undefined) this.sent.set(requestId, entry);
		return entry;
	}
}

/** What the tabs of one browser share: the outbox, and the news of it. */
export class Browser {
	readonly store = new WatchedStore();
	readonly #hearers: ((news: OutboxNews) => void)[] = [];
	#turn: Promise<void> = Promise.resolve();

	/** As one tab sees the others. */
	tabs(): OutboxTabs {
		const own: ((news: OutboxNews) => void)[] = [];
		return {
			exclusively: (work) => (this.#turn = this.#turn.then(work)),
			tell: (news) => {
				const others = this.#hearers.filter((hear) => !own.includes(hear));
				for (const hear of others) void Promise.resolve().then(() => hear(news));
			},
			hear: (handler) => {
				own.push(handler);
				this.#hearers.push(handler);
			}
		};
	}
}
