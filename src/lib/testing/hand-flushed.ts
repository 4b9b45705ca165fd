import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

export type Direction = 'up' | 'down';

/** Turns of the loop that HTTP, ws and a handler need to take what came. */
const TURNS = 20;

/**
 * A wire between a client and a server of this process, whose bytes arrive when a test says so: with
 * it a race happens the same way each time. What speaks over it is real: HTTP, the handshake, frames.
 */
export class HandFlushedWire {
	/** The client's end, for `createConnection`. */
	readonly near: Duplex;
	readonly #far: Duplex;
	/** What is under way; null is the end. */
	readonly #sent: Record<Direction, (Buffer | null)[]> = { up: [], down: [] };
	#flows = true;

	/** @param server takes the other end as if somebody had connected */
	constructor(server: Server) {
		this.near = this.#makeEnd('up');
		this.#far = this.#makeEnd('down');
		server.emit('connection', this.#far);
	}

	/** From now on nothing arrives until it is flushed. */
	hold(): void {
		this.#flows = false;
	}

	/** All that was sent arrives, and whatever comes from now on does at once. */
	async flow(): Promise<void> {
		this.#flows = true;
		await this.flush('up');
		await this.flush('down');
		// Whoever speaks to an end that is no more is told so.
		if (this.near.destroyed || this.#far.destroyed) this.cut();
	}

	/**
	 * What was sent in one direction arrives, and is handled as far as it can be without waiting.
	 * @param most bytes of it, the first ones; a frame may be cut anywhere
	 */
	async flush(direction: Direction, most = Infinity): Promise<void> {
		const to = direction === 'up' ? this.#far : this.near;
		const sent = this.#sent[direction];
		for (let left = most; left > 0 && sent.length > 0;) {
			const chunk = sent.shift()!;
			const part = chunk && chunk.subarray(0, left);
			if (chunk && part && part.length < chunk.length) sent.unshift(chunk.subarray(part.length));
			left -= part?.length ?? 0;
			if (!to.destroyed) to.push(part);
		}
		for (let turns = 0; turns < TURNS; turns++) await turn();
	}

	/** The network is gone: neither end hears of what was under way. */
	cut(): void {
		this.#sent.up.length = 0;
		this.#sent.down.length = 0;
		this.near.destroy();
		this.#far.destroy();
	}

	#makeEnd(direction: Direction): Duplex {
		const send = (chunk: Buffer | null) => {
			this.#sent[direction].push(chunk);
			if (this.#flows) void this.flush(direction);
		};
		const end: Duplex = new Duplex({
			read: () => undefined,
			write: (chunk: Buffer, _encoding, done) => {
				send(chunk);
				done();
			},
			final: (done) => {
				send(null);
				done();
			},
			destroy: (error, done) => {
				const isOver = end.writableFinished && end.readableEnded;
				if (this.#flows && !isOver) this.cut();
				done(error);
			}
		});
		return end;
	}
}
