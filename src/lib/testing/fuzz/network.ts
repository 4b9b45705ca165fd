import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { LineSocketClass } from '../../realtime/line-options';
import { HandFlushedWire, type Direction } from '../hand-flushed';

/** Turns of the loop in which everything settles that waits for no timer. */
const TURNS = 40;

/** Lets everything happen that waits neither for time to pass nor for a held wire. */
export async function settle(): Promise<void> {
	for (let turns = 0; turns < TURNS; turns += 1) await turn();
}

/**
 * What lies between one client and the server: every connection that the client opens is a wire of
 * its own, and what it left behind may linger.
 */
export class Network {
	/** Opens its connections through here. Nothing is compressed: that takes threads, and time. */
	readonly WebSocket: LineSocketClass;
	/** The server of the newest connection. */
	server: Server | undefined;
	#wires: HandFlushedWire[] = [];
	#isHeld = false;

	/** @param pick which server a connection reaches, as a balancer says it */
	constructor(pick: () => Server) {
		const connect = (): HandFlushedWire => {
			this.server = pick();
			const wire = new HandFlushedWire(this.server);
			if (this.#isHeld) wire.hold();
			this.#wires.push(wire);
			return wire;
		};
		this.WebSocket = class extends WebSocket {
			constructor(url: string, protocols?: string | string[]) {
				super(url, protocols, {
					createConnection: () => connect().near as Socket,
					perMessageDeflate: false
				});
			}
		};
	}

	/** From now on nothing arrives unless it is flushed, on new connections either. */
	hold(): void {
		this.#isHeld = true;
		for (const wire of this.#wires) wire.hold();
	}

	/** Some of what is under way in one direction arrives. @param most bytes */
	async flush(direction: Direction, most: number): Promise<void> {
		await this.#wires.at(-1)?.flush(direction, most);
	}

	/** Everything arrives from now on. */
	async flow(): Promise<void> {
		this.#isHeld = false;
		await Promise.all(this.#wires.map((wire) => wire.flow()));
	}

	/** The connection breaks where it is; what was under way is lost. */
	cut(): void {
		this.#wires.at(-1)?.cut();
	}

	/** Nothing is left of the connections before the present one: the server hears of it. */
	bury(): void {
		for (const wire of this.#wires.splice(0, this.#wires.length - 1)) wire.cut();
	}

	/** Nothing is left at all. */
	end(): void {
		for (const wire of this.#wires.splice(0)) wire.cut();
	}
}
