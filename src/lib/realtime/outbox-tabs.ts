import type { ErrorBody } from '../errors';

/** What one tab tells the others of this browser about their common outbox. */
export type OutboxNews =
	| { what: 'changed' }
	| { what: 'answered'; requestId: string; answer: Record<string, unknown> }
	| { what: 'given up'; requestId: string; error: ErrorBody };

export interface OutboxTabs {
	/** Does `work` while no other tab does such. */
	exclusively(work: () => Promise<void>): Promise<void>;
	tell(news: OutboxNews): void;
	hear(handler: (news: OutboxNews) => void): void;
}

const NAME = 'greenroom:outbox';

/**
 * The tabs of this browser. Locks are for secure pages only: elsewhere two tabs may send the same
 * message, each in its order, and the server does it once (rule D3).
 */
export function browserTabs(): OutboxTabs {
	const channel = openChannel();
	return {
		async exclusively(work) {
			const locks = navigator.locks as LockManager | undefined;
			if (locks === undefined) return work();
			let isAsked = false;
			try {
				await locks.request(NAME, () => {
					isAsked = true;
					return work();
				});
			} catch (error) {
				// A browser that denies storage denies locks too; then there is none to ask.
				if (isAsked) throw error;
				await work();
			}
		},
		tell: (news) => channel?.postMessage(news),
		hear(handler) {
			channel?.addEventListener('message', ({ data }) => handler(data as OutboxNews));
		}
	};
}

function openChannel(): BroadcastChannel | undefined {
	try {
		return new BroadcastChannel(NAME);
	} catch {
		return undefined;
	}
}
