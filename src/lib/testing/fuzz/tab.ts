import type { Server } from 'node:http';
import type { ChatHistory } from '../../chat/chat-client';
import { LiveThread } from '../../chat/live-thread.svelte';
import type { ChatMessages } from '../../chat/messages';
import type { Catalogue } from '../../realtime/catalogue';
import type { OutboxChannel, OutboxLine, WaitingMessage } from '../../realtime/channel';
import { LineClient } from '../../realtime/client';
import type { Envelope } from '../../realtime/envelope';
import type { Outbox } from '../../realtime/outbox';
import { outboxOver } from '../../realtime/outbox-client';
import type { KeyEvent } from '../../typing/events';
import { LogUploader, type UploaderHooks } from '../../typing/uploader';
import type { Browser } from './browser';
import { Network } from './network';
import type { FuzzWorld } from './world';

export interface TabOptions {
	world: FuzzWorld;
	browser: Browser;
	userId: string;
	threadId: string;
	history: ChatHistory;
	random: () => number;
	/** Which server a connection reaches. */
	pick: () => Server;
	/** Sees every message that comes. */
	observe: (message: Envelope) => void;
	/** Told of every answer to something said, when it comes. */
	onAnswered: (answer: Record<string, unknown>, payload: object) => void;
}

/** One tab with everything that a page has of the line, but no page. */
export class Tab implements OutboxLine {
	readonly network: Network;
	readonly client: LineClient;
	readonly thread: LiveThread;
	readonly userId: string;
	waiting: readonly WaitingMessage[] = [];
	uploader: LogUploader | undefined;
	#connections = 0;
	#agentSetOn: number | undefined;
	#closeThread: () => void = () => undefined;
	readonly #outbox: Outbox;
	readonly #onAnswered: TabOptions['onAnswered'];

	constructor(options: TabOptions) {
		const { world, browser, userId, threadId, history, random, pick, observe, onAnswered } =
			options;
		this.userId = userId;
		this.#onAnswered = onAnswered;
		this.network = new Network(pick);
		this.client = new LineClient({
			url: world.line.url,
			WebSocket: this.network.WebSocket,
			credential: () => ({ token: userId }),
			observe,
			random
		});
		this.client.onState(({ transport }) => {
			if (transport === 'connecting') this.#connections += 1;
		});
		this.#outbox = outboxOver(this.client, {
			store: browser.store,
			tabs: browser.tabs(),
			onChange: (waiting) => (this.waiting = waiting),
			random
		});
		this.#outbox.belongTo(userId);
		this.thread = new LiveThread(threadId, this, history);
	}

	/** Opens the thread and connects. */
	open(): void {
		this.#closeThread = this.thread.open();
		this.client.connect();
	}

	channel<C extends Catalogue>(): OutboxChannel<C> {
		const channel = this.client.channel<C>();
		return {
			request: (...request) => channel.request(...request),
			send: (...message) => channel.send(...message),
			on: (...hearing) => channel.on(...hearing),
			say: (type, payload, options) => {
				const answer = this.#outbox.say(type, payload as object, options);
				answer.then(
					(answered) => this.#onAnswered(answered, payload as object),
					// Set aside, visibly: in the end it is tried again.
					() => undefined
				);
				return answer as Promise<never>;
			}
		};
	}

	onReady(handler: () => void): () => void {
		return this.client.onReady(handler);
	}

	discard(requestId: string): Promise<void> {
		return this.#outbox.discard(requestId);
	}

	tryAgain(requestId: string): Promise<void> {
		return this.#outbox.tryAgain(requestId);
	}

	/** Whether this connection, and not one before it, has said what its agent is doing. */
	get hasSetAgent(): boolean {
		return this.#agentSetOn === this.#connections;
	}

	/** Says what an agent of this tab is doing; nobody waits for the answer. */
	setAgent(agentId: string, status: 'idle' | 'thinking'): void {
		this.#agentSetOn = this.#connections;
		const { threadId } = this.thread;
		this.client
			.channel<ChatMessages>()
			.request('update_agent_status', { threadId, agentId, status })
			.catch(() => undefined);
	}

	/** Types a test that another tab may have begun: the log is the browser's. */
	type(sessionId: string, log: readonly KeyEvent[], hooks: UploaderHooks): void {
		if (this.uploader) this.uploader.takeBack();
		else this.uploader = new LogUploader(this.client, sessionId, log, hooks);
	}

	close(): void {
		this.uploader?.stop();
		this.#closeThread();
		this.client.close();
		this.network.end();
	}
}
