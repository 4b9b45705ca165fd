import { setTimeout as wait } from 'node:timers/promises';
import type { RedisClientType } from '@redis/client';
import type { ScriptName } from './redis-scripts';
import { scripts } from './redis-scripts';

/** One attempt to connect, both connections and all that is asked at the start of them. */
const CONNECT_MS = 3_000;

/** A Redis that owes an answer for so long counts as gone. */
const ANSWER_MS = 2_000;

/** How often it is asked whether it is there. */
const CHECK_MS = 1_000;

/** TCP's and TLS's part of it; less, since a client that connects still cannot be told to stop. */
const HANDSHAKE_MS = 2_000;

const LEAST_BACKOFF_MS = 50;
const MOST_BACKOFF_MS = 1_500;

/** Commands that wait for an answer; more are refused rather than kept. */
const MOST_WAITING = 100_000;

export interface LinkParts {
	url: string;
	/** Heard from the first moment of a connection on. */
	channels: readonly string[];
	patterns: readonly string[];
	hear: (channel: string, text: string) => void;
	/** Asked on each new connection before it counts. @throws what keeps it from counting */
	greet: (link: Commands) => Promise<void>;
	/** Asked every second. @throws where the connection is of no use any more */
	check: (link: Commands) => Promise<void>;
	onUp: () => void;
	/** Also when an attempt to connect failed. */
	onDown: (reason: unknown) => void;
}

/** What Redis is asked to do. Rejects where it cannot be asked, or says that something is wrong. */
export interface Commands {
	command(...words: string[]): Promise<unknown>;
	script(name: ScriptName, keys: readonly string[], words: readonly string[]): Promise<unknown>;
}

/**
 * The way to Redis: one connection for commands, one that listens. It is made anew, both of them, whenever
 * anything about it is wrong, since a connection that came back by itself would have missed news and forgotten
 * what it was asked to do.
 */
export class RedisLink implements Commands {
	readonly #parts: LinkParts;
	readonly #shas = new Map<ScriptName, string>();
	/** The client of the connection that stands. */
	#commands: RedisClientType | undefined;
	#isUp = false;
	#owed = 0;
	/** Since when Redis owes an answer without having given any; monotonic milliseconds. */
	#owedSince = 0;
	readonly #closing = new AbortController();
	#life: Promise<void> | undefined;

	constructor(parts: LinkParts) {
		this.#parts = parts;
	}

	get isUp(): boolean {
		return this.#isUp;
	}

	/** Resolves after the first attempt to connect, however it ended; it goes on by itself. */
	start(): Promise<void> {
		return new Promise((tried) => {
			this.#life = this.#live(tried);
		});
	}

	async command(...words: string[]): Promise<unknown> {
		if (!this.#commands) throw new Error('not connected');
		if (this.#owed++ === 0) this.#owedSince = performance.now();
		try {
			return await this.#commands.sendCommand(words);
		} finally {
			this.#owed -= 1;
			this.#owedSince = performance.now();
		}
	}

	script(name: ScriptName, keys: readonly string[], words: readonly string[]): Promise<unknown> {
		const sha = this.#shas.get(name) ?? '';
		return this.command('EVALSHA', sha, String(keys.length), ...keys, ...words);
	}

	/** As `command`, while it is up; whether anything came of it is nobody's business. */
	post(...words: string[]): void {
		if (this.#isUp) this.command(...words).catch(() => undefined);
	}

	/** @param farewell said before, while it is up */
	async close(farewell: () => Promise<unknown>): Promise<void> {
		if (this.#isUp) await within(ANSWER_MS, farewell()).catch(() => undefined);
		this.#closing.abort();
		await this.#life;
	}

	async #live(tried: () => void): Promise<void> {
		const { signal } = this.#closing;
		let backoff = LEAST_BACKOFF_MS;
		while (!signal.aborted) {
			try {
				await this.#connectAndStay(() => {
					backoff = LEAST_BACKOFF_MS;
					tried();
				});
			} catch (error) {
				if (!signal.aborted) this.#parts.onDown(error);
			}
			tried();
			// Not all instances at the same moment.
			await wait(backoff * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
			backoff = Math.min(backoff * 2, MOST_BACKOFF_MS);
		}
	}

	/** Rejects once there is no connection any more. */
	async #connectAndStay(onUp: () => void): Promise<never> {
		const { createClient } = await import('@redis/client');
		const { promise: lost, reject: lose } = Promise.withResolvers<never>();
		const over = new AbortController();
		lost.catch(() => over.abort());
		const make = () => {
			const client: RedisClientType = createClient({
				url: this.#parts.url,
				name: 'greenroom',
				disableOfflineQueue: true,
				commandsQueueMaxLength: MOST_WAITING,
				maintNotifications: 'disabled',
				socket: { reconnectStrategy: false, connectTimeout: HANDSHAKE_MS }
			});
			client.on('error', lose);
			client.on('end', () => lose(new Error('the connection ended')));
			return client;
		};
		const [commands, subscriber] = [make(), make()];
		const onClosing = () => lose(new Error('closing'));
		this.#closing.signal.addEventListener('abort', onClosing, { once: true });
		try {
			await within(CONNECT_MS, Promise.race([lost, this.#open(commands, subscriber, over.signal)]));
			this.#isUp = true;
			this.#parts.onUp();
			onUp();
			return await Promise.race([lost, this.#watch(subscriber, over.signal)]);
		} finally {
			this.#closing.signal.removeEventListener('abort', onClosing);
			this.#isUp = false;
			this.#commands = undefined;
			over.abort();
			// What was asked and not answered is rejected by this.
			commands.destroy();
			subscriber.destroy();
		}
	}

	async #open(
		commands: RedisClientType,
		subscriber: RedisClientType,
		over: AbortSignal
	): Promise<void> {
		const { channels, patterns, hear, greet } = this.#parts;
		await Promise.all([connect(commands, over), connect(subscriber, over)]);
		const onMessage = (text: string, channel: string) => hear(channel, text);
		await Promise.all([
			subscriber.subscribe([...channels], onMessage),
			subscriber.pSubscribe([...patterns], onMessage)
		]);
		this.#owed = 0;
		this.#commands = commands;
		const names = Object.keys(scripts) as ScriptName[];
		const loading = names.map((name) => this.command('SCRIPT', 'LOAD', scripts[name]));
		for (const [index, sha] of (await Promise.all(loading)).entries()) {
			this.#shas.set(names[index]!, String(sha));
		}
		await greet(this);
	}

	/** Rejects where Redis no longer does its part. */
	async #watch(subscriber: RedisClientType, signal: AbortSignal): Promise<never> {
		const late = Promise.withResolvers<never>();
		late.promise.catch(() => undefined);
		// After a look at the sockets: answers that lie there while this process was busy have come.
		const look = () => setImmediate(() => this.#isLate() && late.reject(new Error(NO_ANSWER)));
		const timer = setInterval(look, ANSWER_MS / 10);
		try {
			for (;;) {
				await Promise.race([late.promise, wait(CHECK_MS, undefined, { signal })]);
				const asked = Promise.all([this.#parts.check(this), subscriber.ping()]);
				await Promise.race([late.promise, within(ANSWER_MS, asked)]);
			}
		} finally {
			clearInterval(timer);
		}
	}

	#isLate(): boolean {
		return this.#owed > 0 && performance.now() - this.#owedSince > ANSWER_MS;
	}
}

/** A client that was told to stop while it connected connects all the same: it is told again. */
async function connect(client: RedisClientType, over: AbortSignal): Promise<void> {
	await client.connect();
	if (over.aborted) client.destroy();
}

const NO_ANSWER = 'no answer in time';

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => setImmediate(late.reject, new Error(NO_ANSWER)), milliseconds);
	try {
		return await Promise.race([work, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
