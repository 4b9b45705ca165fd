import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { HandFlushedWire } from './hand-flushed';

export interface Received {
	type: string;
	timestamp: string;
	payload: Record<string, never> & Record<string, unknown>;
	requestId?: string;
}

export interface RawClientOptions {
	headers?: Record<string, string>;
	protocols?: string[];
	/** What it connects through; a network connection unless told. */
	wire?: HandFlushedWire;
}

/** How long a test waits for a message that should come. */
const PATIENCE_MS = 5_000;

/** A client that hides nothing: every message in order, every close code. For tests. */
export class RawClient {
	readonly socket: WebSocket;
	/** All that came, in order. */
	readonly received: Received[] = [];
	/** Resolves with the close code and reason. */
	readonly closed: Promise<{ code: number; reason: string }>;
	#unread: Received[] = [];
	#wake: (() => void)[] = [];

	constructor(url: string, options: RawClientOptions = {}) {
		const { headers, protocols = [], wire } = options;
		this.socket = new WebSocket(url, protocols, {
			headers,
			...(wire && { createConnection: () => wire.near as Socket })
		});
		this.socket.on('message', (data: Buffer) => {
			const message = JSON.parse(data.toString()) as Received;
			this.received.push(message);
			this.#unread.push(message);
			this.#wakeAll();
		});
		this.closed = new Promise((resolve) => {
			this.socket.on('close', (code, reason) => {
				resolve({ code, reason: reason.toString() });
				this.#wakeAll();
			});
		});
		this.socket.on('error', () => this.#wakeAll());
	}

	/** The next unread message of this type; earlier ones of other types stay unread. */
	async next(
		type: string,
		matching: (message: Received) => boolean = () => true
	): Promise<Received> {
		const deadline = Date.now() + PATIENCE_MS;
		for (;;) {
			const index = this.#unread.findIndex((message) => message.type === type && matching(message));
			if (index >= 0) return this.#unread.splice(index, 1)[0]!;
			const over = this.socket.readyState === WebSocket.CLOSED || Date.now() > deadline;
			if (over) {
				const seen = this.received.map((message) => message.type).join(', ');
				throw new Error(`no ${type} came; came: ${seen || 'nothing'}`);
			}
			await new Promise<void>((resolve) => {
				this.#wake.push(resolve);
				setTimeout(resolve, 100);
			});
		}
	}

	send(type: string, payload: object = {}, requestId?: string): void {
		this.sendText(
			JSON.stringify({ type, timestamp: new Date().toISOString(), payload, requestId })
		);
	}

	sendText(text: string): void {
		this.socket.send(text);
	}

	/** Sends with a fresh requestId and waits for the one direct answer, `error` included. */
	async request(type: string, payload: object = {}): Promise<Received> {
		const requestId = randomUUID();
		this.send(type, payload, requestId);
		const deadline = Date.now() + PATIENCE_MS;
		for (;;) {
			const index = this.#unread.findIndex((message) => message.requestId === requestId);
			if (index >= 0) return this.#unread.splice(index, 1)[0]!;
			if (Date.now() > deadline || this.socket.readyState === WebSocket.CLOSED) {
				throw new Error(`no answer to ${type}`);
			}
			await new Promise<void>((resolve) => {
				this.#wake.push(resolve);
				setTimeout(resolve, 100);
			});
		}
	}

	/** Waits until everything sent so far was handled: a ping is answered in order. */
	async settle(): Promise<void> {
		await this.request('ping');
	}

	close(): void {
		this.socket.close();
	}

	#wakeAll(): void {
		for (const wake of this.#wake.splice(0)) wake();
	}
}
