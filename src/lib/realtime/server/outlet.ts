import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from './frame';
import type { Prepared } from './prepared';

/** Messages below this are not worth compressing (rule L5). */
const COMPRESS_FROM_CHARACTERS = 1024;

export interface OutletLimits {
	/** Unsent bytes past which only the newest of what replaces each other is kept. */
	coalesceBytes: number;
	/** Unsent bytes past which the connection is given up. */
	unsentBytes: number;
}

interface Held {
	text: string;
	prepared: Prepared | undefined;
}

/**
 * What goes out to one client, and what waits while it does not read (rule L4). Past
 * `coalesceBytes` messages wait here, in order, the newest of those that replace each other in
 * place of the older ones; they go out once the system has taken what it had.
 */
export class Outlet {
	readonly #socket: WebSocket;
	readonly #stream: Duplex;
	readonly #limits: OutletLimits;
	/** Whether compression was negotiated; asked once, since ws makes a text of it each time. */
	readonly #mayCompress: boolean;
	/** Messages that ws is still compressing; what follows must wait behind them. */
	#compressing = 0;
	#held: Map<string | number, Held> | undefined;
	#heldBytes = 0;
	#nextKey = 0;
	#awaitsDrain = false;
	/** Since when messages are held; monotonic milliseconds, undefined while none is. */
	slowSince: number | undefined;

	constructor(socket: WebSocket, stream: Duplex, limits: OutletLimits) {
		this.#socket = socket;
		this.#stream = stream;
		this.#limits = limits;
		this.#mayCompress = socket.extensions !== '';
	}

	/** Bytes that the client has not taken yet. */
	get unsentBytes(): number {
		return this.#heldBytes + this.#buffered();
	}

	/**
	 * @param key of the messages that replace each other, undefined for one that must not be lost
	 * @param prepared the same for many, where it is for many
	 * @returns false once more is unsent than may be
	 */
	send(text: string, key?: string, prepared?: Prepared): boolean {
		if (this.#held === undefined && this.#buffered() <= this.#limits.coalesceBytes) {
			this.#write(text, prepared);
			return true;
		}
		this.#hold(text, key, prepared);
		return this.unsentBytes <= this.#limits.unsentBytes;
	}

	/** Hands over all that waits, however much it is. */
	release(): void {
		const held = this.#held;
		this.discard();
		for (const { text, prepared } of held?.values() ?? []) this.#write(text, prepared);
	}

	/** Forgets what waits. */
	discard(): void {
		this.#held = undefined;
		this.#heldBytes = 0;
		this.slowSince = undefined;
	}

	#hold(text: string, key: string | number = (this.#nextKey += 1), prepared?: Prepared): void {
		if (this.#held === undefined) {
			this.#held = new Map();
			this.slowSince = performance.now();
			this.#awaitDrain();
		}
		const older = this.#held.get(key);
		if (older !== undefined) {
			this.#heldBytes -= Buffer.byteLength(older.text);
			// Behind everything said since: what replaces is said now, not then.
			this.#held.delete(key);
		}
		this.#held.set(key, { text, prepared });
		this.#heldBytes += Buffer.byteLength(text);
	}

	#awaitDrain(): void {
		if (this.#awaitsDrain) return;
		this.#awaitsDrain = true;
		this.#stream.once('drain', () => {
			this.#awaitsDrain = false;
			this.#flush();
		});
	}

	/** Sends on what waits; more may have to wait again. */
	#flush(): void {
		const held = this.#held;
		const { slowSince } = this;
		this.discard();
		if (held === undefined) return;
		for (const [key, { text, prepared }] of held) {
			this.send(text, typeof key === 'string' ? key : undefined, prepared);
		}
		// Whoever takes a little now and then has not caught up.
		if (this.#held !== undefined) this.slowSince = slowSince;
	}

	#buffered(): number {
		return this.#compressing > 0 ? this.#socket.bufferedAmount : this.#stream.writableLength;
	}

	/**
	 * Small messages are framed here and written at once: that spares a second chunk and its system
	 * call's work for each keystroke (docs/decisions/0008).
	 */
	#write(text: string, prepared: Prepared | undefined): void {
		const compresses = this.#mayCompress && text.length > COMPRESS_FROM_CHARACTERS;
		if (!compresses && this.#compressing === 0) {
			this.#stream.write(prepared?.frame ?? textFrame(text));
			return;
		}
		if (compresses && prepared && this.#compressing === 0) {
			this.#stream.write(prepared.compressedFrame);
			return;
		}
		this.#compressing += 1;
		this.#socket.send(text, () => {
			this.#compressing -= 1;
			// The stream says nothing of what waited for the compressor alone.
			if (this.#held !== undefined && !this.#stream.writableNeedDrain) this.#flush();
		});
	}
}
