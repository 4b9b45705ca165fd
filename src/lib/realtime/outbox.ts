import { UserError } from '../errors';
import type { SayOptions, WaitingMessage } from './channel';
import { formatEnvelope } from './envelope';
import { bytesOf, KEPT_FOR_MS, reasonAgainst, type OutboxEntry } from './outbox-rules';
import { OutboxSender, type SenderOptions } from './outbox-sender';
import { adoptEntries } from './outbox-store';
import type { OutboxNews } from './outbox-tabs';
import { newRequestId, readError } from './requests';

export interface OutboxOptions extends SenderOptions {
	/** Called with the person's messages whenever they may have changed. */
	onChange: (waiting: readonly WaitingMessage[]) => void;
}

interface Promised {
	resolve: (answer: Record<string, unknown>) => void;
	reject: (reason: unknown) => void;
}

/**
 * What must arrive (rule D5): kept first, then sent in order, gone once it is answered. The tabs of a
 * browser share it, and whichever of them is connected sends for all.
 */
export class Outbox {
	readonly #options: OutboxOptions;
	readonly #sender: OutboxSender;
	readonly #loaded: Promise<void>;
	/** Those said in this tab, whose answer somebody here waits for. */
	readonly #promised = new Map<string, Promised>();
	#userId: string | undefined;
	#becomeKnown: () => void = () => undefined;
	readonly #known = new Promise<void>((resolve) => (this.#becomeKnown = resolve));
	/** When the latest message was said: the next is later, whatever the clock does. */
	#latest = 0;
	#readings = 0;

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.#sender = new OutboxSender(options, {
			onAnswered: (requestId, answer) => this.#answered(requestId, answer),
			onSetAside: (requestId, reason) => this.#giveUp(requestId, reason)
		});
		options.tabs.hear((news) => void this.#hear(news));
		this.#loaded = this.#load();
	}

	/** Whoever speaks from now on. What others said before is kept, and neither shown nor sent. */
	belongTo(userId: string): void {
		if (userId === this.#userId) return;
		this.#userId = userId;
		this.#becomeKnown();
		void this.#loaded.then(() => this.#refresh());
	}

	/** Somebody is authenticated: what they said is sent. */
	online(userId: string): void {
		this.belongTo(userId);
		this.#sender.online(userId);
	}

	offline(): void {
		this.#sender.offline();
	}

	/** See `OutboxChannel.say`. */
	say(type: string, payload: object, options: SayOptions = {}): Promise<Record<string, unknown>> {
		const requestId = newRequestId();
		const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
			this.#promised.set(requestId, { resolve, reject });
		});
		// Whoever needs no answer sees in the list what became of it.
		answer.catch(() => undefined);
		this.#keep(requestId, type, payload, options).catch((reason: unknown) =>
			this.#take(requestId)?.reject(reason)
		);
		return answer;
	}

	async discard(requestId: string): Promise<void> {
		await this.#options.store.remove(requestId);
		const details = { state: 'discarded' };
		const reason = new UserError('INVALID_STATE', 'This message was discarded.', details);
		await this.#giveUp(requestId, reason);
	}

	async tryAgain(requestId: string): Promise<void> {
		const anew = { problem: undefined, sentAt: undefined, closures: 0, failures: 0 };
		await this.#options.store.change(requestId, anew);
		await this.#changed();
	}

	/** What `from` said in this browser is `to`'s from now on. */
	async adopt(from: string, to: string): Promise<void> {
		await adoptEntries(this.#options.store, from, to);
		await this.#changed();
	}

	async #load(): Promise<void> {
		const { store, now = Date.now } = this.#options;
		for (const { requestId, at } of await store.all()) {
			if (at < now() - KEPT_FOR_MS) await store.remove(requestId);
			else this.#latest = Math.max(this.#latest, at);
		}
	}

	async #keep(
		requestId: string,
		type: string,
		said: object,
		{ about, words }: SayOptions
	): Promise<void> {
		const { store, messageBytes, now = Date.now } = this.#options;
		const bytes = bytesOf(formatEnvelope(type, said, requestId));
		const refusal = reasonAgainst({}, bytes, messageBytes(), now());
		if (refusal) throw refusal;
		// As it will travel: a page's reactive objects cannot be kept.
		const payload = JSON.parse(JSON.stringify(said)) as Record<string, unknown>;
		await this.#loaded;
		await this.#known;
		const at = (this.#latest = Math.max(now(), this.#latest + 1));
		const userId = this.#userId ?? '';
		const told = { requestId, userId, type, payload, about, words, at };
		await store.put({ ...told, closures: 0, failures: 0 });
		await this.#changed();
	}

	async #answered(requestId: string, answer: Record<string, unknown>): Promise<void> {
		this.#take(requestId)?.resolve(answer);
		this.#options.tabs.tell({ what: 'answered', requestId, answer });
		await this.#options.store.remove(requestId);
		await this.#changed();
	}

	/** Whoever waits for its answer, in whatever tab, need not any more. */
	async #giveUp(requestId: string, reason: UserError): Promise<void> {
		this.#take(requestId)?.reject(reason);
		this.#options.tabs.tell({ what: 'given up', requestId, error: reason.toBody() });
		await this.#changed();
	}

	async #hear(news: OutboxNews): Promise<void> {
		if (news.what === 'answered') this.#take(news.requestId)?.resolve(news.answer);
		else if (news.what === 'given up') {
			this.#take(news.requestId)?.reject(readError({ ...news.error }));
		} else await this.#refresh();
	}

	async #changed(): Promise<void> {
		this.#options.tabs.tell({ what: 'changed' });
		await this.#refresh();
	}

	async #refresh(): Promise<void> {
		const reading = (this.#readings += 1);
		const entries = await this.#options.store.all();
		if (reading !== this.#readings) return;
		for (const { at } of entries) this.#latest = Math.max(this.#latest, at);
		const mine = entries.filter(({ userId }) => userId === this.#userId);
		this.#options.onChange(mine.map(asShown));
		void this.#sender.send();
	}

	#take(requestId: string): Promised | undefined {
		const promised = this.#promised.get(requestId);
		this.#promised.delete(requestId);
		return promised;
	}
}

function asShown(entry: OutboxEntry): WaitingMessage {
	const { requestId, type, payload, about, words, at, problem } = entry;
	const state = problem === undefined ? 'waiting' : 'set-aside';
	return { requestId, type, payload, about, words, at, state, problem };
}
