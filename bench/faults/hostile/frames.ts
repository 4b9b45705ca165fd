import { randomFillSync } from 'node:crypto';

/** Opcodes of RFC 6455, section 5.2. */
export const opcodes = {
	continuation: 0,
	text: 1,
	binary: 2,
	close: 8,
	ping: 9,
	pong: 10
} as const;

export interface FrameOptions {
	opcode: number;
	payload?: Buffer | string;
	/** The last of its message; true unless told. */
	fin?: boolean;
	/** The three reserved bits: 4 is RSV1, 2 RSV2, 1 RSV3. */
	rsv?: number;
	/** As every client's must be; true unless told. */
	masked?: boolean;
	/** What the header says, whatever there is; it is told in 64 bits then. */
	declared?: bigint;
}

/** One frame as RFC 6455 has it, or as it must not be. */
export function frame(options: FrameOptions): Buffer {
	const { opcode, fin = true, rsv = 0, masked = true, declared } = options;
	const payload = Buffer.from(options.payload ?? '');
	const header = [Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode])];
	const maskBit = masked ? 0x80 : 0;
	if (declared !== undefined || payload.length > 0xffff) {
		const length = Buffer.alloc(9, maskBit | 127);
		length.writeBigUInt64BE(declared ?? BigInt(payload.length), 1);
		header.push(length);
	} else if (payload.length > 125) {
		const length = Buffer.from([maskBit | 126, 0, 0]);
		length.writeUInt16BE(payload.length, 1);
		header.push(length);
	} else {
		header.push(Buffer.from([maskBit | payload.length]));
	}
	if (!masked) return Buffer.concat([...header, payload]);
	const mask = randomFillSync(Buffer.alloc(4));
	const hidden = payload.map((byte, index) => byte ^ mask[index & 3]!);
	return Buffer.concat([...header, mask, hidden]);
}

/** A message of the line, well formed as far as it says nothing else. */
export function message(type: unknown, payload: unknown = {}): Buffer {
	const timestamp = '2026-01-31T12:00:00.000Z';
	const text = JSON.stringify({ type, timestamp, payload });
	return frame({ opcode: opcodes.text, payload: text });
}

export const text = (content: string | Buffer): Buffer =>
	frame({ opcode: opcodes.text, payload: content });
