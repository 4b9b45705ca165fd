import { backoffMs } from './backoff';
import type { Catalogue } from './catalogue';
import type { Channel, FeatureLine, RequestOptions } from './channel';
import { closeCodes, formatEnvelope, parseEnvelope, SUBPROTOCOL } from './envelope';
import { Heartbeat } from './heartbeat';
import {
	lineTiming,
	type LineOptions,
	type LineSocket,
	type LineSocketClass
} from './line-options';
import {
	ABNORMAL_CLOSE,
	afterLoss,
	explainLoss,
	initialLineState,
	readDisconnect,
	readMessageBytes,
	retryAfterMsOf,
	wordsOfLoss,
	type LastWords,
	type LineState,
	type Renewal
} from './line-state';
import { PendingRequests, readError } from './requests';
import { ServerClock } from './server-clock';

const ANSWERS_BUT_OPENS_NOTHING =
	'The server answers, but it opens no connection. Too many may be open: close some tabs.';

/**
 * One connection to the line, for browsers and Node: connects, says who is asking, comes back by
 * itself (rules A8, C8, E4). Never throws at a message it does not understand: it ignores it.
 * Longer than most files, so that the whole state machine can be read in one place.
 */
export class LineClient implements FeatureLine {
	readonly #options: LineOptions;
	readonly #timing: typeof lineTiming;
	readonly #requests: PendingRequests;
	readonly #heartbeat: Heartbeat;
	readonly #hearers = new Map<string, Set<(payload: never) => void>>();
	readonly #stateHandlers = new Set<(state: LineState) => void>();
	readonly #readyHandlers = new Set<() => void>();
	readonly #serverClock = new ServerClock();
	#state = initialLineState;
	#socket: LineSocket | undefined;
	/** One a try: what a try awaited is void once another began. */
	#try = 0;
	#words: LastWords = {};
	#renewal: Renewal = 'none';
	#renewedExpired = false;
	/** The one timer of the present phase: connecting, waiting, becoming healthy, closing. */
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LineOptions) {
		this.#options = options;
		this.#timing = { ...lineTiming, ...options.timing };
		this.#requests = new PendingRequests({
			transmit: (type, payload, requestId) => this.#transmit(type, payload, requestId),
			onAnswer: (sentAt, { timestamp }) =>
				this.#serverClock.sample(sentAt, Date.parse(timestamp), performance.now())
		});
		this.#heartbeat = new Heartbeat(
			(requestId) => this.#socket?.send(formatEnvelope('ping', {}, requestId)),
			() => this.#lost(ABNORMAL_CLOSE),
			this.#timing
		);
	}

	get state(): LineState {
		return this.#state;
	}

	/** Opens the connection unless there is one or one is under way. */
	connect(): void {
		if (this.#state.transport === 'disconnected' || this.#state.transport === 'error') {
			void this.#open();
		}
	}

	/** Does not wait for the next try; where there is a connection, makes sure that it lives. */
	retryNow(): void {
		if (this.#state.transport === 'connected') this.#heartbeat.probe();
		else this.connect();
	}

	/** Makes sure that the connection lives: a `ping` at once, and 5 s for an answer. */
	probe(): void {
		if (this.#state.transport === 'connected') this.#heartbeat.probe();
	}

	/** Ends the connection for good; what still waits for an answer is lost. */
	close(): void {
		if (this.#state.transport !== 'connected') {
			this.#rest('disconnected');
			return;
		}
		this.#change({ transport: 'disconnecting', authenticated: false });
		this.#heartbeat.stop();
		this.#socket?.close(closeCodes.normal);
		this.#setTimer(this.#timing.closeTimeoutMs, () => this.#rest('disconnected'));
	}

	/**
	 * What the server's clock says now, in milliseconds since the epoch; this machine's own until an
	 * answer of the server's has told better.
	 */
	serverNow(): number {
		return this.#serverClock.at(performance.now()) ?? Date.now();
	}

	/** See `Channel.request`, whose types come from a feature's catalogue. */
	request(
		type: string,
		payload: object,
		options: RequestOptions = {}
	): Promise<Record<string, unknown>> {
		const { timeoutMs = this.#timing.requestTimeoutMs } = options;
		return this.#requests.add(type, payload, { ...options, timeoutMs });
	}

	/** See `Channel.send`. */
	send(type: string, payload: object): boolean {
		return this.#transmit(type, payload);
	}

	/** See `Channel.on`. */
	on(type: string, handler: (payload: never) => void): () => void {
		const hearers = this.#hearers.get(type) ?? new Set();
		this.#hearers.set(type, hearers.add(handler));
		return () => hearers.delete(handler);
	}

	channel<C extends Catalogue>(): Channel<C> {
		return this as unknown as Channel<C>;
	}

	onReady(handler: () => void): () => void {
		this.#readyHandlers.add(handler);
		if (this.#state.authenticated) handler();
		return () => this.#readyHandlers.delete(handler);
	}

	/** Calls back at every change. @returns what ends it */
	onState(handler: (state: LineState) => void): () => void {
		this.#stateHandlers.add(handler);
		return () => this.#stateHandlers.delete(handler);
	}

	async #open(): Promise<void> {
		const attempt = (this.#try += 1);
		this.#words = {};
		this.#change({ transport: 'connecting', retryAt: undefined });
		this.#setTimer(this.#timing.connectTimeoutMs, () => this.#lost(ABNORMAL_CLOSE));
		if (this.#renewal !== 'none') {
			const admitted = await this.#options.renew?.().catch(() => undefined);
			if (attempt !== this.#try) return;
			if (admitted === false) {
				this.#words = { reason: 'The server does not let this page in.' };
				if (this.#renewal === 'credential') this.#rest('error');
				else this.#lost(ABNORMAL_CLOSE);
				return;
			}
			if (admitted) this.#words = { reason: ANSWERS_BUT_OPENS_NOTHING };
		}
		try {
			const Socket = this.#options.WebSocket ?? (globalThis.WebSocket as LineSocketClass);
			this.#listenTo(new Socket(this.#options.url, SUBPROTOCOL));
		} catch (error) {
			this.#rest('error', {
				message: 'This page cannot open a connection.',
				details: String(error)
			});
		}
	}

	#listenTo(socket: LineSocket): void {
		this.#socket = socket;
		socket.onmessage = (event: { data: unknown }) => this.#receive(event.data);
		socket.onclose = (event: { code: number }) => this.#lost(event.code);
		// A close always follows. Without a listener, Node's `ws` would throw.
		socket.onerror = () => undefined;
	}

	#receive(data: unknown): void {
		const parsed = typeof data === 'string' ? parseEnvelope(data) : undefined;
		this.#heartbeat.heard(parsed?.ok ? parsed.envelope.requestId : undefined);
		if (!parsed?.ok) return;
		const { type, payload } = parsed.envelope;
		if (type === 'error') this.#words = { error: readError(payload) };
		else if (type === 'disconnect') this.#words = { ...this.#words, ...readDisconnect(payload) };
		else this.#words = {};
		this.#options.observe?.(parsed.envelope);
		if (type === 'connection_established') void this.#introduce(payload);
		if (type === 'connection_success') this.#becomeReady(payload);
		this.#requests.settle(parsed.envelope);
		for (const hear of [...(this.#hearers.get(type) ?? [])]) hear(payload as never);
	}

	async #introduce(payload: Record<string, unknown>): Promise<void> {
		if (this.#state.transport !== 'connecting') return;
		const attempt = this.#try;
		clearTimeout(this.#timer);
		this.#heartbeat.start();
		const messageBytes = readMessageBytes(payload) ?? initialLineState.messageBytes;
		this.#change({ transport: 'connected', messageBytes });
		try {
			const credential = await this.#options.credential?.();
			if (attempt !== this.#try || credential === undefined) return;
			const [type, payload] =
				'apiKey' in credential
					? ['connect', { api_key: credential.apiKey }]
					: ['authenticate', credential];
			this.#socket?.send(formatEnvelope(type as string, payload));
		} catch {
			if (attempt === this.#try) this.#lost(ABNORMAL_CLOSE);
		}
	}

	/** Rule A2; on a live connection too, whose bearer became somebody else or stayed longer. */
	#becomeReady(payload: Record<string, unknown>): void {
		if (this.#state.transport !== 'connected') return;
		const { authenticated, userId: former } = this.#state;
		const userId = typeof payload['userId'] === 'string' ? payload['userId'] : former;
		if (authenticated && userId === former) return;
		if (former !== undefined && userId !== former) this.#requests.loseWaiting();
		this.#change({ authenticated: true, userId, problem: undefined });
		if (!authenticated) {
			this.#renewal = 'none';
			this.#setTimer(this.#timing.healthyAfterMs, () => {
				this.#renewedExpired = false;
				this.#change({ attempt: 0 });
			});
			this.#requests.sendWaiting();
		}
		for (const handler of [...this.#readyHandlers]) handler();
	}

	#transmit(type: string, payload: unknown, requestId?: string): boolean {
		if (!this.#state.authenticated || this.#socket === undefined) return false;
		this.#socket.send(formatEnvelope(type, payload, requestId));
		return true;
	}

	/** The connection is gone, or did not come about: decides whether and when to try again. */
	#lost(code: number): void {
		if (this.#state.transport === 'disconnecting') {
			this.#rest('disconnected');
			return;
		}
		const words = wordsOfLoss(code, this.#words);
		const problem = explainLoss(code, words);
		const next = afterLoss(code, words, this.#renewedExpired);
		if (next.renewal !== undefined) this.#renewal = next.renewal;
		if (next.rest !== undefined) {
			this.#rest(next.rest, problem, code);
			return;
		}
		this.#renewedExpired ||= next.atOnce;
		this.#abandonSocket();
		const { random = Math.random, now = Date.now } = this.#options;
		const { attempt } = this.#state;
		const leastMs = words.retryAfterMs ?? (words.error && retryAfterMsOf(words.error));
		const waitMs = next.atOnce ? 0 : backoffMs(attempt, random(), leastMs);
		this.#change({
			transport: 'disconnected',
			authenticated: false,
			attempt: attempt + 1,
			retryAt: now() + waitMs,
			problem
		});
		this.#setTimer(waitMs, () => this.connect());
		this.#requests.loseSent(code);
	}

	/** No connection, and no further try by itself. */
	#rest(
		transport: 'disconnected' | 'error',
		problem = this.#state.problem,
		closeCode?: number
	): void {
		this.#abandonSocket();
		this.#change({ transport, authenticated: false, retryAt: undefined, problem });
		this.#requests.loseAll(closeCode);
	}

	#abandonSocket(): void {
		this.#try += 1;
		clearTimeout(this.#timer);
		this.#heartbeat.stop();
		const socket = this.#socket;
		this.#socket = undefined;
		if (socket === undefined) return;
		socket.onmessage = null;
		socket.onclose = null;
		socket.close();
	}

	#setTimer(ms: number, act: () => void): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(act, ms);
	}

	#change(change: Partial<LineState>): void {
		this.#state = { ...this.#state, ...change };
		for (const handler of this.#stateHandlers) handler(this.#state);
	}
}
