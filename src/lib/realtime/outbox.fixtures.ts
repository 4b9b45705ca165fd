import type { OutboxNews, OutboxTabs } from './outbox-tabs';

/**
 * The tabs of one browser, for tests: a lock, and news that come a moment later.
 * @param hasLocks as a page served over plain http has not
 * @returns what makes one tab
 */
export function browser(hasLocks = true): () => OutboxTabs {
	const hearers: ((news: OutboxNews) => void)[] = [];
	let holder: Promise<void> = Promise.resolve();
	return () => {
		let own: ((news: OutboxNews) => void) | undefined;
		return {
			exclusively(work) {
				if (!hasLocks) return work();
				const turn = holder.then(work);
				holder = turn.catch(() => undefined);
				return turn;
			},
			tell(news) {
				const copy = structuredClone(news);
				const others = hearers.filter((hearer) => hearer !== own);
				setTimeout(() => others.forEach((hear) => hear(copy)), 1);
			},
			hear(handler) {
				own = handler;
				hearers.push(handler);
			}
		};
	};
}
