// A WebSocket client that does next to nothing, so that a load of thousands is not what limits:
// no masks worth the name, no compression, no copies, one buffer for all that is read.
import { connect } from 'node:net';

/** One for all sockets of the process: what is read is looked at before anything else is. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);
const HEADERS_END = '\r\n\r\n';

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 };

/**
 * Called with each text frame; the bytes are good until it returns.
 * @typedef {(buffer: Buffer, start: number, end: number) => void} OnText
 */

export class RawSocket {
	/** @type {Buffer | undefined} the start of a frame whose end has not come */
	#rest;
	#open = false;
	#onOpen;
	/** @type {OnText} */
	#onText;
	/** @type {(error: Error) => void} */
	#onEnd;

	/**
	 * @param {object} options
	 * @param {number} options.port
	 * @param {string} options.path with the query
	 * @param {() => void} options.onOpen the handshake is done
	 * @param {OnText} options.onText
	 * @param {(error: Error) => void} options.onEnd refused, closed by the server, or lost
	 */
	constructor({ port, path, onOpen, onText, onEnd }) {
		this.#onOpen = onOpen;
		this.#onText = onText;
		this.#onEnd = onEnd;
		this.socket = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: shared,
				callback: (length) => {
					this.#receive(length);
					return true;
				}
			}
		});
		this.socket.on('error', onEnd);
		this.socket.on('close', () => onEnd(new Error('the server ended a connection')));
		this.socket.write(
			`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==${HEADERS_END}`
		);
	}

	/** @param {string} text ASCII */
	send(text) {
		this.#sendFrame(opcodes.text, text);
	}

	/** Ends the connection without a word. */
	destroy() {
		this.socket.removeAllListeners('close');
		this.socket.destroy();
	}

	/** @param {number} opcode @param {string} content ASCII */
	#sendFrame(opcode, content) {
		const { length } = content;
		const start = length < 126 ? 2 : 4;
		const frame = Buffer.allocUnsafe(start + 4 + length);
		frame[0] = 0x80 | opcode;
		frame[1] = 0x80 | (length < 126 ? length : 126);
		if (length >= 126) frame.writeUInt16BE(length, 2);
		// A mask of zeros is a mask.
		frame.writeUInt32BE(0, start);
		frame.write(content, start + 4, 'latin1');
		this.socket.write(frame);
	}

	/** @param {number} length what was read into the shared buffer */
	#receive(length) {
		let buffer = shared;
		let at = 0;
		let end = length;
		if (this.#rest) {
			buffer = Buffer.concat([this.#rest, shared.subarray(0, length)]);
			end = buffer.length;
			this.#rest = undefined;
		}
		if (!this.#open) {
			const headersEnd = buffer.subarray(0, end).indexOf(HEADERS_END);
			if (headersEnd >= 0) {
				const status = buffer.toString('latin1', 0, Math.min(end, 64));
				if (!status.startsWith('HTTP/1.1 101')) return this.#onEnd(new Error(status));
				this.#open = true;
				this.#onOpen();
				at = headersEnd + HEADERS_END.length;
			}
		}
		if (this.#open) at = this.#readFrames(buffer, at, end);
		if (at < end) this.#rest = Buffer.from(buffer.subarray(at, end));
	}

	/**
	 * @param {Buffer} buffer @param {number} at @param {number} end
	 * @returns {number} where the first frame that is not whole begins
	 */
	#readFrames(buffer, at, end) {
		while (end - at >= 2) {
			const short = /** @type {number} */ (buffer[at + 1]);
			const header = short < 126 ? 2 : short === 126 ? 4 : 10;
			if (end - at < header) break;
			const length =
				short < 126
					? short
					: short === 126
						? buffer.readUInt16BE(at + 2)
						: Number(buffer.readBigUInt64BE(at + 2));
			const start = at + header;
			if (end - start < length) break;
			const opcode = /** @type {number} */ (buffer[at]) & 0x0f;
			if (opcode === opcodes.text) this.#onText(buffer, start, start + length);
			else if (opcode === opcodes.ping) {
				this.#sendFrame(opcodes.pong, buffer.toString('latin1', start, start + length));
			}
			at = start + length;
		}
		return at;
	}
}
