import type { UserError } from '../errors';
import { backoffMs } from './backoff';
import { formatEnvelope } from './envelope';
import { afterFailure, bytesOf, reasonAgainst, type OutboxEntry } from './outbox-rules';
import type { OutboxStore } from './outbox-store';
import type { OutboxTabs } from './outbox-tabs';

export interface SenderOptions {
	store: OutboxStore;
	tabs: OutboxTabs;
	/** Sends at once, and rejects as `Channel.request` does. */
	send: (entry: OutboxEntry) => Promise<Record<string, unknown>>;
	/** The largest message the server takes. */
	messageBytes: () => number;
	/** Milliseconds since the epoch. */
	now?: () => number;
	/** From 0 up to and without 1. */
	random?: () => number;
}

export interface SenderHooks {
	onAnswered: (requestId: string, answer: Record<string, unknown>) => Promise<void>;
	onSetAside: (requestId: string, reason: UserError) => Promise<void>;
}

/**
 * Sends what is in an outbox, in order and one after the other, while somebody is authenticated (rule
 * D5). Each message goes as often as it takes, under one id, so that the server does it once (D3).
 */
export class OutboxSender {
	readonly #options: SenderOptions;
	readonly #hooks: SenderHooks;
	/** Who is authenticated. */
	#onlineAs: string | undefined;
	#isSending = false;
	#isAskedAgain = false;
	/** Waits in a row. */
	#waits = 0;
	#wake: () => void = () => undefined;

	constructor(options: SenderOptions, hooks: SenderHooks) {
		this.#options = options;
		this.#hooks = hooks;
	}

	/** Somebody is authenticated: what they said is sent. */
	online(userId: string): void {
		if (userId === this.#onlineAs) return;
		this.#onlineAs = userId;
		void this.send();
	}

	offline(): void {
		this.#onlineAs = undefined;
		this.#wake();
	}

	/** There may be more to send. Sends until there is not, or nobody is authenticated. */
	async send(): Promise<void> {
		this.#isAskedAgain = true;
		if (this.#isSending) return;
		this.#isSending = true;
		try {
			while (this.#isAskedAgain && this.#onlineAs !== undefined) {
				this.#isAskedAgain = false;
				await this.#options.tabs.exclusively(() => this.#sendAll());
			}
		} finally {
			this.#isSending = false;
		}
	}

	async #sendAll(): Promise<void> {
		for (let entry = await this.#next(); entry; entry = await this.#next()) {
			await this.#deliver(entry);
		}
	}

	async #next(): Promise<OutboxEntry | undefined> {
		const entries = await this.#options.store.all();
		return entries.find(
			({ userId, problem }) => userId === this.#onlineAs && problem === undefined
		);
	}

	async #deliver(entry: OutboxEntry): Promise<void> {
		const { store, send, messageBytes, now = Date.now } = this.#options;
		const { requestId, type, payload, sentAt = now() } = entry;
		const bytes = bytesOf(formatEnvelope(type, payload, requestId));
		const refusal = reasonAgainst(entry, bytes, messageBytes(), now());
		if (refusal) return this.#setAside(requestId, refusal);
		// Before it goes: a page that dies now must know that it may have arrived.
		if (!(await store.change(requestId, { sentAt }))) return;
		let answer: Record<string, unknown>;
		try {
			answer = await send(entry);
		} catch (error) {
			return this.#mend(entry, error);
		}
		this.#waits = 0;
		await this.#hooks.onAnswered(requestId, answer);
	}

	async #mend(entry: OutboxEntry, error: unknown): Promise<void> {
		const next = afterFailure(entry, error);
		if (next.do === 'set aside') return this.#setAside(entry.requestId, next.reason);
		await this.#options.store.change(entry.requestId, next.change);
		// The line's return begins anew.
		if (this.#onlineAs === undefined) return;
		const { random = Math.random } = this.#options;
		await this.#pause(next.afterMs ?? backoffMs(this.#waits++, random()));
	}

	async #setAside(requestId: string, reason: UserError): Promise<void> {
		this.#waits = 0;
		await this.#options.store.change(requestId, { problem: reason.message });
		await this.#hooks.onSetAside(requestId, reason);
	}

	/** Ends early when the line is lost, so that another tab may send. */
	async #pause(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
