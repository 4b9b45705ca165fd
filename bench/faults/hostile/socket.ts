import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { opcodes } from './frames';

const HEADERS_END = '\r\n\r\n';

export interface HandshakeOptions {
	port: number;
	/** Of this machine; many of them have more ports than one. */
	localAddress?: string;
	/** More lines of the request, each with its end. */
	headers?: string;
}

/** How a connection came to its end. */
export interface End {
	/** The HTTP status of the answer, where there was one. */
	status?: number;
	/** Of the server's close frame, where there was one. */
	code?: number;
	/** Error codes that it sent, in order. */
	errors: string[];
}

/** The request that every WebSocket begins with. */
export function handshake(port: number, headers = ''): string {
	return (
		`GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
		`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headers}\r\n`
	);
}

/** A TCP connection that says whatever it likes, and reads what it is told. */
export class HostileSocket {
	readonly socket: Socket;
	/** Resolves when the server has closed, by a frame or without. */
	readonly ended: Promise<End>;
	readonly #end: End = { errors: [] };
	#isUpgraded = false;
	#rest = Buffer.alloc(0);
	#onUpgraded: () => void = () => undefined;
	#settle: () => void = () => undefined;

	/** @param answersClose whether a close frame is the end for it, as it should be */
	constructor(
		port: number,
		localAddress: string,
		readonly answersClose = true
	) {
		this.socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
		this.ended = new Promise((resolve) => (this.#settle = () => resolve(this.#end)));
		this.socket.on('error', () => undefined);
		this.socket.on('close', () => this.#settle());
		this.socket.on('data', (bytes) => this.#receive(bytes));
	}

	/** A connection after its handshake. */
	static async upgraded({ port, localAddress = '127.0.0.1', headers = '' }: HandshakeOptions) {
		const socket = new HostileSocket(port, localAddress);
		const upgraded = new Promise<void>((resolve) => (socket.#onUpgraded = resolve));
		socket.socket.write(handshake(port, headers));
		await Promise.race([upgraded, socket.ended]);
		return socket;
	}

	/** Gone without a word, as a machine that loses its power is not, and a process is. */
	reset(): void {
		this.socket.resetAndDestroy();
	}

	async write(bytes: Buffer): Promise<void> {
		if (this.socket.destroyed) return;
		if (!this.socket.write(bytes)) {
			await Promise.race([once(this.socket, 'drain').catch(() => undefined), this.ended]);
		}
	}

	#receive(bytes: Buffer): void {
		this.#rest = Buffer.concat([this.#rest, bytes]);
		if (!this.#isUpgraded) {
			const end = this.#rest.indexOf(HEADERS_END);
			if (end < 0) return;
			this.#end.status = Number(this.#rest.toString('latin1', 9, 12));
			if (this.#end.status !== 101) return;
			this.#isUpgraded = true;
			this.#rest = this.#rest.subarray(end + HEADERS_END.length);
			this.#onUpgraded();
		}
		this.#readFrames();
	}

	#readFrames(): void {
		while (this.#rest.length >= 2) {
			const short = this.#rest[1]! & 0x7f;
			const header = short < 126 ? 2 : short === 126 ? 4 : 10;
			if (this.#rest.length < header) return;
			const length = short < 126 ? short : short === 126 ? this.#rest.readUInt16BE(2) : Infinity;
			if (this.#rest.length < header + length) return;
			const opcode = this.#rest[0]! & 0x0f;
			this.#read(opcode, this.#rest.subarray(header, header + length));
			this.#rest = this.#rest.subarray(header + length);
		}
	}

	#read(opcode: number, payload: Buffer): void {
		if (opcode === opcodes.close) {
			this.#end.code = payload.length >= 2 ? payload.readUInt16BE() : 1005;
			if (this.answersClose) this.reset();
		} else if (opcode === opcodes.text) {
			const errorCode = /"errorCode":"(\w+)"/.exec(payload.toString())?.[1];
			if (errorCode) this.#end.errors.push(errorCode);
		}
	}
}
