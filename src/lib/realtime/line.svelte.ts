import { untrack } from 'svelte';
import { activityOf, type Activity, type OpenKind, type Opening } from './activity';
import type { Catalogue } from './catalogue';
import type { OutboxChannel, OutboxLine, SayOptions, WaitingMessage } from './channel';
import { LineClient } from './client';
import { whoIsHere } from './cookie';
import { LINE_PATH } from './envelope';
import { initialLineState, type LineProblem, type LineState } from './line-state';
import type { Outbox } from './outbox';
import { outboxOver } from './outbox-client';
import { adoptEntries, outboxStore } from './outbox-store';
import { browserTabs } from './outbox-tabs';

export type LineStatus = 'Connecting' | 'Connected' | 'Reconnecting' | 'Offline' | 'Disconnected';

/**
 * The tab's one connection, shared by all pages. Made on first use in the browser; while a page is
 * rendered on the server it does nothing and says 'Connecting'.
 */
class Line implements OutboxLine {
	#client: LineClient | undefined;
	#outbox: Outbox | undefined;
	#state = $state.raw<LineState>({ ...initialLineState, transport: 'connecting' });
	#online = $state(true);
	#now = $state(0);
	#clock: ReturnType<typeof setInterval> | undefined;
	#userId = $state<string>();
	#waiting = $state.raw<readonly WaitingMessage[]>([]);
	#isKeptForGood = $state(true);
	#openings = $state.raw<readonly Opening[]>([]);
	/** What pages show the waiting messages of by themselves, as often as they are. */
	#shown = $state.raw<readonly string[]>([]);

	readonly status: LineStatus = $derived.by(() => {
		const { transport, attempt, retryAt } = this.#state;
		if (transport === 'connected') return 'Connected';
		if (transport === 'error' || transport === 'disconnecting') return 'Disconnected';
		if (!this.#online) return 'Offline';
		if (transport === 'disconnected')
			return retryAt === undefined ? 'Disconnected' : 'Reconnecting';
		return attempt === 0 ? 'Connecting' : 'Reconnecting';
	});

	/** Whole seconds until the next retry, counting down; undefined while none is due. */
	readonly retryInSeconds: number | undefined = $derived.by(() => {
		const { retryAt } = this.#state;
		if (retryAt === undefined) return undefined;
		return Math.max(0, Math.ceil((retryAt - this.#now) / 1000));
	});

	/** What it is used for (rule C8), however the connection is. */
	readonly activity: Activity = $derived(activityOf(this.#openings));

	/** Rule A8. */
	get authenticated(): boolean {
		return this.#state.authenticated;
	}

	/** Retries since the last healthy connection. */
	get attempt(): number {
		return this.#state.attempt;
	}

	/** When the next retry is due, milliseconds since the epoch. */
	get retryAt(): number | undefined {
		return this.#state.retryAt;
	}

	/** Why there is no connection; undefined while there is one. */
	get problem(): LineProblem | undefined {
		return this.#state.problem;
	}

	/** Whoever is asking, as the server or the page said last; undefined while nobody knows. */
	get userId(): string | undefined {
		return this.#userId;
	}

	get waiting(): readonly WaitingMessage[] {
		return this.#waiting;
	}

	/** Those of `waiting` that no part of the page shows by itself. */
	readonly waitingUnseen: readonly WaitingMessage[] = $derived(
		this.#waiting.filter(({ about }) => about === undefined || !this.#shown.includes(about))
	);

	/** Whether what waits outlives the page; not where the browser keeps nothing. */
	get waitingIsKept(): boolean {
		return this.#isKeptForGood;
	}

	/**
	 * Connects, if nothing has yet. For what needs the connection but sends nothing itself.
	 * @param userId for whom the server made this page
	 */
	start(userId?: string): void {
		this.#use();
		if (userId === undefined || userId === '') return;
		this.#userId = userId;
		this.#outbox?.belongTo(userId);
	}

	retryNow(): void {
		this.#use()?.retryNow();
	}

	/**
	 * What the server's clock says now, in milliseconds since the epoch, as near as the quickest answer
	 * lately tells; this machine's own while there was none.
	 */
	serverNow(): number {
		return this.#client?.serverNow() ?? Date.now();
	}

	/** The line as one feature sees it; it may be taken on the server, and used in the browser. */
	channel<C extends Catalogue>(): OutboxChannel<C> {
		return {
			request: (type, payload, options) =>
				this.#demand().channel<C>().request(type, payload, options),
			send: (type, payload) => this.#demand().channel<C>().send(type, payload),
			on: (type, handler) => this.#demand().channel<C>().on(type, handler),
			say: (type, payload, options) => this.say(type, payload as object, options) as Promise<never>
		};
	}

	/** See `OutboxChannel.say`, whose types come from a feature's catalogue. */
	say(type: string, payload: object, options?: SayOptions): Promise<Record<string, unknown>> {
		this.#demand();
		return this.#outbox!.say(type, payload, options);
	}

	async discard(requestId: string): Promise<void> {
		await this.#outbox?.discard(requestId);
	}

	async tryAgain(requestId: string): Promise<void> {
		await this.#outbox?.tryAgain(requestId);
	}

	/**
	 * Once a guest's everything is an account's, what the guest said in this browser and nobody
	 * delivered is the account's too. Needs no connection, and opens none.
	 */
	async adopt(from: string, to: string): Promise<void> {
		if (this.#outbox) await this.#outbox.adopt(from, to);
		else await adoptEntries(outboxStore, from, to);
	}

	/**
	 * Says what a page has open (rule C8): `activity` follows.
	 * @param id of the session or analysis
	 * @returns what closes it
	 */
	open(kind: OpenKind, id: string): () => void {
		const opening = { kind, id };
		// An effect that opens something must not run again because something is open.
		this.#openings = [...untrack(() => this.#openings), opening];
		return () => (this.#openings = this.#openings.filter((one) => one !== opening));
	}

	/**
	 * Says that a part of the page shows the waiting messages about something, and what became of
	 * them, by itself.
	 * @param about as in `SayOptions`
	 * @returns what ends it
	 */
	showWaiting(about: string): () => void {
		this.#shown = [...untrack(() => this.#shown), about];
		return () => {
			const at = this.#shown.indexOf(about);
			this.#shown = this.#shown.filter((_, index) => index !== at);
		};
	}

	/** Calls back after each authentication, and at once when there is one. @returns what ends it */
	onReady(handler: () => void): () => void {
		return this.#demand().onReady(handler);
	}

	#demand(): LineClient {
		const client = this.#use();
		if (client === undefined) throw new Error('The line is open in the browser only.');
		return client;
	}

	#use(): LineClient | undefined {
		if (this.#client !== undefined || typeof window === 'undefined') return this.#client;
		const url = new URL(LINE_PATH, location.href);
		url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
		const client = new LineClient({
			url: url.href,
			renew: async () => (await whoIsHere()) !== undefined,
			observe: ({ type, payload }) => announce(type, { payload })
		});
		this.#client = client;
		this.#outbox = outboxOver(client, {
			store: outboxStore,
			tabs: browserTabs(),
			onChange: (waiting) => {
				this.#waiting = waiting;
				this.#isKeptForGood = outboxStore.isLasting;
			}
		});
		client.onState((state) => this.#follow(state));
		this.#online = navigator.onLine;
		window.addEventListener('online', () => {
			this.#online = true;
			// What was closed for good stays closed (rule E4).
			if (client.state.transport !== 'error') client.retryNow();
		});
		window.addEventListener('offline', () => {
			this.#online = false;
			client.probe();
		});
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') client.probe();
		});
		client.connect();
		return client;
	}

	#follow(state: LineState): void {
		clearInterval(this.#clock);
		if (state.retryAt !== undefined) {
			this.#now = Date.now();
			this.#clock = setInterval(() => (this.#now = Date.now()), 1000);
		}
		this.#state = state;
		if (state.authenticated) this.#userId = state.userId;
		announce('status', { status: this.status, authenticated: state.authenticated });
	}
}

/** Lets whoever is not part of the page, a test or an extension, follow the line. */
function announce(type: string, detail: Record<string, unknown>): void {
	window.dispatchEvent(new CustomEvent('greenroom:line', { detail: { ...detail, type } }));
}

export const line = new Line();
