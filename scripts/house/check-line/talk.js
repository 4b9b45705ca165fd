import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Trouble } from './trouble.js';

/**
 * @typedef {object} Message
 * @property {string} type
 * @property {Record<string, unknown>} payload
 * @property {string} [requestId]
 */

const CLOSE_ADVICE = /** @type {Record<number, string>} */ ({
	1001: 'The server is going: try again in a moment.',
	1006: 'Something between cuts connections off: look at the time-outs of the proxy.',
	4000: 'Bring another key with --key; Settings makes one.',
	4001: 'Somebody else uses this key a lot: wait a minute.',
	4009: 'This machine reads too slowly.'
});

/** A conversation on one connection, message by message; whoever waits hears why it ended. */
export class Talk {
	/** @type {Message[]} */
	#unread = [];
	/** @type {Message | undefined} */
	#lastError;
	/** Once it is closed. @type {{ code: number, reason: string } | undefined} */
	#closed;
	#patienceMs;
	#wake = () => {};

	/**
	 * @param {import('ws').WebSocket} socket
	 * @param {number} patienceMs for each answer
	 */
	constructor(socket, patienceMs) {
		this.socket = socket;
		this.#patienceMs = patienceMs;
		socket.on('message', (data) => this.#hear(String(data)));
		socket.on('close', (code, reason) => {
			this.#closed = { code, reason: String(reason) };
			this.#wake();
		});
		// A close always follows.
		socket.on('error', () => {});
	}

	/**
	 * Sends a message and waits for the one direct answer to it.
	 *
	 * @param {string} type
	 * @param {object} payload
	 * @returns {Promise<Message>} `error` included
	 */
	request(type, payload) {
		const requestId = randomUUID();
		const timestamp = new Date().toISOString();
		this.socket.send(JSON.stringify({ type, timestamp, payload, requestId }));
		return this.#next((message) => message.requestId === requestId, `an answer to ${type}`);
	}

	/** @param {string} type @returns {Promise<Message>} */
	next(type) {
		return this.#next((message) => message.type === type, type);
	}

	/**
	 * Waits for a frame of the WebSocket itself.
	 *
	 * @param {'ping' | 'pong'} frame
	 * @param {number} patienceMs
	 */
	async frame(frame, patienceMs) {
		try {
			await once(this.socket, frame, { signal: AbortSignal.timeout(patienceMs) });
		} catch {
			if (this.#closed) throw this.#closedTrouble();
			throw new Trouble(
				`No ${frame} of the WebSocket came in ${patienceMs / 1000} s.`,
				'Something between keeps these frames to itself: connections will seem dead. Let the proxy pass them on.'
			);
		}
	}

	/** @returns {Promise<number>} the close code that came back */
	async close() {
		const closed = once(this.socket, 'close', { signal: AbortSignal.timeout(this.#patienceMs) });
		this.socket.close(1000);
		try {
			return (await closed)[0];
		} catch {
			throw new Trouble(
				'The close is not answered.',
				'Something between holds the connection open: look at the proxy.'
			);
		}
	}

	/** @param {string} text */
	#hear(text) {
		try {
			const message = JSON.parse(text);
			if (message.type === 'error') this.#lastError = message;
			this.#unread.push(message);
		} catch {
			this.#unread.push({ type: 'not JSON', payload: {} });
		}
		this.#wake();
	}

	/**
	 * @param {(message: Message) => boolean} isWanted
	 * @param {string} name for who waits in vain
	 */
	async #next(isWanted, name) {
		const deadline = performance.now() + this.#patienceMs;
		for (;;) {
			const index = this.#unread.findIndex(isWanted);
			const found = this.#unread.splice(index, index < 0 ? 0 : 1)[0];
			if (found) return found;
			if (this.#closed) throw this.#closedTrouble();
			const leftMs = deadline - performance.now();
			if (leftMs <= 0) throw this.#silence(name);
			/** @type {Promise<void>} */
			const woken = new Promise((resolve) => {
				const timer = setTimeout(resolve, leftMs);
				this.#wake = () => (clearTimeout(timer), resolve());
			});
			await woken;
		}
	}

	/** @param {string} name */
	#silence(name) {
		const came = this.#unread.map(({ type }) => type).join(', ');
		return new Trouble(
			`No ${name.replace(/^an /, '')} came in ${this.#patienceMs / 1000} s${came && `, but ${came}`}.`,
			'This is not the line of Greenroom, or its server hangs: look at its log.'
		);
	}

	#closedTrouble() {
		const { code, reason } = /** @type {{ code: number, reason: string }} */ (this.#closed);
		const said = this.#lastError?.payload['errorMessage'];
		const words = [`with ${code}`, reason && `(${reason})`, said && `after the error "${said}"`];
		return new Trouble(
			`The connection was closed ${words.filter(Boolean).join(' ')}.`,
			CLOSE_ADVICE[code] ?? 'Look at the log of the server, and of what stands before it.'
		);
	}
}
